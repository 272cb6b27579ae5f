import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { QueryContext } from '../query/execute.ts';
import { formatCount } from '../query/format.ts';
import type { MeasureName } from '../query/measures.ts';
import { runQueries } from '../query/query-batch.ts';
import { compareCodePoints } from '../query/ranking.ts';
import type { KeyedContext } from '../service-context.ts';
import type { Period } from '../time/period.ts';
import { type EvaluationItem, ITEM_COLUMNS, type ItemRow, itemOf } from './item.ts';

const statement = statementsIn('ratings');

/** Orders of a list. Equal ratings are ordered newest first, equal instants by ascending id. */
export type EvaluationOrder = 'newest' | 'oldest' | 'best' | 'worst';

/** The place of an evaluation in a list, in any order. */
interface EvaluationPosition {
  /** 1–5. */
  rating: number;
  /** Seconds UTC. */
  respondedAt: number;
  id: string;
}

/** The list, and which page of it to read: `limit` evaluations after `offset` others and after `after`. */
export interface EvaluationPage {
  period: Period;
  /** Only this rating, 1–5. */
  rating?: number | undefined;
  order: EvaluationOrder;
  after?: EvaluationPosition | undefined;
  offset: number;
  limit: number;
}

interface OrderSql {
  inputs: string;
  index: string;
  /** Whether instants ascend. */
  isAscending?: true;
}

const SQL: Record<EvaluationOrder, OrderSql> = {
  newest: { inputs: 'responded_at DESC, id', index: 'evaluations_newest_by_rating' },
  oldest: { inputs: 'responded_at, id', index: 'evaluations_by_rating', isAscending: true },
  best: { inputs: 'rating DESC, responded_at DESC, id', index: 'evaluations_newest_by_rating' },
  worst: { inputs: 'rating, responded_at DESC, id', index: 'evaluations_newest_by_rating' },
};

/** A rating to list: from its beginning, or from the position ?6 (its instant, within the period), ?7 (instant), ?8 (id). */
interface Listed {
  rating: string;
  isBegun: boolean;
}

/** Reads each rating from its index in order and merges them, so that rows after the page are not read. */
function pageSql({ inputs, index, isAscending }: OrderSql, listed: readonly Listed[]): string {
  const begun = isAscending
    ? 'r.responded_at >= ?6 AND r.responded_at < ?3'
    : 'r.responded_at >= ?2 AND r.responded_at < ?6';
  const each = listed.map(
    ({ rating, isBegun }) => `
      SELECT r.id AS id, r.rating AS rating, r.responded_at AS responded_at
      FROM evaluations r INDEXED BY ${index}
      WHERE r.tenant = ?1 AND r.attached = 1 AND r.removed = 0 AND r.rating = ${rating}
        AND ${isBegun ? `${begun} AND (r.responded_at <> ?7 OR r.id > ?8)` : 'r.responded_at >= ?2 AND r.responded_at < ?3'}`,
  );
  return `
    WITH page AS (${each.join(' UNION ALL ')} ORDER BY ${inputs} LIMIT ?4 OFFSET ?5)
    SELECT ${ITEM_COLUMNS}
    FROM page p CROSS JOIN evaluations e CROSS JOIN interactions i
    WHERE e.tenant = ?1 AND e.id = p.id AND i.tenant = ?1 AND i.id = e.interaction_id`;
}

const RATINGS = [1, 2, 3, 4, 5];

/** The statement of all ratings, from the beginning or after a position of rating `last`. */
function pageOf(order: EvaluationOrder, last?: number) {
  const isOver = (rating: number): boolean =>
    last !== undefined && ((order === 'best' && rating > last) || (order === 'worst' && rating < last));
  const isByRating = order === 'best' || order === 'worst';
  const listed = RATINGS.filter((rating) => !isOver(rating)).map((rating) => ({
    rating: String(rating),
    isBegun: last !== undefined && (!isByRating || rating === last),
  }));
  return statement<ItemRow>(pageSql(SQL[order], listed));
}

function pageOfOne(order: 'newest' | 'oldest') {
  const from = (rating: string, isBegun: boolean) =>
    statement<ItemRow>(pageSql(SQL[order], [{ rating, isBegun }]));
  return { fromStart: from('?6', false), after: from('?9', true) };
}

const pagesOf = (order: EvaluationOrder) => ({
  fromStart: pageOf(order),
  after: RATINGS.map((last) => pageOf(order, last)),
});
const ALL_RATINGS = {
  newest: pagesOf('newest'),
  oldest: pagesOf('oldest'),
  best: pagesOf('best'),
  worst: pagesOf('worst'),
};
const ONE_RATING = { newest: pageOfOne('newest'), oldest: pageOfOne('oldest') };

/** The query for the rows of a page, in no guaranteed order; `inOrder` sorts their items. */
function pageQuery({ period, rating, order, after, offset, limit }: EvaluationPage): BoundStatement<ItemRow> {
  const { start, end } = period;
  const one = ONE_RATING[order === 'oldest' ? 'oldest' : 'newest'];
  if (!after) {
    if (rating === undefined) return ALL_RATINGS[order].fromStart.with(start, end, limit, offset);
    return one.fromStart.with(start, end, limit, offset, rating);
  }
  const { respondedAt: at, id } = after;
  const bound = order === 'oldest' ? Math.max(start, at) : Math.min(end, at + 1);
  const page = [start, end, limit, offset, bound, at, id] as const;
  if (rating !== undefined) return one.after.with(...page, rating);
  return ALL_RATINGS[order].after[after.rating - 1]!.with(...page);
}

/** Sorts items: a join does not guarantee an order. */
function inOrder(items: readonly EvaluationItem[], order: EvaluationOrder): EvaluationItem[] {
  return items.toSorted((a, b) => compare(a, b, order) || compareCodePoints(a.id, b.id));
}

function compare(a: EvaluationItem, b: EvaluationItem, order: EvaluationOrder): number {
  if (order === 'oldest') return a.respondedAt - b.respondedAt;
  const newestFirst = b.respondedAt - a.respondedAt;
  if (order === 'best') return b.rating - a.rating || newestFirst;
  if (order === 'worst') return a.rating - b.rating || newestFirst;
  return newestFirst;
}

const COUNT_OF_RATING: readonly MeasureName[] = ['rated_1', 'rated_2', 'rated_3', 'rated_4', 'rated_5'];

/**
 * A page of the rated evaluations of stored interactions, and their total number. Both are of one moment, in one trip;
 * the total is read from rollups.
 */
export async function listEvaluations(
  context: QueryContext & KeyedContext,
  page: EvaluationPage,
): Promise<{ items: EvaluationItem[]; total: number }> {
  const count = COUNT_OF_RATING[(page.rating ?? 0) - 1] ?? 'total_evaluations';
  const { total, rows, agents, departments } = await runQueries(context, {
    total: { measures: [count], period: page.period },
    rows: { statements: [pageQuery(page)] },
    agents: { namesOf: 'agent' },
    departments: { namesOf: 'department' },
  });
  const names = { agents, departments };
  const found = rows.rows[0] as ItemRow[];
  return {
    items: inOrder(await Promise.all(found.map((row) => itemOf(context, { row, names }))), page.order),
    total: formatCount(count, total),
  };
}
