import { expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { freshTenant } from '../support/tenant.ts';

const QUICK = statement<{ tenant: string; n: number }>('SELECT ?1 AS tenant, ?2 AS n');
const SLOW = statement<{ tenant: string; n: number }>(`
  WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ?2)
  SELECT ?1 AS tenant, count(*) AS n FROM counted`);

test('a timed batch tells the rows of each query and how long each took', async () => {
  const { slug, store } = await freshTenant();
  const { rows, milliseconds } = await store.timedBatch([QUICK.with(1), SLOW.with(1_000_000), QUICK.with(2)]);
  expect(rows).toEqual([1, 1_000_000, 2].map((n) => [{ tenant: slug, n }]));
  const [before, slow, after] = milliseconds as [number, number, number];
  expect(milliseconds.length).toBe(3);
  expect(slow).toBeGreaterThan(Math.max(before, after));
});

test('an empty batch asks nothing', async () => {
  const { store } = await freshTenant();
  expect(await store.timedBatch([])).toEqual({ rows: [], milliseconds: [] });
});
