import type { FactEvent } from '../facts/event.ts';
import { type EventPage, type EventType, type PagedEvent, recordTypeOf } from '../facts/event-pages.ts';
import { DISTINCT_CUSTOMERS } from '../query/measures/measure.ts';
import type { Values } from '../query/measures.ts';
import { atDate } from '../query/merge.ts';
import { dayOfDate } from '../time/dates.ts';
import type { Cell } from './cell.ts';
import { type CellPart, valuesTogether } from './cell-parts.ts';
import type { IsFirstCall } from './first-calls.ts';
import type { Position, Step } from './page-steps.ts';
import { type Parts, partsOf, valuesOfEvent } from './parts.ts';

/** A record of a cell, and what it adds to the parts of the cell. */
interface RecordBehind extends Parts, Pick<PagedEvent, 'at' | 'id' | 'interactionId'> {
  type: ReturnType<typeof recordTypeOf>;
  /** The interaction that it is or belongs to; absent for a daily counter. */
  interaction?: Extract<FactEvent, { source: 'interaction' }>['interaction'];
}

/** The rows that were read for a step. */
export interface Read {
  step: Step;
  page: EventPage;
  found: readonly unknown[];
}

/** What decides which of the rows are listed. */
export interface Listing {
  cell: Cell;
  parts: readonly CellPart[];
  isFirst: IsFirstCall;
  limit: number;
  /** How many rows each step may have read. */
  rows: number;
  /** The first step that was not read. */
  rest: Step | undefined;
}

/** The records of a page, and where the next one begins; undefined if there is none. */
export interface Listed {
  records: RecordBehind[];
  next: Position | undefined;
}

/**
 * Lists those of the records read that belong to the cell. Ends at `limit` records, or after the rows that one step may
 * read; the next page continues there.
 */
export function listedRecords(reads: readonly Read[], listing: Listing): Listed {
  const { limit, rows, rest } = listing;
  const records: RecordBehind[] = [];
  for (const [index, { step, page, found }] of reads.entries()) {
    const { type } = step.after;
    for (const [place, row] of found.entries()) {
      const event = page.eventIn(row);
      const parts = isOfStep(event, step) ? partsOfEvent(event, listing) : undefined;
      if (parts)
        records.push({ type: recordTypeOf(type), ...shownKeyOf(event), ...interactionOf(event), ...parts });
      if (records.length < limit && place < rows - 1) continue;
      const isAll = place === found.length - 1 && found.length < rows;
      const isLast = isAll && index === reads.length - 1 && rest === undefined;
      return { records, next: isLast ? undefined : positionOf(type, event) };
    }
  }
  return { records, next: rest?.after };
}

/** Whether an event is in the span of its step, which a page may begin before. */
function isOfStep({ event }: PagedEvent, { from, end }: Step): boolean {
  if (from === undefined || !event || event.source === 'counter') return true;
  return event.at >= from && event.at < end;
}

const NOTHING: Values = () => 0;

/** What an event adds to the parts of the cell; undefined if nothing. */
function partsOfEvent(
  { event }: PagedEvent,
  { cell, parts: partsOfCell, isFirst }: Listing,
): Parts | undefined {
  if (event === undefined) return undefined;
  const each = partsOfCell.map(({ asked: { query, group, span } }) => {
    if (event.source === 'counter')
      return valuesOfEvent(query, group, event, atDate(query.period, dayOfDate(event.date)!));
    const isInside = event.at >= span.start && event.at < span.end;
    return isInside ? valuesOfEvent(query, group, event, event.at) : NOTHING;
  });
  const values = valuesTogether(cell, partsOfCell, each);
  const isCaller = values(DISTINCT_CUSTOMERS) > 0 && isFirst(event);
  const added: Values = (input) => (input === DISTINCT_CUSTOMERS ? Number(isCaller) : values(input));
  const parts = partsOf(cell.measure, added);
  return parts.numerator !== 0 || (parts.denominator ?? 0) !== 0 ? parts : undefined;
}

/** The instant at which it counts, not that of its place among the pages. */
function shownKeyOf({ at: place, id, interactionId, event }: PagedEvent) {
  const at = event && event.source !== 'counter' ? event.at : place;
  return { at, id: typeof at === 'number' ? id : `${at}/${id}`, interactionId };
}

function interactionOf({ event }: PagedEvent): Pick<RecordBehind, 'interaction'> {
  return event && 'interaction' in event ? { interaction: event.interaction } : {};
}

function positionOf(type: EventType, { at, id }: PagedEvent): Position {
  return { type, at: typeof at === 'number' ? at : dayOfDate(at)!, id };
}
