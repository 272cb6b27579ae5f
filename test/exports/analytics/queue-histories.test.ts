import { expect, test } from 'vitest';
import { QueriesOracle } from '../../oracle/queries.ts';
import { RandomQueries } from '../../oracle/random-queries.ts';
import { seeded } from '../../oracle/random-span.ts';
import { putCalendars } from '../../support/put-calendars.ts';
import { nowSeconds } from '../../support/tenant.ts';
import { analyticsClient, type Row } from './client.ts';

const SPAN = { start: Date.parse('2026-03-27') / 1_000, end: Date.parse('2026-04-05') / 1_000 };
const DAYS = { from: '2026-03-28', to: '2026-04-03' };
const FIGURES = [
  ...['offered', 'answered', 'abandoned', 'overflowed'],
  ...['service_level', 'average_speed_of_answer', 'abandonment_rate', 'handle_time'],
];

/** The rows of a section, as a plain computation has them, in any order. */
function expected(oracle: QueriesOracle, time_zone: string, dimensions: string[]): Row[] {
  const q = {
    ...{ metrics: FIGURES, dimensions, time_zone, period: DAYS, limit: 1_000 },
    filters: [{ dimension: 'direction', in: ['inbound'] }],
    ...{ having: [], order: [], include: [] },
  };
  const asked = { q: Buffer.from(JSON.stringify(q)).toString('base64url') };
  const { rows } = oracle.answer('query', asked, nowSeconds()) as { rows: Row[] };
  return rows.map(({ time, queue, queue_name, handle_time, ...figures }) => ({
    ...(dimensions.includes('time:day') && { date: time ?? null }),
    ...(dimensions.includes('queue') && { id: queue ?? null, name: queue_name ?? null }),
    ...figures,
    average_handle_time: handle_time ?? null,
  }));
}

const offered = (rows: readonly Row[] | undefined): Row[] => (rows ?? []).filter((row) => row.offered !== 0);
const sorted = (rows: readonly Row[]): string[] =>
  rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();

test.each([
  [7, 'Europe/Paris'],
  [8, 'America/St_Johns'],
])(
  'history %i: the rows of queues are what the definitions say, in %s and elsewhere',
  async (seed, timeZone) => {
    const client = await analyticsClient({ timeZone });
    await putCalendars(client.tenant);
    const oracle = new QueriesOracle(timeZone);
    const random = new RandomQueries(seeded(seed), SPAN);
    const records = Array.from({ length: 220 }, () => random.nextRecord(() => false));
    for (const record of records) oracle.records.apply(record);
    await client.send(...records.slice(0, 120));
    await client.refresh();
    await client.send(...records.slice(120));
    for (const tz of [timeZone, 'Asia/Kathmandu']) {
      const rows = await client.rows({ scope: 'queues', ...DAYS, tz });
      expect(rows.queue_by_day?.length).toBeGreaterThan(5);
      for (const [section, dimensions] of [
        ['queues_total', []],
        ['queues_by_day', ['time:day']],
        ['queue', ['queue']],
        ['queue_by_day', ['time:day', 'queue']],
      ] as const) {
        expect(sorted(offered(rows[section])), `${section} ${tz}`).toEqual(
          sorted(offered(expected(oracle, tz, [...dimensions]))),
        );
      }
    }
  },
);
