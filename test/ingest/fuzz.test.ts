import * as fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { refresh } from '../../src/rollups/refresh.ts';
import { aCall, type Report, type Sender, senderOf } from './client.ts';
import { hostileRequest } from './hostile.ts';

const ACCEPTED = [200, 400, 413, 415, 503];

let sender: Sender;

beforeEach(async () => {
  sender = await senderOf({ countryCode: '351' });
});

test('no content of a request ends in a 500 or keeps out what comes after it', {
  timeout: 300_000,
}, async () => {
  const seen = new Map<number, number>();
  let accepted = 0;
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(hostileRequest, async ({ records, form, contentType, query, raw }) => {
      // A key may send 300 requests a minute.
      if (sent % 250 === 0) sender = await senderOf({ countryCode: '351' });
      sent += 1;
      const lines = records.map((record) => JSON.stringify(record)).join('\n');
      const body = { json: JSON.stringify({ records }), ndjson: lines, raw }[form]!;
      const type = form === 'ndjson' ? 'application/x-ndjson' : contentType;
      const response = await sender.post(new TextEncoder().encode(body), { 'Content-Type': type }, query);
      const answer = (await response.json()) as { detail?: string } & Partial<Report>;
      seen.set(response.status, (seen.get(response.status) ?? 0) + 1);
      expect(ACCEPTED).toContain(response.status);
      if (response.status !== 200) expect(answer.detail).toMatch(/\S/);
      accepted += (answer.received ?? 0) - (answer.rejected ?? 0);
    }),
    { numRuns: 300 },
  );
  // The batches are worth something: most are read, and much of them is accepted.
  expect(seen.get(200)).toBeGreaterThan(100);
  expect(accepted).toBeGreaterThan(200);

  const before = (await sender.figures()).total?.calls ?? 0;
  const ordinary = aCall('ordinary', { started_at: '2026-03-11T09:00:00Z' });
  expect(await sender.counts(ordinary)).toEqual({ created: 1 });
  expect((await sender.figures()).total).toMatchObject({ calls: before + 1 });
  const figures = await sender.figures();
  expect(await refresh(sender.tenant, { deadline: Date.now() + 60_000 })).toEqual({ done: true });
  expect(await sender.figures()).toEqual(figures);
});
