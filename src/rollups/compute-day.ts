import type { TenantStore } from '../db/tenant-store.ts';
import type { FactEvent } from '../facts/event.ts';
import {
  counterQuery,
  countersIn,
  EVENT_RESULTS,
  eventQueries,
  eventsIn,
  type Span,
} from '../facts/events-between.ts';
import { dateOfDay } from '../time/dates.ts';
import { startOfDay } from '../time/zones.ts';
import { type Change, type ChangeRow, changesOf, SELECT_UNSETTLED, UnreadableChange } from './changes.ts';
import type { DayAccumulators } from './day-accumulators.ts';
import { type AccumulatorAt, fold } from './fold.ts';
import { type RollupState, SELECT_STATE } from './state.ts';

/** A day is read in pieces of at most this many seconds and rows of a kind, so that one answer stays small in memory. */
const PIECE_SECONDS = 6 * 3_600;
const PIECE_ROWS = 20_000;
const NO_LIMIT = 1_000_000_000;
/** Members that a breakdown may name for the moment; what is more is counted under others from then on. */
const MEMBERS_IN_MEMORY = 4;

/** The rollups moved on while a day was being computed: it must be computed again. */
export class RollupsMoved extends Error {}

/** Pending changes that must be set aside before a day can be computed. */
export class UnreadableChanges extends Error {
  readonly errors: readonly UnreadableChange[];
  constructor(errors: readonly UnreadableChange[]) {
    super('Pending changes cannot be read.');
    this.errors = errors;
  }
}

/** The day that is computed: of which zone, and as of which version of the rollups. */
export interface ComputedDay {
  zone: string;
  day: number;
  version: number;
  /** Facts of one kind that are read at once, unless they are of one second. */
  pieceRows?: number | undefined;
}

/**
 * Adds up in `accumulators` what rollups must hold of one local day, computed from the facts: what is stored now, with the
 * base of what is in the change log in place of it. That does not move with ingest, only with a refresh, so it may
 * be read in pieces. A base that cannot be read is taken for what is stored. Throws RollupsMoved if `version` is no
 * longer that of the rollups, and UnreadableChanges.
 */
export async function computeDay(
  store: TenantStore,
  { zone, day, version, pieceRows = PIECE_ROWS }: ComputedDay,
  accumulators: DayAccumulators,
  members: number,
): Promise<void> {
  const accumulatorAt: AccumulatorAt = (dimension, member, at) =>
    at === day ? accumulators.at(dimension, member, at) : undefined;
  const add = (event: FactEvent, sign: 1 | -1) => fold(event, accumulatorAt, { zone, sign });
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
    if (results.slice(0, EVENT_RESULTS).some(({ length }) => length === limit)) {
      seconds = Math.ceil(seconds / 2);
      continue;
    }
    const [[state], unsettled, counters = []] = results.slice(EVENT_RESULTS) as [
      RollupState[],
      ChangeRow[],
      unknown[]?,
    ];
    if (state?.version !== version) throw new RollupsMoved();
    for (const event of eventsIn(results)) add(event, 1);
    for (const event of countersIn(counters)) add(event, 1);
    for (const { event, sign } of unsettledIn(unsettled)) {
      if (isIn(event, span, start === first)) add(event, sign === 1 ? -1 : 1);
    }
    accumulators.crowdOut(MEMBERS_IN_MEMORY * members);
    start = span.end;
    // One crowded second must not make pieces of a second out of the rest of the day.
    seconds = Math.min(PIECE_SECONDS, seconds * 2);
  }
}

function isIn(event: FactEvent, { start, end }: Span, isFirst: boolean): boolean {
  return event.source === 'counter' ? isFirst : event.at >= start && event.at < end;
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
