import type { StoreContext } from '../db/tenant-store.ts';
import { type FactEvent, partWithin } from '../facts/event.ts';
import {
  counterQuery,
  countersIn,
  EVENT_RESULTS,
  eventQueries,
  eventsIn,
  isCutOff,
  type Span,
} from '../facts/events-between.ts';
import { dateOfDay } from '../time/dates.ts';
import { startOfDay } from '../time/zones.ts';
import { type Change, type ChangeRow, changesOf, SELECT_UNSETTLED, UnreadableChange } from './changes.ts';
import { rollupDimensionsIn } from './combinations.ts';
import type { DayAccumulators } from './day-accumulators.ts';
import { type AccumulatorAt, fold } from './fold.ts';
import { type RollupState, SELECT_STATE } from './state.ts';

/** Maximum seconds of a day, and facts of a kind, to read at once; bounds memory. */
const PIECE_SECONDS = 6 * 3_600;
const PIECE_ROWS = 20_000;
const NO_LIMIT = 1_000_000_000;
/** While a day is computed, a breakdown may name this many times as many members as when stored. */
const MEMBERS_IN_MEMORY = 4;

/** A refresh or rebuild changed the rollups meanwhile: the day must be computed again. */
export class RollupsMoved extends Error {}

/** Pending changes that must be quarantined before the day can be computed. */
export class UnreadableChanges extends Error {
  readonly errors: readonly UnreadableChange[];
  constructor(errors: readonly UnreadableChange[]) {
    super('Pending changes cannot be read.');
    this.errors = errors;
  }
}

/** The day to compute, its zone and layout, the version of the rollups that it must match, and where to add it. */
export interface ComputedDay {
  zone: string;
  layout: string;
  day: number;
  version: number;
  /** Maximum facts of one kind to read at once; exceeded only by facts of a single second. */
  pieceRows?: number | undefined;
  accumulators: DayAccumulators;
  /** How many members a stored breakdown may name. */
  members: number;
}

/**
 * Computes what rollups must contain of one local day, and adds it to `accumulators`: the stored facts, with unsettled
 * changes replaced by their base. Only a refresh changes that result, ingest does not, so it can be read in pieces. A
 * record with an unreadable base counts as stored. Throws RollupsMoved if the rollups no longer have `version`, and
 * UnreadableChanges.
 */
export async function computeDay(
  { store }: StoreContext,
  { zone, layout, day, version, pieceRows = PIECE_ROWS, accumulators, members }: ComputedDay,
): Promise<void> {
  const accumulatorAt: AccumulatorAt = (dimension, member, at) =>
    at === day ? accumulators.at(dimension, member, at) : undefined;
  const dimensions = rollupDimensionsIn(layout);
  const add = (event: FactEvent, sign: 1 | -1) => fold(event, accumulatorAt, { zone, sign, dimensions });
  const [first, end] = [startOfDay(zone, day), startOfDay(zone, day + 1)];
  const date = dateOfDay(day);
  let seconds = PIECE_SECONDS;
  for (let start = first; start < end || start === first; ) {
    const span = { start, end: Math.min(end, start + seconds) };
    const limit = seconds > 1 ? pieceRows : NO_LIMIT;
    const results = await store.batch([
      ...eventQueries(span, limit),
      SELECT_STATE.with(),
      SELECT_UNSETTLED.with(),
      ...(start === first ? [counterQuery(date, date)] : []),
    ]);
    if (isCutOff(results, limit)) {
      seconds = Math.ceil(seconds / 2);
      continue;
    }
    const [[state], unsettled, counters = []] = results.slice(EVENT_RESULTS) as [
      RollupState[],
      ChangeRow[],
      unknown[]?,
    ];
    if (state?.version !== version) throw new RollupsMoved();
    for (const event of eventsIn(results.slice(0, EVENT_RESULTS), span)) add(event, 1);
    for (const event of countersIn(counters)) add(event, 1);
    for (const { event, sign } of unsettledIn(unsettled)) {
      const part = partIn(event, span, start === first);
      if (part) add(part, sign === 1 ? -1 : 1);
    }
    accumulators.crowdOut(MEMBERS_IN_MEMORY * members);
    start = span.end;
    // Grow again: one crowded second must not cause the rest of the day to be read second by second.
    seconds = Math.min(PIECE_SECONDS, seconds * 2);
  }
}

function partIn(event: FactEvent, span: Span, isFirst: boolean): FactEvent | undefined {
  if (event.source === 'counter') return isFirst ? event : undefined;
  return partWithin(event, span);
}

function unsettledIn(rows: readonly ChangeRow[]): Change[] {
  const unreadable: UnreadableChange[] = [];
  const changes = rows.flatMap((row) => {
    try {
      return changesOf(row);
    } catch (error) {
      if (!(error instanceof UnreadableChange)) throw error;
      if (error.image === 'current') unreadable.push(error);
      return [];
    }
  });
  if (unreadable.length > 0) throw new UnreadableChanges(unreadable);
  return changes;
}
