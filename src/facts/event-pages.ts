import { type BoundStatement, type Statement, statementsIn } from '../db/statement.ts';
import { bodyOf, outboundOf, readBody } from '../records/stored-body.ts';
import { PROMPT_SECONDS } from './closings.ts';
import { type FactEvent, interactionEvent } from './event.ts';
import { EVENT_TABLES, type EventTableName, type SourceRow } from './event-sources.ts';
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

interface PageRow extends SourceRow {
  at: number;
  id: string;
  interaction_id: string;
}

interface CounterRow {
  date: string;
  dimension_id: string;
  body: string | null;
}

function pageSql(name: EventTableName, columns = ''): string {
  const { columns: own, from, where, at, id } = EVENT_TABLES[name];
  return `SELECT ${at} AS at, ${id} AS id, i.id AS interaction_id, ${own}${columns} FROM ${from}
    WHERE ${where} AND (${at}, ${id}) > (?2, ?3) AND ${at} < ?4 ORDER BY ${at}, ${id} LIMIT ?5`;
}

const interactionStatements = new Map<string, Statement<PageRow & NeighboursRow>>();

function interactionsWith(neighbours: Neighbours): Statement<PageRow & NeighboursRow> {
  const key = neighboursKey(neighbours);
  let known = interactionStatements.get(key);
  if (!known) {
    known = statement(pageSql('interaction', `, ${neighboursSql('i', neighbours, 'by id')}`));
    interactionStatements.set(key, known);
  }
  return known;
}

type PagedTable = Exclude<EventTableName, 'interaction'>;
const paged = (name: PagedTable): Statement<PageRow> => statement(pageSql(name));
const PAGES: Record<PagedTable, Statement<PageRow>> = {
  prompt_closing: paged('prompt_closing'),
  late_closing: paged('late_closing'),
  reopening: paged('reopening'),
  evaluation: paged('evaluation'),
  survey: paged('survey'),
  quality_review: paged('quality_review'),
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
      const { at, id, interaction, ...starts } = row as PageRow & NeighboursRow;
      return { at, id, interactionId: id, event: eventOfRow(readBody(interaction), starts) };
    },
  };
}

/**
 * The page of the events of another type in a range: closings and reopenings of interactions, of prompt closings those
 * that started in it; evaluations, surveys and reviews.
 */
export function tablePage(type: PagedTable, { after, end, limit }: PageRange<number>): EventPage {
  return {
    statement: PAGES[type].with(...after, end, limit),
    eventIn(row) {
      const { at, id, interaction_id: interactionId, ...source } = row as PageRow;
      const [event] = EVENT_TABLES[type].eventsOf(source);
      return { at, id, interactionId, ...(event && { event }) };
    },
  };
}

/** How long before their closing interactions may have started that a page of an event type finds by their start. */
export function secondsBefore(type: EventType): number {
  return type === 'prompt_closing' ? PROMPT_SECONDS : 0;
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
