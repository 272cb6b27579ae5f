import { bodyOf, readBody } from '../records/stored-body.ts';
import type { Evaluation, Interaction, QualityReview } from '../records/types.ts';
import {
  closingEvents,
  evaluationEvents,
  type FactEvent,
  interactionEvent,
  reopeningEvents,
  reviewEvent,
  surveyEvents,
} from './event.ts';

/** A row of a source: the body of an interaction, and of what is attached to it. */
export interface SourceRow {
  interaction: string;
  attached?: string;
}

/** Where the events of one type are stored, as SQL with the tenant as `?1`, and how a row is decoded. */
export interface EventSourceTable {
  columns: string;
  from: string;
  where: string;
  /** What an index orders the rows by: an instant in seconds UTC, then an id. */
  at: string;
  id: string;
  /** Mostly one; none if the record has no such event, as its columns may know better than an index. */
  eventsOf(row: SourceRow): FactEvent[];
}

const INTERACTION = `${bodyOf('i')} AS interaction`;

function ofInteractions(
  index: string,
  at: string,
  where: string,
  eventsOf: (interaction: Interaction) => FactEvent[],
): EventSourceTable {
  return {
    columns: INTERACTION,
    from: `interactions i INDEXED BY ${index}`,
    where: `i.tenant = ?1${where}`,
    at: `i.${at}`,
    id: 'i.id',
    eventsOf: (row) => eventsOf(readBody(row.interaction)),
  };
}

/** Of an interaction that is stored. */
function attached<Body>(
  [table, index]: readonly [table: string, index: string],
  at: string,
  eventsOf: (interaction: Interaction, body: Body) => FactEvent[],
): EventSourceTable {
  return {
    columns: `${INTERACTION}, a.body AS attached`,
    from: `${table} a INDEXED BY ${index} CROSS JOIN interactions i`,
    where: 'a.tenant = ?1 AND a.attached = 1 AND a.removed = 0 AND i.tenant = ?1 AND i.id = a.interaction_id',
    at: `a.${at}`,
    id: 'a.id',
    eventsOf: (row) => eventsOf(readBody(row.interaction), JSON.parse(row.attached ?? '') as Body),
  };
}

const BY_START = 'interactions_by_start';

/** Every type of event that has an instant, agents' time aside. Closings that are prompt are found by the start. */
export const EVENT_TABLES = {
  interaction: ofInteractions(BY_START, 'started_at', ' AND i.removed = 0', (interaction) => [
    interactionEvent(interaction),
  ]),
  prompt_closing: ofInteractions(
    BY_START,
    'started_at',
    ' AND i.removed = 0 AND i.closed_late IS NULL',
    closingEvents,
  ),
  late_closing: ofInteractions('interactions_by_closed_late', 'closed_late', '', closingEvents),
  reopening: ofInteractions('interactions_by_reopened_at', 'reopened_at', '', reopeningEvents),
  evaluation: attached<Evaluation>(['evaluations', 'evaluations_by_time'], 'responded_at', evaluationEvents),
  survey: attached<Evaluation>(['evaluations', 'surveys_by_time'], 'sent_at', surveyEvents),
  quality_review: attached<QualityReview>(
    ['quality_reviews', 'quality_reviews_by_time'],
    'created_at',
    (interaction, review) => [reviewEvent(interaction, review)],
  ),
} as const satisfies Record<string, EventSourceTable>;
export type EventTableName = keyof typeof EVENT_TABLES;
