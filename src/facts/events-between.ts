import { type BoundStatement, type Statement, statementsIn } from '../db/statement.ts';
import { bodyOf, fieldOf, readBody } from '../records/stored-body.ts';
import { type AgentDayImage, agentTimeOf } from './agent-time.ts';
import { PROMPT_SECONDS } from './closings.ts';
import {
  closingEvents,
  evaluationEvents,
  type FactEvent,
  partWithin,
  reopeningEvents,
  reviewEvent,
  surveyEvents,
} from './event.ts';
import { agentDayImageSql } from './images.ts';
import {
  eventOfRow,
  type Neighbours,
  type NeighboursRow,
  neighboursKey,
  neighboursSql,
  PREVIOUS_CALLS,
} from './neighbours.ts';

const statement = statementsIn('facts');

/** A half-open span of seconds UTC. */
export interface Span {
  start: number;
  end: number;
}

interface InteractionRow extends NeighboursRow {
  body: string;
}

interface AttachedRow {
  interaction: string;
  body: string;
}

interface CounterRow {
  type: string;
  date: string;
  dimension_id: string;
  body: string;
}

const interactionStatements = new Map<string, Statement<InteractionRow>>();

function interactionsWith(neighbours: Neighbours): Statement<InteractionRow> {
  const key = neighboursKey(neighbours);
  let known = interactionStatements.get(key);
  if (!known) {
    known = statement<InteractionRow>(`
      SELECT ${bodyOf('i')} AS body, ${neighboursSql('i', neighbours)}
      FROM interactions i INDEXED BY interactions_by_start
      WHERE i.tenant = ?1 AND i.removed = 0 AND i.started_at >= ?2 AND i.started_at < ?3
      LIMIT ?4`);
    interactionStatements.set(key, known);
  }
  return known;
}

const attachedSql = (table: string, index: string, at: string): string => `
  SELECT ${bodyOf('i')} AS interaction, a.body AS body
  FROM ${table} a INDEXED BY ${index} CROSS JOIN interactions i
  WHERE a.tenant = ?1 AND a.attached = 1 AND a.removed = 0 AND a.${at} >= ?2 AND a.${at} < ?3
    AND i.tenant = ?1 AND i.id = a.interaction_id
  LIMIT ?4`;

const EVALUATIONS = statement<AttachedRow>(attachedSql('evaluations', 'evaluations_by_time', 'responded_at'));
const REVIEWS = statement<AttachedRow>(
  attachedSql('quality_reviews', 'quality_reviews_by_time', 'created_at'),
);

const SURVEYS = statement<AttachedRow>(attachedSql('evaluations', 'surveys_by_time', 'sent_at'));

/** Interactions by a column that few of them have. */
const changedSql = (at: 'closed_late' | 'reopened_at'): string => `
  SELECT ${bodyOf('i')} AS body
  FROM interactions i INDEXED BY interactions_by_${at}
  WHERE i.tenant = ?1 AND i.${at} >= ?2 AND i.${at} < ?3
  LIMIT ?4`;
const LATE_CLOSINGS = statement<{ body: string }>(changedSql('closed_late'));
const REOPENINGS = statement<{ body: string }>(changedSql('reopened_at'));

const isInSpan = (field: 'ended_at' | 'resolved_at'): string =>
  `(${fieldOf('i', field)} >= ?2 AND ${fieldOf('i', field)} < ?3)`;

/**
 * Those that were closed promptly started in the span or shortly before, and ended or were resolved in it; whoever reads
 * them looks at which of these closed them.
 */
const PROMPT_CLOSINGS = statement<{ body: string }>(`
  SELECT ${bodyOf('i')} AS body
  FROM interactions i INDEXED BY interactions_by_start
  WHERE i.tenant = ?1 AND i.removed = 0 AND i.started_at >= ?2 - ${PROMPT_SECONDS} AND i.started_at < ?3
    AND i.closed_late IS NULL
    AND (${isInSpan('ended_at')} OR ${isInSpan('resolved_at')})
  LIMIT ?4`);

const COUNTERS = statement<CounterRow>(`
  SELECT c.type AS type, c.date AS date, c.dimension_id AS dimension_id, c.body AS body
  FROM daily_counters c
  WHERE c.tenant = ?1 AND c.type IN ('article_stats', 'email_channel_stats') AND c.date >= ?2 AND c.date <= ?3
    AND c.removed = 0`);

