import type { Answer } from './client.ts';
import { ZONE_OFFSET_SECONDS } from './reference/organisation.ts';
import type { BenchTenant } from './tenant.ts';
import { QUERY_NAMES, type QueryName } from './worker/query-names.ts';

type Row = Readonly<Record<string, unknown>>;

/** A kind of query, without its period. Its figures are also computed by one SQL query (worker/raw-queries.ts). */
interface Kind {
  query: Readonly<Record<string, unknown>>;
  /** Figures that may be off by 1 %. */
  ranks?: readonly string[];
}

const KINDS: Readonly<Record<QueryName, Kind>> = {
  total: { query: { metrics: ['total_calls', 'completion_rate', 'avg_duration'] } },
  'by day': { query: { metrics: ['total_calls'], dimensions: ['time:day'] } },
  'by weekday and hour': {
    query: { metrics: ['total_calls'], dimensions: ['time:weekday_hour'], limit: 168 },
  },
  'by agent': { query: { metrics: ['total_calls', 'completion_rate'], dimensions: ['agent'], limit: 1_000 } },
  'by agent and channel': { query: { metrics: ['ended'], dimensions: ['agent', 'channel'], limit: 10_000 } },
  'of two agents by day': {
    query: {
      metrics: ['total_calls'],
      dimensions: ['time:day'],
      filters: [{ dimension: 'agent', in: ['agent-1', 'agent-2'] }],
    },
  },
  'all but a channel by outcome': {
    query: {
      metrics: ['ended'],
      dimensions: ['outcome'],
      filters: [{ dimension: 'channel', not_in: ['phone'] }],
    },
  },
  'percentile by agent': {
    query: {
      metrics: [{ metric: 'duration', stat: 'p90', as: 'p90' }],
      dimensions: ['agent'],
      limit: 1_000,
    },
    ranks: ['p90'],
  },
  'distinct customers': { query: { metrics: ['total_customers'] } },
  'service level': { query: { metrics: ['service_level', 'average_speed_of_answer'] } },
};

/** What a query costs, and the same figures by one SQL query over the facts. */
export interface QueryCost {
  name: QueryName;
  status: number;
  rowsRead: number;
  milliseconds: number;
  rowsBySql: number;
  millisecondsBySql: number;
  /** Empty if all figures are equal. */
  differences: string[];
}

/** Asks every kind of query twice, the second time warm, and compares it. `start`, `end` in seconds UTC. */
export async function measureQueries(
  tenant: BenchTenant,
  { from, to, start, end }: { from: string; to: string; start: number; end: number },
): Promise<QueryCost[]> {
  const costs: QueryCost[] = [];
  for (const name of QUERY_NAMES) {
    const { query, ranks = [] } = KINDS[name];
    const asked = Buffer.from(JSON.stringify({ ...query, period: { from, to } })).toString('base64url');
    await tenant.ask(`/api/v1/query?q=${asked}`);
    const answer = await tenant.ask(`/api/v1/query?q=${asked}`);
    const sql = await tenant.bench<Row[]>('raw', { query: name, start, end, offset: ZONE_OFFSET_SECONDS });
    costs.push({
      name,
      status: answer.status,
      rowsRead: answer.cost?.rowsRead ?? 0,
      milliseconds: answer.milliseconds,
      rowsBySql: sql.answer.cost?.rowsRead ?? 0,
      millisecondsBySql: sql.answer.milliseconds,
      differences: differencesOf(answer, sql.data, ranks),
    });
  }
  return costs;
}

function differencesOf({ body }: Answer, bySql: readonly Row[], ranks: readonly string[]): string[] {
  const { rows = [], query } = body as { rows?: Row[]; query?: { dimensions: string[] } };
  const dimensions = (query?.dimensions ?? []).map((name) => name.replace(/:.*/, ''));
  const keyOf = (row: Row): string => JSON.stringify(dimensions.map((name) => row[name] ?? null));
  const answered = new Map(rows.map((row) => [keyOf(row), row]));
  if (answered.size !== bySql.length) return [`${answered.size} rows answered, ${bySql.length} by SQL`];
  return bySql.flatMap((row) =>
    Object.entries(row)
      .filter(([name]) => !dimensions.includes(name))
      .filter(([name, value]) => !isEqual(answered.get(keyOf(row))?.[name], value, ranks.includes(name)))
      .map(([name, value]) => `${keyOf(row)} ${name}: ${answered.get(keyOf(row))?.[name]}, by SQL ${value}`),
  );
}

function isEqual(shown: unknown, value: unknown, isRank: boolean): boolean {
  if (!isRank) return shown === value;
  return Math.abs(Number(shown) - Number(value)) <= Number(value) / 100 + 0.5;
}
