import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { bodyOf, isOpenSql, readBody } from '../records/stored-body.ts';
import type { Interaction } from '../records/types.ts';
import { closedAt, PROMPT_SECONDS } from './closings.ts';

const statement = statementsIn('facts');

const OPEN = statement<{ body: string }>(`
  SELECT ${bodyOf('i')} AS body
  FROM interactions i INDEXED BY interactions_open
  WHERE i.tenant = ?1 AND i.removed = 0 AND ${isOpenSql('i')} AND i.started_at < ?2
  LIMIT ?3`);

const CLOSED_LATE = statement<{ body: string }>(`
  SELECT ${bodyOf('i')} AS body
  FROM interactions i INDEXED BY interactions_by_closed_late
  WHERE i.tenant = ?1 AND i.closed_late >= ?2 AND i.started_at < ?3
  LIMIT ?4`);

/** Those that started within spans and were closed promptly. */
const CLOSED_PROMPTLY = statement<{ body: string }>(`
  SELECT ${bodyOf('i')} AS body
  FROM json_each(?2) k CROSS JOIN interactions i INDEXED BY interactions_by_start
  WHERE i.tenant = ?1 AND i.removed = 0 AND i.started_at >= k.value ->> 0 AND i.started_at < k.value ->> 1
    AND i.closed_late IS NULL
  LIMIT ?3`);

/** An interaction, and when it was closed, seconds UTC; Infinity if it is open. */
export interface Lifetime {
  interaction: Interaction;
  closedAt: number;
}

/**
 * The queries for the interactions that were open at some of these instants (seconds UTC, ascending, at least one), with
 * at most `limit` rows each: those that are open now, and those that were closed since.
 */
export function openQueries(instants: readonly number[], limit: number): BoundStatement[] {
  const [first, last] = [instants[0]!, instants.at(-1)!];
  const before = instants.map((at, index) => [
    Math.max(at - PROMPT_SECONDS, instants[index - 1] ?? Number.NEGATIVE_INFINITY),
    at,
  ]);
  return [
    OPEN.with(last, limit),
    CLOSED_LATE.with(first, last, limit),
    CLOSED_PROMPTLY.with(JSON.stringify(before), limit),
  ];
}

/** The query for the interactions that are open, in at most `limit` rows: also those that start later. */
export function openNowQuery(limit: number): BoundStatement {
  return OPEN.with(Number.MAX_SAFE_INTEGER, limit);
}

/** Decodes the result of `openNowQuery`. Conversations that are resolved are not open, whatever their status. */
export function openNowIn(rows: readonly unknown[]): Interaction[] {
  return (rows as readonly { body: string }[])
    .map(({ body }) => readBody(body))
    .filter((interaction) => closedAt(interaction) === undefined);
}

/** Number of result sets of `openQueries`. */
export const OPEN_RESULTS = 3;

/** Decodes the results of `openQueries`. */
export function lifetimesIn(results: readonly unknown[][]): Lifetime[] {
  const [open, late, prompt] = (results as { body: string }[][]).map((rows) =>
    rows.map(({ body }) => readBody(body)),
  );
  return [
    ...open!.flatMap((interaction) =>
      closedAt(interaction) === undefined ? [{ interaction, closedAt: Number.POSITIVE_INFINITY }] : [],
    ),
    ...[...late!, ...prompt!].flatMap((interaction) => {
      const at = closedAt(interaction);
      return at === undefined ? [] : [{ interaction, closedAt: at }];
    }),
  ];
}