/** The days of agents that a span touches: their own rows, and days that only the day before reaches into. */
const AGENT_DAYS = statement<{ image: string }>(`
  WITH bounds(first, last) AS (SELECT CAST(?2 / 86400 AS INTEGER), CAST((?3 - 1) / 86400 AS INTEGER))
  SELECT ${agentDayImageSql({ agent: 'k.agent_id', day: 'k.day' })} AS image FROM (
    SELECT o.day AS day, o.agent_id AS agent_id FROM bounds b CROSS JOIN agent_days o
    WHERE o.tenant = ?1 AND o.day >= b.first AND o.day <= b.last
    UNION
    SELECT n.day + 1, n.agent_id FROM bounds b CROSS JOIN agent_days n
    WHERE n.tenant = ?1 AND n.day >= b.first - 1 AND n.day < b.last AND n.carried IS NOT NULL) k
  LIMIT ?4`);

/** More than a tenant has agents. */
const EVERY_AGENT_DAY = 1_000_000_000;

/** Facts that have an instant, in the order of their results. */
const SOURCES = [
  'interaction',
  'evaluation',
  'quality_review',
  'survey',
  'closing',
  'closing',
  'reopening',
  'agent_time',
] as const;
export type EventSource = (typeof SOURCES)[number];
const ALL_SOURCES: ReadonlySet<EventSource> = new Set(SOURCES);

/**
 * The queries for one span, to run in a batch with others; at most `limit` rows of each requested source, and
 * `agentDays` days of agents, which are read as a whole however short the span is.
 */
export function eventQueries(
  span: Span,
  limit: number,
  neighbours: Neighbours = PREVIOUS_CALLS,
  sources = ALL_SOURCES,
  agentDays = EVERY_AGENT_DAY,
): BoundStatement[] {
  const statements = [
    interactionsWith(neighbours),
    EVALUATIONS,
    REVIEWS,
    SURVEYS,
    PROMPT_CLOSINGS,
    LATE_CLOSINGS,
    REOPENINGS,
    AGENT_DAYS,
  ];
  return statements.map((each, index) => {
    const source = SOURCES[index]!;
    return each.with(span.start, span.end, sources.has(source) ? limitOf(source, limit, agentDays) : 0);
  });
}

function limitOf(source: EventSource, limit: number, agentDays: number): number {
  return source === 'agent_time' ? agentDays : limit;
}

/** Whether one of the results of `eventQueries` has as many rows as it was limited to, so that more may follow. */
export function isCutOff(results: readonly unknown[][], limit: number, agentDays = EVERY_AGENT_DAY): boolean {
  return SOURCES.some((source, index) => results[index]!.length >= limitOf(source, limit, agentDays));
}

/** Number of result sets of `eventQueries`. */
export const EVENT_RESULTS = SOURCES.length;

/** Decodes the results of `eventQueries` for a span: agents' time only as far as it is within. */
export function eventsIn(results: readonly unknown[][], span: Span): FactEvent[] {
  const [interactions, evaluations, reviews, surveys, prompt, late, reopened, agentDays] = results as [
    InteractionRow[],
    AttachedRow[],
    AttachedRow[],
    AttachedRow[],
    InteractionRow[],
    InteractionRow[],
    InteractionRow[],
    { image: string }[],
  ];
  return [
    ...interactions.map((row) => eventOfRow(row.body, row)),
    ...evaluations.flatMap((row) => evaluationEvents(readBody(row.interaction), JSON.parse(row.body))),
    ...reviews.map((row) => reviewEvent(readBody(row.interaction), JSON.parse(row.body))),
    ...surveys.flatMap((row) => surveyEvents(readBody(row.interaction), JSON.parse(row.body))),
    ...[...prompt, ...late]
      .flatMap((row) => closingEvents(readBody(row.body)))
      .filter((event) => event.source === 'closing' && event.at >= span.start && event.at < span.end),
    ...reopened.flatMap((row) => reopeningEvents(readBody(row.body))),
    ...agentDays.flatMap(({ image }) =>
      agentTimeOf(JSON.parse(image) as AgentDayImage).flatMap((event) => partWithin(event, span) ?? []),
    ),
  ];
}

/** The query for the daily counters from `from` to `to`, both included, YYYY-MM-DD. */
export function counterQuery(from: string, to: string): BoundStatement<CounterRow> {
  return COUNTERS.with(from, to);
}

/** Decodes the rows of `counterQuery`. */
export function countersIn(rows: readonly unknown[]): FactEvent[] {
  return (rows as CounterRow[]).map((row) => ({
    source: 'counter',
    type: row.type,
    date: row.date,
    dimensionId: row.dimension_id,
    counter: JSON.parse(row.body),
  }));
}
