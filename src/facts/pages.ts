import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { bodyOf, fieldOf } from '../records/stored-body.ts';
import type { Span } from './events-between.ts';

const statement = statementsIn('facts');

/** Key of the last fact of a page: seconds UTC, id. */
export type FactKey = readonly [at: number, id: string];

/** Which ended interactions to read. */
export interface EndedFilter {
  /** Empty for all agents. */
  agentIds: readonly string[];
  channel?: string | undefined;
}

/** Which reviews to read, by properties of their interaction. */
export interface ReviewFilter {
  campaignId?: string | undefined;
  callCenterId?: string | undefined;
  engagementId?: string | undefined;
}

/**
 * A fact by its key. `body` is null if the filter excludes it, so that a page limits the rows read, not those found.
 * That of an interaction is for `readBody`.
 */
export interface EndedRow {
  at: number;
  id: string;
  body: string | null;
}

export interface ReviewRow extends EndedRow {
  interaction_id: string;
  interaction: string | null;
}

/** Number of facts on a page, including excluded ones. */
export const PAGE_FACTS = 1_000;

const ENDED_WANTED = `${fieldOf('i', 'status')} <> 'open'
  AND (?4 = '[]' OR ${fieldOf('i', 'agent_id')} IN (SELECT k.value FROM json_each(?4) k))
  AND (?5 IS NULL OR ${fieldOf('i', 'channel')} = ?5)`;

const ENDED_PAGE = statement<EndedRow>(`
  SELECT i.started_at AS at, i.id AS id, CASE WHEN ${ENDED_WANTED} THEN ${bodyOf('i')} END AS body
  FROM interactions i INDEXED BY interactions_by_start
  WHERE i.tenant = ?1 AND i.removed = 0
    AND (i.started_at, i.id) > (?2, ?6) AND i.started_at < ?3
  ORDER BY i.started_at, i.id LIMIT ${PAGE_FACTS}`);

const REVIEW_WANTED = `(?4 IS NULL OR ${fieldOf('i', 'campaign_id')} = ?4)
  AND (?5 IS NULL OR ${fieldOf('i', 'call_center_id')} = ?5)
  AND (?6 IS NULL OR ${fieldOf('i', 'engagement_id')} = ?6)`;

const REVIEW_PAGE = statement<ReviewRow>(`
  SELECT r.created_at AS at, r.id AS id, r.interaction_id AS interaction_id,
    CASE WHEN ${REVIEW_WANTED} THEN r.body END AS body,
    CASE WHEN ${REVIEW_WANTED} THEN ${bodyOf('i')} END AS interaction
  FROM quality_reviews r INDEXED BY quality_reviews_by_time CROSS JOIN interactions i
  WHERE r.tenant = ?1 AND r.attached = 1 AND r.removed = 0 AND i.tenant = ?1 AND i.id = r.interaction_id
    AND (r.created_at, r.id) > (?2, ?7) AND r.created_at < ?3
  ORDER BY r.created_at, r.id LIMIT ${PAGE_FACTS}`);

/** The query for the interactions started in `span` that follow `after`, by start, then id. */
export function endedPageQuery(
  span: Span,
  filter: EndedFilter,
  after: FactKey | null,
): BoundStatement<EndedRow> {
  const [at, id] = after ?? [span.start, ''];
  return ENDED_PAGE.with(at, span.end, ...endedParams(filter), id);
}

/** The query for the reviews created in `span` that follow `after`, by creation, then id. */
export function reviewPageQuery(
  span: Span,
  filter: ReviewFilter,
  after: FactKey | null,
): BoundStatement<ReviewRow> {
  const [at, id] = after ?? [span.start, ''];
  return REVIEW_PAGE.with(at, span.end, ...reviewParams(filter), id);
}

/** The key that the next page follows; null if `rows` is the last page. */
export function keyAfter(rows: readonly { at: number; id: string }[]): FactKey | null {
  const last = rows.at(-1);
  return last && rows.length === PAGE_FACTS ? [last.at, last.id] : null;
}

function endedParams({ agentIds, channel }: EndedFilter) {
  return [JSON.stringify(agentIds), channel ?? null] as const;
}

function reviewParams({ campaignId, callCenterId, engagementId }: ReviewFilter) {
  return [campaignId ?? null, callCenterId ?? null, engagementId ?? null] as const;
}
