import { expect, test } from 'vitest';
import { demoRecords } from '../../../scripts/demo/records.ts';
import { tenantKeys } from '../../../src/privacy/sealing/keys.ts';
import { parseRecord } from '../../../src/records/parse.ts';

const UNTIL = Date.UTC(2026, 10, 20, 18) / 1000;

test('every demo record is accepted as it is', () => {
  const keys = tenantKeys('a-secret-for-this-test-of-32-characters', 'demo');
  const context = { tenant: { countryCode: '55', calendars: new Map(), attributes: [] }, now: UNTIL, keys };
  const results = [...demoRecords(UNTIL)].map((record) => parseRecord(record, context));
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  expect(results.length).toBeGreaterThan(20_000);
});
