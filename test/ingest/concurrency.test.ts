import { describe, expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { bodyOf, readBody } from '../../src/records/stored-body.ts';
import { rebuildDay } from '../../src/rollups/rebuild-day.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { dayOfDate } from '../../src/time/dates.ts';
import type { Sent } from '../support/records.ts';
import { aCall, aRating, type Report, removal, type Sender, senderOf } from './client.ts';

const BODIES = statement<{ id: string; body: string }>(
  `SELECT i.id AS id, ${bodyOf('i')} AS body FROM interactions i WHERE i.tenant = ?1 AND i.removed = 0 ORDER BY i.id`,
);
const far = () => Date.now() + 60_000;

/** Sends requests at once, each again while it is asked to come later; no other answer than 200. */
async function sendAtOnce(sender: Sender, requests: readonly Sent[][]): Promise<Report[]> {
  return Promise.all(
    requests.map(async (records) => {
      for (;;) {
        const response = await sender.post({ records });
        if (response.status === 200) return (await response.json()) as Report;
        expect([response.status, response.headers.has('Retry-After')]).toEqual([503, true]);
        await response.body?.cancel();
      }
    }),
  );
}

/** Rollup rows of March 2026 that are not what the facts say. */
async function differences(sender: Sender): Promise<number> {
  let count = 0;
  for (let day = dayOfDate('2026-03-01')!; day <= dayOfDate('2026-03-31')!; day += 1) {
    const target = ({ generation, layout }: { generation: number; layout: string }) => ({
      generation,
      zone: 'UTC',
      layout,
    });
    count += await rebuildDay(sender.tenant, { day, target });
  }
  return count;
}

describe('ten requests at once about the same records', () => {
  test('each its own content: the figures are those of the facts that stayed', async () => {
    const sender = await senderOf();
    const requests = Array.from({ length: 10 }, (_, index) => [
      aCall('c1', { duration_seconds: 100 + index, agent_id: index % 2 ? 'ann' : 'bob' }),
      aCall('c2', { duration_seconds: 200 + index, customer: { id: `customer ${index % 3}` } }),
      aRating('e1', index % 2 ? 'c1' : 'c2', 1 + (index % 5)),
      aCall(`own ${index}`, { duration_seconds: 1_000 }),
    ]);
    const reports = await sendAtOnce(sender, requests);
    expect(reports.map(({ received, rejected }) => [received, rejected])).toEqual(Array(10).fill([4, 0]));
    const created = reports.reduce((sum, report) => sum + report.created, 0);
    const updated = reports.reduce((sum, report) => sum + report.updated, 0);
    expect([created, updated]).toEqual([13, 27]);

    const [bodies] = await sender.tenant.store.batch([BODIES.with()]);
    const kept = bodies.map(({ body }) => readBody(body));
    expect(kept.length).toBe(12);
    const figures = await sender.figures();
    expect(figures.total).toMatchObject({
      calls: 12,
      evaluations: 1,
      call_seconds: kept.reduce((sum, { duration_seconds }) => sum + duration_seconds!, 0),
    });
    await refresh(sender.tenant, { deadline: far() });
    expect(await sender.figures()).toEqual(figures);
    expect(await differences(sender)).toBe(0);
  });

  test('the newest version wins, whoever comes first', async () => {
    const sender = await senderOf();
    const versions = Array.from({ length: 10 }, (_, index) => [
      aCall('c1', { duration_seconds: index, updated_at: `2026-03-11T00:00:0${index}Z` }),
    ]);
    await sendAtOnce(sender, versions);
    expect((await sender.figures()).total).toMatchObject({ calls: 1, call_seconds: 9 });
  });

  test('the same content: one creates, nine find it unchanged', async () => {
    const sender = await senderOf();
    const batch = [aCall('c1'), aRating('e1', 'c1', 5), { type: 'agent', id: 'ann', name: 'Ann' }];
    const stamped = batch.map((record) => ({ ...record, updated_at: '2026-03-11T00:00:00Z' }));
    const reports = await sendAtOnce(sender, Array(10).fill(stamped));
    expect(reports.reduce((sum, { created }) => sum + created, 0)).toBe(3);
    expect(reports.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(27);
  });

  test('an interaction is removed while its ratings come, and refreshes run', async () => {
    for (let round = 0; round < 5; round += 1) {
      const sender = await senderOf();
      await sender.send(aCall('c1'), aCall('c2'));
      const removed = sender.send(removal('interaction', 'c1'));
      const ratings = Array.from({ length: 6 }, (_, index) => [aRating(`e${index}`, 'c1', 5)]);
      await Promise.all([
        removed,
        sendAtOnce(sender, ratings),
        refresh(sender.tenant, { deadline: far() }),
        refresh(sender.tenant, { deadline: far() }),
      ]);
      const figures = await sender.figures();
      expect(figures.total).toMatchObject({ calls: 1 });
      expect(figures.total).not.toHaveProperty('evaluations');
      await refresh(sender.tenant, { deadline: far() });
      expect(await sender.figures()).toEqual(figures);
      expect(await differences(sender)).toBe(0);
    }
  });
});
