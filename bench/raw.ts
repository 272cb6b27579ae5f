import { ZONE_OFFSET_SECONDS } from './reference/organisation.ts';
import type { BenchTenant } from './tenant.ts';
import type { RawFigures } from './worker/raw-names.ts';

/** Seconds UTC, end exclusive. */
export interface Span {
  start: number;
  end: number;
}

type Row = Readonly<Record<string, unknown>>;

/** The result of one SQL query over the facts, for a route of calls. */
export interface RawAnswer {
  figures: RawFigures;
  rows: Row[];
  rowsRead: number;
  milliseconds: number;
}

/** Computes the figures of a route by one query over the facts. */
export async function askRaw(tenant: BenchTenant, figures: RawFigures, span: Span): Promise<RawAnswer> {
  const query = { figures, ...span, offset: ZONE_OFFSET_SECONDS };
  const { data, answer } = await tenant.bench<Row[]>('raw', query);
  return { figures, rows: data, rowsRead: answer.cost?.rowsRead ?? 0, milliseconds: answer.milliseconds };
}

const KEYS = ['user_id', 'date', 'hour'] as const;

/**
 * The differences between the response of a route and the rows of the query; empty if every figure of the query is
 * equal.
 */
export function differences(body: unknown, rows: readonly Row[]): string[] {
  const { data } = body as { data: Row | Row[] };
  const answered = new Map((Array.isArray(data) ? data : [data]).map((row) => [keyOf(row), row]));
  if (answered.size !== rows.length) return [`${answered.size} rows answered, ${rows.length} by SQL`];
  return rows.flatMap((row) =>
    Object.entries(row)
      .filter(([name, value]) => answered.get(keyOf(row))?.[name] !== value)
      .map(([name, value]) => `${keyOf(row)} ${name}: ${answered.get(keyOf(row))?.[name]}, by SQL ${value}`),
  );
}

function keyOf(row: Row): string {
  const name = KEYS.find((key) => key in row);
  return name === undefined ? '' : String(row[name]);
}
