import type { Occurrence } from '../facts/occurrence.ts';
import {
  counterQuery,
  countersIn,
  OCCURRENCE_RESULTS,
  occurrenceQueries,
  occurrencesIn,
} from '../facts/occurrences-between.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import { dateOfDay } from '../time/dates.ts';
import { startOfDay } from '../time/zones.ts';
import { Cells } from './cells.ts';
import { type ChangeRow, eachChange, SELECT_CHANGES } from './changes.ts';
import { type CellAt, fold } from './fold.ts';
import { type RollupState, SELECT_STATE } from './state.ts';

/** A day is read in pieces of this many seconds, so that one answer stays small in memory. */
const PIECE_SECONDS = 6 * 3_600;
const NO_LIMIT = 1_000_000_000;

/** The rollups moved on while a day was being computed: it must be computed again. */
export class RollupsMoved extends Error {}

/**
 * What rollups of `zone` must hold of one local day, computed from the facts: what is stored now, without what
 * still waits in the change log. That does not move with ingest, only with a refresh, so it may be read in
 * pieces. Throws RollupsMoved where `version` is no longer that of the rollups.
 */
export async function computeDay(
  store: TenantStore,
  zone: string,
  day: number,
  version: number,
): Promise<Cells> {
  const cells = new Cells();
  const cellAt: CellAt = (set, member, at) => (at === day ? cells.at(set, member, at) : undefined);
  const add = (occurrence: Occurrence, sign: 1 | -1) => fold(occurrence, cellAt, { zone, sign });
  const first = startOfDay(zone, day);
  const end = startOfDay(zone, day + 1);
  const date = dateOfDay(day);
  for (let start = first; start < end || start === first; start += PIECE_SECONDS) {
    const span = { start, end: Math.min(end, start + PIECE_SECONDS) };
    const results = await store.batch([
      ...occurrenceQueries(span, NO_LIMIT),
      SELECT_STATE.with(),
      SELECT_CHANGES.with(NO_LIMIT),
      ...(start === first ? [counterQuery(date, date)] : []),
    ]);
    const [[state], changes, counters = []] = results.slice(OCCURRENCE_RESULTS) as [
      RollupState[],
      ChangeRow[],
      unknown[]?,
    ];
    if (state?.version !== version) throw new RollupsMoved();
    for (const occurrence of occurrencesIn(results)) add(occurrence, 1);
    for (const occurrence of countersIn(counters)) add(occurrence, 1);
    eachChange(changes, (occurrence, sign) => {
      const isHere =
        occurrence.source === 'counter'
          ? start === first
          : occurrence.at >= span.start && occurrence.at < span.end;
      if (isHere) add(occurrence, sign === 1 ? -1 : 1);
    });
  }
  return cells;
}
