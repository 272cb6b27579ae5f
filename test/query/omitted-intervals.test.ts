import { expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { executeQueries } from '../../src/query/execute.ts';
import type { MeasureInput } from '../../src/query/measures.ts';
import { type MetricsQuery, valuesIn } from '../../src/query/query.ts';
import { rebuildDay } from '../../src/rollups/rebuild-day.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { ROW_BOUNDS } from '../../src/rollups/row-bounds.ts';
import { dayOfDate } from '../../src/time/dates.ts';
import { far, History, SPAN_DAY, type stateOf } from '../rollups/support.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';

const OMITTING = statement<{ rows: number }>(`
  SELECT count(*) AS rows FROM rollups WHERE tenant = ?1 AND dimension = 'all'
    AND (customer_intervals = '{}' OR breakdown_intervals LIKE '%:{}%' OR histogram_intervals LIKE '%:{}%')`);
const ZONE = 'Europe/Paris';
/** So few that rows omit much of what they would have by interval, but not so few that a cell is not named. */
const SMALL = { ...ROW_BOUNDS, bytes: 14_000 };
const AT = Date.parse(`${SPAN_DAY}T00:00:00Z`) / 1_000;

const omittingRows = async ({ store }: TestTenant): Promise<number> =>
  (await store.batch([OMITTING.with()]))[0][0]!.rows;

/** Percentiles of a span that begins and ends within days, and within intervals. */
async function percentiles({ store }: TestTenant): Promise<{ values: number[]; source: string }> {
  const inputs: MeasureInput[] = ['wait_p90', 'duration_p50'];
  const query: MetricsQuery = {
    inputs,
    period: { start: AT - 86_400 + 40_100, end: AT + 86_400 + 50_003, zone: ZONE, fromDay: 0, toDay: 0 },
    filter: {},
    by: { kind: 'total' },
  };
  const { results, sources } = await executeQueries(
    { store, tenant: { timeZone: ZONE } },
    { queries: [query] },
  );
  return { values: inputs.map((input) => valuesIn(results[0]!)(input)), source: sources[0]! };
}

test.each([41, 42, 43])(
  'history %i: figures of rows that omit intervals are those of the facts',
  async (seed) => {
    const tenant = await freshTenant({ timeZone: ZONE });
    const history = new History(tenant, seed);
    for (let piece = 0; piece < 3; piece += 1) {
      await history.random(50);
      const pending = await Promise.all([ZONE, 'Asia/Kathmandu'].map((zone) => history.figures(zone)));
      const ranked = await percentiles(tenant);
      await refresh(tenant, { deadline: far(), bounds: SMALL });
      expect(await Promise.all([ZONE, 'Asia/Kathmandu'].map((zone) => history.figures(zone)))).toEqual(
        pending,
      );
      expect(await percentiles(tenant)).toEqual({ ...ranked, source: 'rollups' });
    }
    expect(await omittingRows(tenant)).toBeGreaterThan(0);
    const day = dayOfDate(SPAN_DAY)!;
    const target = ({ generation, time_zone: zone, layout }: Awaited<ReturnType<typeof stateOf>>) => ({
      generation,
      zone,
      layout,
    });
    expect(await rebuildDay(tenant, { day, target, bounds: SMALL })).toBe(0);
  },
);
