import { expect, test } from 'vitest';
import { limitDocs } from '../../../scripts/docs/limits.ts';
import { LIMITS } from '../../../src/rate-limits/check.ts';

test('every limit has a row with its own numbers', () => {
  const [, , ...rows] = limitDocs({
    ...LIMITS,
    phoneSearches: { limit: 7, windowSeconds: 90, durable: 'now' },
  }).split('\n');
  expect(rows).toHaveLength(Object.keys(LIMITS).length);
  expect(rows).toContain('| 7 phone searches | 90 seconds | an API key, or the user of a session |');
});
