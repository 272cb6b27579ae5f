import { type BoundStatement, type Statement, statementsIn } from '../db/statement.ts';
import { bodyOf, outboundOf, readBody } from '../records/stored-body.ts';
import type { Interaction } from '../records/types.ts';
import { PROMPT_SECONDS } from './closings.ts';
import {
  closingEvents,
  evaluationEvents,
  type FactEvent,
  interactionEvent,
  reopeningEvents,
  reviewEvent,
  surveyEvents,
} from './event.ts';
import { EACH_DIRECTION_SQL } from './images.ts';
import {
  eventOfRow,
  type Neighbours,
  type NeighboursRow,
  neighboursKey,
  neighboursSql,
} from './neighbours.ts';
import type { FactKey } from './pages.ts';

const statement = statementsIn('facts');

/** What figures count, in the order in which pages list it. */
export const EVENT_TYPES = [
  'interaction',
  'prompt_closing',
  'late_closing',
  'reopening',
  'evaluation',
  'survey',
  'quality_review',
  'article_stats',
  'email_channel_stats',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** The types of the records that figures count. */
export const COUNTED_TYPES = [
  'interaction',
  'evaluation',
  'quality_review',
  'article_stats',
  'email_channel_stats',
] as const;

/** The type of the record that an event is of. */
export function recordTypeOf(type: EventType): (typeof COUNTED_TYPES)[number] {
  switch (type) {
    case 'prompt_closing':
    case 'late_closing':
    case 'reopening':
      return 'interaction';
    case 'survey':
      return 'evaluation';
    default:
      return type;
  }
}

/** An event by its key. */
export interface PagedEvent {
  /** By which pages are ordered, seconds UTC: of a prompt closing the start; of a daily counter its date, YYYY-MM-DD. */
  at: number | string;
  /** Of a daily counter the dimension that it is of. */
  id: string;
  /** The interaction that it is, or belongs to; null for a daily counter. */
  interactionId: string | null;
  /** Absent for a daily counter that was deleted, which a page counts because it was read. */
  event?: FactEvent;
}

/** Rows to read of one type, by their keys: at most `limit` after `after` and before `end` (seconds UTC or a date). */
export interface PageRange<At> {
  after: readonly [at: At, id: string];
  end: At;
  limit: number;
}

interface InteractionRow extends NeighboursRow {
  at: number;
  id: string;
  body: string;
}

interface AttachedRow {
  at: number;
  id: string;
  interaction_id: string;
  interaction: string;
  body: string;
}

interface CounterRow {
  date: string;
  dimension_id: string;
  body: string | null;
}

const attachedSql = (table: string, index: string, at: string): string => `
  SELECT a.${at} AS at, a.id AS id, i.id AS interaction_id, ${bodyOf('i')} AS interaction, a.body AS body
  FROM ${table} a INDEXED BY ${index} CROSS JOIN interactions i
  WHERE a.tenant = ?1 AND a.attached = 1 AND a.removed = 0 AND (a.${at}, a.id) > (?2, ?3) AND a.${at} < ?4
    AND i.tenant = ?1 AND i.id = a.interaction_id
  ORDER BY a.${at}, a.id LIMIT ?5`;

const interactionStatements = new Map<string, Statement<InteractionRow>>();

function interactionsWith(neighbours: Neighbours): Statement<InteractionRow> {
  const key = neighboursKey(neighbours);
  let known = interactionStatements.get(key);
  if (!known) {
    known = statement<InteractionRow>(`
      SELECT i.started_at AS at, i.id AS id, ${bodyOf('i')} AS body, ${neighboursSql('i', neighbours)}
      FROM interactions i INDEXED BY interactions_by_start
      WHERE i.tenant = ?1 AND i.removed = 0 AND (i.started_at, i.id) > (?2, ?3) AND i.started_at < ?4
      ORDER BY i.started_at, i.id LIMIT ?5`);
    interactionStatements.set(key, known);
  }
  return known;
}

type AttachedEvent = 'evaluation' | 'survey' | 'quality_review';
const ATTACHED: Record<AttachedEvent, Statement<AttachedRow>> = {
  survey: statement(attachedSql('evaluations', 'surveys_by_time', 'sent_at')),
  evaluation: statement(attachedSql('evaluations', 'evaluations_by_time', 'responded_at')),
  quality_review: statement(attachedSql('quality_reviews', 'quality_reviews_by_time', 'created_at')),
};
const EVENTS_OF: Record<AttachedEvent, (interaction: Interaction, body: never) => FactEvent[]> = {
  evaluation: evaluationEvents,
  survey: surveyEvents,
  quality_review: (interaction, review) => [reviewEvent(interaction, review)],
};
const COUNTERS = statement<CounterRow>(`
  SELECT c.date AS date, c.dimension_id AS dimension_id, CASE WHEN c.removed = 0 THEN c.body END AS body
  FROM daily_counters c
  WHERE c.tenant = ?1 AND c.type = ?6 AND (c.date, c.dimension_id) > (?2, ?3) AND c.date < ?4
  ORDER BY c.date, c.dimension_id LIMIT ?5`);

/** A query for events of one type, and how a row of it is decoded. */
export interface EventPage {
  statement: BoundStatement;
  eventIn(row: unknown): PagedEvent;
}

/** The page of the interactions in a range, with the wanted other calls of their customers. */
export function interactionPage(range: PageRange<number>, neighbours: Neighbours): EventPage {
  return {
    statement: interactionsWith(neighbours).with(...range.after, range.end, range.limit),
    eventIn(row) {
      const { at, id, body, ...starts } = row as InteractionRow;
      return { at, id, interactionId: id, event: eventOfRow(body, starts) };
    },
  };
}

const changedSql = (at: 'closed_late' | 'reopened_at'): string => `
  SELECT i.${at} AS at, i.id AS id, ${bodyOf('i')} AS body
  FROM interactions i INDEXED BY interactions_by_${at}
  WHERE i.tenant = ?1 AND (i.${at}, i.id) > (?2, ?3) AND i.${at} < ?4
  ORDER BY i.${at}, i.id LIMIT ?5`;
type ChangedEvent = 'prompt_closing' | 'late_closing' | 'reopening';
const CHANGED: Record<ChangedEvent, Statement<Pick<InteractionRow, 'at' | 'id' | 'body'>>> = {
  prompt_closing: statement(`
    SELECT i.started_at AS at, i.id AS id, ${bodyOf('i')} AS body
    FROM interactions i INDEXED BY interactions_by_start
    WHERE i.tenant = ?1 AND i.removed = 0 AND (i.started_at, i.id) > (?2, ?3) AND i.started_at < ?4
      AND i.closed_late IS NULL
    ORDER BY i.started_at, i.id LIMIT ?5`),
  late_closing: statement(changedSql('closed_late')),
  reopening: statement(changedSql('reopened_at')),
};

/** The page of the interactions that were closed or reopened in a range; of those closed promptly, that started in it. */
export function changedPage(type: ChangedEvent, { after, end, limit }: PageRange<number>): EventPage {
  return {
    statement: CHANGED[type].with(...after, end, limit),
    eventIn(row) {
      const { at, id, body } = row as InteractionRow;
      const [event] = (type === 'reopening' ? reopeningEvents : closingEvents)(readBody(body));
      return { at, id, interactionId: id, ...(event && { event }) };
    },
  };
}

/** How long before their closing interactions may have started that a page of an event type finds by their start. */
export function secondsBefore(type: EventType): number {
  return type === 'prompt_closing' ? PROMPT_SECONDS : 0;
}

/** The page of the evaluations or reviews in a range. */
export function attachedPage(type: AttachedEvent, { after, end, limit }: PageRange<number>): EventPage {
  return {
    statement: ATTACHED[type].with(...after, end, limit),
    eventIn(row) {
      const { at, id, interaction_id: interactionId, interaction, body } = row as AttachedRow;
      const [event] = EVENTS_OF[type](readBody(interaction), JSON.parse(body) as never);
      return { at, id, interactionId, ...(event && { event }) };
    },
  };
}

/** The page of the daily counters of a type in a range of dates. */
export function counterPage(
  type: 'article_stats' | 'email_channel_stats',
  { after, end, limit }: PageRange<string>,
): EventPage {
  return {
    statement: COUNTERS.with(...after, end, limit, type),
    eventIn(row) {
      const { date, dimension_id: id, body } = row as CounterRow;
      const key = { at: date, id, interactionId: null };
      if (body === null) return key;
      return { ...key, event: { source: 'counter', type, date, dimensionId: id, counter: JSON.parse(body) } };
    },
  };
}

const CALLS_OF_CUSTOMERS = statement<{ body: string }>(`
  SELECT ${bodyOf('p')} AS body
  FROM json_each(?2) k CROSS JOIN ${EACH_DIRECTION_SQL} d
    CROSS JOIN interactions p INDEXED BY interactions_by_customer
  WHERE p.tenant = ?1 AND p.customer_id = k.value AND p.is_call = 1 AND ${outboundOf('p')} IS d.value
    AND p.started_at >= ?3 AND (p.started_at, p.id) <= (?4, ?5)
  LIMIT ?6`);

/** The query for the ended calls of customers from `start` (seconds UTC) up to a key, which is included. */
export function callsOfCustomersQuery(
  customers: readonly string[],
  { start, upTo, limit }: { start: number; upTo: FactKey; limit: number },
): BoundStatement<{ body: string }> {
  return CALLS_OF_CUSTOMERS.with(JSON.stringify(customers), start, ...upTo, limit);
}

/** Decodes the rows of `callsOfCustomersQuery`. */
export function callsIn(rows: readonly { body: string }[]): FactEvent[] {
  return rows.map(({ body }) => interactionEvent(readBody(body)));
}
