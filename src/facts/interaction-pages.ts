import { type BoundStatement, type Statement, statementsIn } from '../db/statement.ts';
import type { Interaction } from '../records/types.ts';

const statement = statementsIn('facts');

/** Which interactions are wanted: ended calls, or conversations, open ones too. */
export type WantedInteractions = 'calls' | 'conversations';

/** How much is read of each beside its facts. */
export type Detail = 'facts' | 'personal' | 'transcript';

/** An interaction as it lies in the store: what is personal is sealed, and null where it is gone. */
export interface SealedInteraction {
  id: string;
  body: Interaction;
  personal: string | null;
  /** Read along with `personal` where the detail is `transcript`. */
  transcript: string | null;
}

/** Key of an interaction in the order of pages; the start in seconds UTC. */
export type InteractionKey = readonly [startedAt: number, id: string];

interface PageRow {
  id: string;
  started_at: number;
  body: string | null;
  personal: string | null;
  transcript: string | null;
}

export interface InteractionPage {
  rows: SealedInteraction[];
  /** Key after which the next page begins; null after the last. */
  next: InteractionKey | null;
}

/** A transcript may be 64 KiB, the rest of an interaction a few. */
const LIMITS: Readonly<Record<Detail, number>> = { facts: 500, personal: 500, transcript: 50 };

const WANTED: Readonly<Record<WantedInteractions, string>> = {
  calls: 'i.is_call = 1',
  conversations: "i.body ->> '$.kind' = 'conversation'",
};

/** Rows that are not wanted come without content, so that a page bounds what is read and not what is found. */
const pageSql = (wanted: string, detail: Detail): string => `
  SELECT i.id AS id, i.started_at AS started_at, CASE WHEN ${wanted} THEN i.body END AS body,
    ${detail === 'facts' ? 'NULL' : `CASE WHEN ${wanted} THEN i.personal END`} AS personal,
    ${
      detail === 'transcript'
        ? `CASE WHEN ${wanted} AND i.personal IS NOT NULL THEN (
             SELECT t.body FROM transcripts t WHERE t.tenant = ?1 AND t.interaction_id = i.id) END`
        : 'NULL'
    } AS transcript
  FROM interactions i INDEXED BY interactions_by_start
  WHERE i.tenant = ?1 AND i.removed = 0 AND (i.started_at, i.id) > (?2, ?3) AND i.started_at < ?4
  ORDER BY i.started_at, i.id LIMIT ?5`;

const pages = (wanted: WantedInteractions): Readonly<Record<Detail, Statement<PageRow>>> => ({
  facts: statement(pageSql(WANTED[wanted], 'facts')),
  personal: statement(pageSql(WANTED[wanted], 'personal')),
  transcript: statement(pageSql(WANTED[wanted], 'transcript')),
});
const PAGES = { calls: pages('calls'), conversations: pages('conversations') };

/** Lies before every interaction that starts at `startedAt`, for ids are not empty. */
export function keyBefore(startedAt: number): InteractionKey {
  return [startedAt, ''];
}

/** The query of the interactions after `after` that start before `end`, seconds UTC, by start and id. */
export function interactionPageQuery(
  wanted: WantedInteractions,
  detail: Detail,
  after: InteractionKey,
  end: number,
): BoundStatement<PageRow> {
  return PAGES[wanted][detail].with(...after, end, LIMITS[detail]);
}

/** The page in the answer of `interactionPageQuery`; it may hold no row and yet not be the last. */
export function interactionPageIn(found: readonly PageRow[], detail: Detail): InteractionPage {
  const last = found.length < LIMITS[detail] ? undefined : found.at(-1);
  return {
    rows: found.flatMap(({ id, body, personal, transcript }) =>
      body === null ? [] : [{ id, body: JSON.parse(body) as Interaction, personal, transcript }],
    ),
    next: last ? [last.started_at, last.id] : null,
  };
}
