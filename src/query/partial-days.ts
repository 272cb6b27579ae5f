import type { Span } from '../facts/events-between.ts';
import { SLOT_SECONDS } from '../rollups/accumulator.ts';
import { leafNamed, type SlotColumn } from '../rollups/base-measures.ts';
import type { Column } from '../rollups/codec.ts';
import type { SetName } from '../rollups/rollup-dimensions.ts';
import { localDay, startOfDay } from '../time/zones.ts';
import type { Term } from './measures.ts';
import type { Question } from './query.ts';
import { histogramOf, isOverdue } from './measures/non-additive.ts';

/** Rollup rows of one member, by their days, both included. */
export interface RowsNeed {
  set: SetName;
  member: string;
  columns: ReadonlySet<Column>;
  read: { first: number; last: number };
}

/** The ends of a period that are no whole days: their whole slots from rollups, the rest from facts. */
export interface Edges {
  rows: readonly RowsNeed[];
  /** At most two spans, each shorter than a slot. */
  facts: readonly Span[];
  /** Names that the generation must hold. */
  needs: readonly string[];
}

/**
 * How a period's ragged ends are read from slots; undefined where a figure is not kept in slots, or where a
 * day of the rollups' zone does not begin with a slot (as in the local mean times of long ago).
 */
export function edgesOf(
  { period, terms }: Question,
  { set, member }: Pick<RowsNeed, 'set' | 'member'>,
  ragged: readonly Span[],
  zone: string,
): Edges | undefined {
  const columns = slotColumnsOf(terms);
  const days = new Set(ragged.flatMap(({ start, end }) => [localDay(zone, start), localDay(zone, end - 1)]));
  const areAligned = [...days].every(
    (day) => isSlotStart(startOfDay(zone, day)) && isSlotStart(startOfDay(zone, day + 1)),
  );
  if (!columns || !areAligned) return undefined;
  return {
    rows: [...days].map((day) => ({ set, member, columns, read: { first: day, last: day } })),
    facts: partialSlots(period),
    needs: terms.flatMap((term) => {
      const slots = leafNamed(term)?.slots;
      return slots ? [`${slots}:${term}`] : [];
    }),
  };
}

function slotColumnsOf(terms: readonly Term[]): ReadonlySet<Column> | undefined {
  const columns = new Set<SlotColumn | 'deadlines'>();
  for (const term of terms) {
    const leaf = leafNamed(term);
    if (histogramOf(term) || (leaf && !leaf.dated && !leaf.slots)) return undefined;
    if (leaf?.slots) columns.add(leaf.slots);
    if (isOverdue(term)) columns.add('deadlines');
  }
  return columns;
}

function isSlotStart(at: number): boolean {
  return at % SLOT_SECONDS === 0;
}

function partialSlots({ start, end }: Span): Span[] {
  const first = Math.ceil(start / SLOT_SECONDS) * SLOT_SECONDS;
  const last = Math.floor(end / SLOT_SECONDS) * SLOT_SECONDS;
  if (first > last) return [{ start, end }];
  return [
    { start, end: first },
    { start: last, end },
  ].filter((span) => span.start < span.end);
}
