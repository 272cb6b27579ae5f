import { hexOf } from '../db/binary.ts';
import { type BoundStatement, type Statement, statementsIn } from '../db/statement.ts';
import { bodyOf, fieldOf, readBody } from '../records/stored-body.ts';
import type { Interaction } from '../records/types.ts';

const statement = statementsIn('facts');

/** Which interactions to read: ended calls, or conversations, including open ones. */
export type WantedInteractions = 'calls' | 'conversations';

/** What is read of each interaction: only facts; personal data too; or its transcript as well. */
export type Detail = 'facts' | 'personal' | 'transcript';

/** An interaction as stored: personal data is sealed, and null if it was deleted. */
export interface SealedInteraction {
  id: string;
  body: Interaction;
  personal: string | null;
  /** Read only if the detail is `transcript` and `personal` still exists. */
  transcript: string | null;
}

/** Key of an interaction in the order of pages; the start is in seconds UTC. */
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
  /** The key after which the next page begins; null on the last page. */
  next: InteractionKey | null;
}

/** A transcript has up to 64 KiB, the rest of an interaction a few. */
const LIMITS: Readonly<Record<Detail, number>> = { facts: 500, personal: 500, transcript: 50 };

const WANTED: Readonly<Record<WantedInteractions, string>> = {
  calls: 'i.is_call = 1',
  conversations: `${fieldOf('i', 'kind')} = 'conversation'`,
};

/** Other interactions are returned without content, so that a page limits the rows read, not the rows found. */
const pageSql = (wanted: string, detail: Detail): string => `
  SELECT i.id AS id, i.started_at AS started_at, CASE WHEN ${wanted} THEN ${bodyOf('i')} END AS body,
    ${detail === 'facts' ? 'NULL' : `CASE WHEN ${wanted} THEN ${hexOf('i.personal')} END`} AS personal,
    ${
      detail === 'transcript'
        ? `CASE WHEN ${wanted} AND i.personal IS NOT NULL THEN (
             SELECT hex(t.body) FROM transcripts t WHERE t.tenant = ?1 AND t.interaction_id = i.id) END`
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

/** Sorts before every interaction that starts at `startedAt`, because ids are not empty. */
export function keyBefore(startedAt: number): InteractionKey {
  return [startedAt, ''];
}

/** The query for the interactions after `after` that start before `end` (seconds UTC), by start and id. */
export function interactionPageQuery(
  wanted: WantedInteractions,
  detail: Detail,
  after: InteractionKey,
  end: number,
): BoundStatement<PageRow> {
  return PAGES[wanted][detail].with(...after, end, LIMITS[detail]);
}

/** Decodes the rows of `interactionPageQuery`. A page without rows is not necessarily the last one. */
export function interactionPageIn(found: readonly PageRow[], detail: Detail): InteractionPage {
  const last = found.length < LIMITS[detail] ? undefined : found.at(-1);
  return {
    rows: found.flatMap(({ id, body, personal, transcript }) =>
      body === null ? [] : [{ id, body: readBody(body), personal, transcript }],
    ),
    next: last ? [last.started_at, last.id] : null,
  };
}
