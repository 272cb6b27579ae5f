import type { TenantStore } from '../../src/db/tenant-store.ts';
import { executeQueries } from '../../src/query/execute.ts';
import type { MeasureInput } from '../../src/query/measures.ts';
import type { Filter, Grouping, MetricsQuery } from '../../src/query/query.ts';
import { BASE_MEASURES } from '../../src/rollups/base-measures.ts';
import { bucketsOf } from '../../src/time/buckets.ts';
import { resolvePeriod } from '../../src/time/period.ts';

/** Figures that are not zero, by group: `total`, `hour 9`, `day 2026-03-10`, `agent ann`, `department sales` … */
export type FiguresByGroup = Record<string, Record<string, number>>;

const UNDATED = BASE_MEASURES.filter(({ dated }) => !dated).map(({ name }) => name as MeasureInput);
const KEPT_IN_INTERVALS = BASE_MEASURES.filter(({ intervals }) => intervals).map(
  ({ name }) => name as MeasureInput,
);
const DATED = BASE_MEASURES.filter(({ dated }) => dated).map(({ name }) => name as MeasureInput);
const OF_AGENTS: MeasureInput[] = [
  'calls',
  'calls_completed',
  'call_seconds',
  'call_ratings',
  'call_rating_sum',
];

interface Asked {
  /** Dates of `zone`, both included. */
  from: string;
  to: string;
  zone?: string;
  /** Members to ask for one by one. */
  members?: Readonly<Record<string, readonly string[]>>;
}

/** Asks for every figure there is, as of one moment. `zone` is the tenant's, UTC unless told. */
export async function allFigures(store: TenantStore, asked: Asked): Promise<FiguresByGroup> {
  const { from, to, zone = 'UTC', members = {} } = asked;
  const names = { from: 'from', to: 'to' };
  const period = resolvePeriod({ from, to, tz: zone, tenantZone: zone, now: 0, defaultDays: 1, names });
  const metricsQueries: MetricsQuery[] = [];
  const labels: string[] = [];
  const put = (label: string, inputs: MeasureInput[], by: Grouping, filter: Filter = {}): void => {
    metricsQueries.push({ inputs, period, filter, by });
    labels.push(label);
  };
  put('total', [...UNDATED, 'distinct_customers'], { kind: 'total' });
  put('counters', DATED, { kind: 'total' });
  put('day', UNDATED, { kind: 'buckets', buckets: bucketsOf(period, 'day') });
  put('hour', KEPT_IN_INTERVALS, { kind: 'hours', zone });
  put('agent', OF_AGENTS, { kind: 'members', of: 'agent' });
  for (const [set, ids] of Object.entries(members)) {
    const inputs: MeasureInput[] = set === 'department' ? [...UNDATED, 'distinct_customers'] : UNDATED;
    for (const id of ids) put(`${set} ${id}`, inputs, { kind: 'total' }, { [set]: id });
  }
  const { results } = await executeQueries(
    { store, tenant: { timeZone: zone } },
    { queries: metricsQueries },
  );
  return groupsOf(results, metricsQueries, labels);
}

function groupsOf(
  results: Awaited<ReturnType<typeof executeQueries>>['results'],
  metricsQueries: readonly MetricsQuery[],
  labels: readonly string[],
): FiguresByGroup {
  const groups: FiguresByGroup = {};
  for (const [index, answer] of results.entries()) {
    for (const [group, figures] of [...answer].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const values = metricsQueries[index]!.inputs.map((input) => [input, figures(input)] as const);
      const nonZero = values.filter(([, value]) => value !== 0);
      if (nonZero.length > 0) groups[`${labels[index]} ${group}`.trim()] = Object.fromEntries(nonZero);
    }
  }
  return groups;
}
