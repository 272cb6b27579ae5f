import { type BoundStatement, type Statement, statementsIn } from '../db/statement.ts';
import { fieldOf, readBody } from '../records/stored-body.ts';
import { type AgentDayImage, agentTimeOf } from './agent-time.ts';
import { closedLateAt, PROMPT_SECONDS } from './closings.ts';
import { closingEvents, type FactEvent, partWithin } from './event.ts';
import { EVENT_TABLES, type EventTableName, type SourceRow } from './event-sources.ts';
import { agentDayImageSql } from './images.ts';
import {
  eventOfRow,
  type Neighbours,
  type NeighboursRow,
  neighboursKey,
  neighboursSql,
  PREVIOUS_CALLS,
} from './neighbours.ts';
import { withSameSecond } from './same-second.ts';

const statement = statementsIn('facts');

/** A half-open span of seconds UTC. */
export interface Span {
  start: number;
  end: number;
}

interface CounterRow {
  type: string;
  date: string;
  dimension_id: string;
  body: string;
}

/** SQL: the rows of a source from `?2` up to `?3`, or in another `range`; at most `?4`, in order. */
function betweenSql(name: EventTableName, columns = '', range = ''): string {
  const { columns: own, from, where, at, id } = EVENT_TABLES[name];
  const isWithin = range || `AND ${at} >= ?2 AND ${at} < ?3`;
  return `SELECT ${own}${columns} FROM ${from} WHERE ${where} ${isWithin} ORDER BY ${at}, ${id} LIMIT ?4`;
}

const interactionStatements = new Map<string, Statement<SourceRow & NeighboursRow>>();

function interactionsWith(neighbours: Neighbours): Statement<SourceRow & NeighboursRow> {
  const key = neighboursKey(neighbours);
  let known = interactionStatements.get(key);
  if (!known) {
    known = statement(betweenSql('interaction', `, ${neighboursSql('i', neighbours, 'left out')}`));
    interactionStatements.set(key, known);
  }
  return known;
}

const isInSpan = (field: 'ended_at' | 'resolved_at'): string =>
  `(${fieldOf('i', field)} >= ?2 AND ${fieldOf('i', field)} < ?3)`;

/**
 * Interactions that were closed promptly and ended or were resolved in the span, and that started before `end` (SQL), at
 * most as long before the span as a prompt closing takes; whoever reads them looks at which of these closed them.
 */
const promptClosings = (end: string): Statement<SourceRow> =>
  statement(
    betweenSql(
      'prompt_closing',
      '',
      `AND i.started_at >= ?2 - ${PROMPT_SECONDS} AND i.started_at < ${end}
    AND (${isInSpan('ended_at')} OR ${isInSpan('resolved_at')})`,
    ),
  );
const PROMPT_CLOSINGS = promptClosings('?3');
/** Enough if the interactions of the span are read as well. */
const EARLIER_PROMPT_CLOSINGS = promptClosings('?2');

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

const READ = {
  evaluation: statement<SourceRow>(betweenSql('evaluation')),
  quality_review: statement<SourceRow>(betweenSql('quality_review')),
  survey: statement<SourceRow>(betweenSql('survey')),
  late_closing: statement<SourceRow>(betweenSql('late_closing')),
  reopening: statement<SourceRow>(betweenSql('reopening')),
};

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

/** What is read of a span: the sources, and which other calls with each call; by default all that rebuilding needs. */
export interface Reading {
  sources: ReadonlySet<EventSource>;
  neighbours: Neighbours;
}
const EVERYTHING: Reading = { sources: ALL_SOURCES, neighbours: PREVIOUS_CALLS };

/**
 * The queries for one span, to run in a batch with others; at most `limit` rows of each requested source, and
 * `agentDays` days of agents, which are read as a whole however short the span is.
 */
export function eventQueries(
  span: Span,
  limit: number,
  { sources, neighbours }: Reading = EVERYTHING,
  agentDays = EVERY_AGENT_DAY,
): BoundStatement[] {
  const statements = [
    interactionsWith(neighbours),
    READ.evaluation,
    READ.quality_review,
    READ.survey,
    sources.has('interaction') ? EARLIER_PROMPT_CLOSINGS : PROMPT_CLOSINGS,
    READ.late_closing,
    READ.reopening,
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
export function eventsIn(
  results: readonly unknown[][],
  span: Span,
  { sources, neighbours }: Reading = EVERYTHING,
): FactEvent[] {
  const [interactions, evaluations, reviews, surveys, prompt, late, reopened, agentDays] = results as [
    (SourceRow & NeighboursRow)[],
    SourceRow[],
    SourceRow[],
    SourceRow[],
    SourceRow[],
    SourceRow[],
    SourceRow[],
    { image: string }[],
  ];
  const decoded = interactions.map((starts) => ({ interaction: readBody(starts.interaction), starts }));
  const closedInside = sources.has('closing')
    ? decoded.flatMap(({ interaction }) =>
        closedLateAt(interaction) === undefined ? closingEvents(interaction) : [],
      )
    : [];
  const closings = [...closedInside, ...[...prompt, ...late].flatMap(EVENT_TABLES.prompt_closing.eventsOf)];
  return [
    ...withSameSecond(decoded, neighbours).map(({ interaction, starts }) => eventOfRow(interaction, starts)),
    ...evaluations.flatMap(EVENT_TABLES.evaluation.eventsOf),
    ...reviews.flatMap(EVENT_TABLES.quality_review.eventsOf),
    ...surveys.flatMap(EVENT_TABLES.survey.eventsOf),
    ...closings.filter(
      (event) => event.source === 'closing' && event.at >= span.start && event.at < span.end,
    ),
    ...reopened.flatMap(EVENT_TABLES.reopening.eventsOf),
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
