/** Queries and answers of POST /api/v1/query, as far as the dashboard reads them. */
export type Unit =
  | 'count'
  | 'mean'
  | 'percent'
  | 'seconds'
  | 'minutes'
  | 'milliseconds'
  | 'rating'
  | 'score'
  | 'sentiment'
  | 'usd'
  | 'ratio';

export type AskedMetric =
  | string
  | { metric: string; stat?: string; as?: string; args?: Readonly<Record<string, unknown>> };

export interface Filter {
  dimension: string;
  in?: readonly (string | null)[];
  not_in?: readonly (string | null)[];
  is_set?: boolean;
}

export type Period = { from: string; to: string } | { last: string } | { preset: string };

export interface Query {
  metrics: readonly AskedMetric[];
  dimensions?: readonly string[];
  filters?: readonly Filter[];
  having?: readonly Readonly<Record<string, unknown>>[];
  period?: Period;
  time_zone?: string;
  compare?: string | { from: string; to: string };
  order?: readonly { by: string; direction: 'asc' | 'desc' }[];
  limit?: number;
  after?: string;
  include?: readonly string[];
}

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

interface Column {
  name: string;
  kind: 'dimension' | 'label' | 'time' | 'metric';
  unit?: Unit;
  of?: string;
  grain?: string;
}

export interface Answer {
  columns: readonly Column[];
  rows: readonly Row[];
  /** Of a comparison: a row for each of `rows`, or null if the earlier period has none. */
  previous?: readonly (Row | null)[];
  /** Fractions of the earlier value. */
  change?: readonly (Row | null)[];
  totals?: Row;
  previous_totals?: Row;
  page: { limit: number; after: string | null; rows: number };
  period: { from: string; to: string; time_zone: string };
  as_of: string;
  partial: readonly string[];
  warnings?: readonly { metrics: readonly string[]; message: string }[];
  cost: { rows_read: number };
  /** The query as it was understood; its period in dates, both included, or in instants. */
  query: { period: { from: string; to: string } };
}

export type Queries = Readonly<Record<string, Query>>;
export type Answers<Asked extends Queries = Queries> = Readonly<Record<keyof Asked, Answer>>;

/** Whether an answer has nothing to show: no figure but 0 in the period, nor in the one it is compared with. */
export function isEmpty({ columns, rows, previous = [] }: Answer): boolean {
  const metrics = columns.filter(({ kind }) => kind === 'metric');
  return [...rows, ...previous].every((row) => metrics.every(({ name }) => !row?.[name]));
}

/** The values of a column over time. Buckets that begin after the moment of the answer have none, not 0. */
export function courseOf({ rows, partial }: Answer, column: string): (Cell | undefined)[] {
  const begun = rows.filter(({ time }, place) => place === 0 || !isFuture(partial, String(time)));
  return rows.map((row, place) => (place < begun.length ? row[column] : undefined));
}

/** Whether a bucket begins after the one that is running, which is the first of those that have not ended. */
function isFuture(partial: Answer['partial'], time: string): boolean {
  return partial.includes(time) && partial[0] !== time;
}
