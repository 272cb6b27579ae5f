import {
  counterPage,
  EVENT_TYPES,
  type EventPage,
  type EventType,
  interactionPage,
  secondsBefore,
  tablePage,
} from '../facts/event-pages.ts';
import type { Span } from '../facts/events-between.ts';
import type { Neighbours } from '../facts/neighbours.ts';
import type { MeasureInput } from '../query/measures.ts';
import { baseMeasureNamed } from '../rollups/base-measures.ts';
import { dateOfDay } from '../time/dates.ts';
import { localDay } from '../time/zones.ts';
import type { Cell, CellQuery } from './cell.ts';
import { recurringSpans } from './recurring-spans.ts';

/** A position between the records of a cell: after the record of this type and key. */
export interface Position {
  type: EventType;
  /** Seconds UTC; of daily counters a day number. */
  at: number;
  id: string;
}

/** A range of the records of one type: those after a position that are before `end`. */
export interface Step {
  after: Position;
  end: number;
  /** Events before this instant, seconds UTC, belong to no span. Only where pages begin earlier than their span. */
  from?: number;
}

/** Whether records of a type count by date. */
function isCounter(type: EventType): type is 'article_stats' | 'email_channel_stats' {
  return type === 'article_stats' || type === 'email_channel_stats';
}

/** The records that a cell may have: their types, and when they are. */
export interface Extent {
  types: ReadonlySet<EventType>;
  /** In order. */
  spans: readonly Span[];
  /** Dates of daily counters as day numbers, half-open. */
  days: Span;
}

/**
 * The record types and spans of time in which a cell may have records. Records of other members lie there, too, so they
 * are filtered after reading.
 */
export function extentOf({ period: { zone }, time }: Cell, { query, span }: CellQuery): Extent {
  const isEmpty = span.start >= span.end;
  const isRecurring = time !== undefined && time.kind !== 'span';
  return {
    types: new Set(query.inputs.flatMap(typesCountedBy)),
    spans: isEmpty ? [] : isRecurring ? recurringSpans(span, time) : [span],
    days: isEmpty
      ? { start: 0, end: 0 }
      : { start: localDay(zone, span.start), end: localDay(zone, span.end - 1) + 1 },
  };
}

function typesCountedBy(input: MeasureInput): readonly EventType[] {
  const source = baseMeasureNamed(input)?.source ?? 'interaction';
  if (source === 'agent_time') return [];
  if (source === 'counter') return ['article_stats', 'email_channel_stats'];
  return source === 'closing' ? ['prompt_closing', 'late_closing'] : [source];
}

/** What remains to be read after a position, type by type; all of it without one. */
export function stepsAfter({ types, spans, days }: Extent, position?: Position): Step[] {
  const from = position ? EVENT_TYPES.indexOf(position.type) : 0;
  return EVENT_TYPES.slice(from)
    .filter((type) => types.has(type))
    .flatMap((type) =>
      (isCounter(type) ? [days] : spans).flatMap(({ start: from, end }): Step[] => {
        const before = secondsBefore(type);
        const start = from - before;
        const inType = position?.type === type ? position : undefined;
        if (inType && end <= inType.at) return [];
        const isWithin = inType !== undefined && inType.at >= start;
        const after = isWithin ? inType : { type, at: start, id: '' };
        return [{ after, end, ...(before > 0 && { from }) }];
      }),
    );
}

/** The page that a step reads, of at most `limit` rows. */
export function pageOfStep({ after, end }: Step, limit: number, neighbours: Neighbours): EventPage {
  const { type, at, id } = after;
  if (isCounter(type)) return counterPage(type, { after: [dateOfDay(at), id], end: dateOfDay(end), limit });
  const range = { after: [at, id] as const, end, limit };
  return type === 'interaction' ? interactionPage(range, neighbours) : tablePage(type, range);
}
