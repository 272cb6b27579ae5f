import type { EventPage, EventType, PagedEvent } from '../facts/event-pages.ts';
import { DISTINCT_CUSTOMERS } from '../query/measures/measure.ts';
import type { Values } from '../query/measures.ts';
import { atDate } from '../query/merge.ts';
import { dayOfDate } from '../time/dates.ts';
import type { Cell, CellQuery } from './cell.ts';
import type { IsFirstCall } from './first-calls.ts';
import type { Position, Step } from './page-steps.ts';
import { type Parts, partsOf, valuesOfEvent } from './parts.ts';

/** A record of a cell, and what it adds to the parts of the cell. */
interface RecordBehind extends Parts, Pick<PagedEvent, 'at' | 'id' | 'interactionId'> {
  type: EventType;
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
  asked: CellQuery;
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
      const parts = partsOfEvent(event, listing);
      if (parts) records.push({ type, ...keyOf(event), ...parts });
      if (records.length < limit && place < rows - 1) continue;
      const isAll = place === found.length - 1 && found.length < rows;
      const isLast = isAll && index === reads.length - 1 && rest === undefined;
      return { records, next: isLast ? undefined : positionOf(type, event) };
    }
  }
  return { records, next: rest?.after };
}

/** What an event adds to the parts of the cell; undefined if nothing. */
function partsOfEvent(
  { at, event }: PagedEvent,
  { cell, asked: { query, group }, isFirst }: Listing,
): Parts | undefined {
  if (event === undefined) return undefined;
  const groupedAt = typeof at === 'number' ? at : atDate(query.period, dayOfDate(at)!);
  const values = valuesOfEvent(query, group, event, groupedAt);
  const isCaller = values(DISTINCT_CUSTOMERS) > 0 && isFirst(event);
  const added: Values = (input) => (input === DISTINCT_CUSTOMERS ? Number(isCaller) : values(input));
  const parts = partsOf(cell.measure, added);
  return parts.numerator !== 0 || (parts.denominator ?? 0) !== 0 ? parts : undefined;
}

function keyOf({ at, id, interactionId }: PagedEvent) {
  return { at, id: typeof at === 'number' ? id : `${at}/${id}`, interactionId };
}

function positionOf(type: EventType, { at, id }: PagedEvent): Position {
  return { type, at: typeof at === 'number' ? at : dayOfDate(at)!, id };
}
