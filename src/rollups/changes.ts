import { keepsFigures } from '../db/data-version.ts';
import { jsonBatches } from '../db/json-batches.ts';
import type { changes } from '../db/schema.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { ARRIVALS } from '../facts/arrivals.ts';
import type { FactEvent } from '../facts/event.ts';
import { COUNTER_IMAGE_SQL, interactionImageSql, loggedAgentDaySql } from '../facts/images.ts';
import { dayOf } from './fold.ts';
import { eventsIn, eventsOfImage, type Image } from './read-image.ts';

const statement = statementsIn('rollups');

/**
 * A record that changed since the last refresh: the image that rollups contain (base) and the stored one (current). Of
 * kind `arrivals`: several new interactions (facts/arrivals.ts); `records` is their number, `current` lists their images.
 */
export type ChangeRow = Pick<
  typeof changes.$inferSelect,
  'kind' | 'id' | 'stamp' | 'base' | 'current' | 'records'
>;

/** An event that a change adds to the figures or subtracts. */
export interface Change {
  event: FactEvent;
  sign: 1 | -1;
}

/** Changes that wait for a refresh; quarantined changes do not count. */
export interface Backlog {
  pending: number;
  /** Seconds UTC of the oldest pending change; null if there is none. */
  oldest: number | null;
  /** Total size of all images. */
  bytes: number;
}

/** Reads at most `?2` rows of pending changes. */
export const SELECT_CHANGES = statement<ChangeRow>(`
  SELECT kind, id, stamp, base, current, records FROM changes WHERE tenant = ?1 AND quarantined_at IS NULL LIMIT ?2`);

/** SQL: the image of a change's record as it is stored now. */
export const STORED_IMAGE = `CASE x.kind WHEN 'interaction' THEN ${interactionImageSql('x.id')}
  WHEN 'agent_day' THEN ${loggedAgentDaySql('x.id')} ELSE (
    SELECT ${COUNTER_IMAGE_SQL} FROM daily_counters c WHERE c.tenant = ?1 AND c.type = x.kind
      AND c.date = substr(x.id, 1, 10) AND c.dimension_id = substr(x.id, 12)) END`;

/** All changes whose base the rollups contain, quarantined ones included. */
export const SELECT_UNSETTLED = statement<ChangeRow>(`
  SELECT x.kind AS kind, x.id AS id, x.stamp AS stamp, x.records AS records, x.base AS base,
    CASE WHEN x.quarantined_at IS NULL THEN x.current ELSE ${STORED_IMAGE} END AS current
  FROM changes x WHERE x.tenant = ?1`);

/** Counts pending changes and measures their images. */
export const SELECT_BACKLOG = statement<Backlog>(`
  SELECT coalesce(sum(records), 0) AS pending, min(changed_at) AS oldest,
    coalesce(sum(octet_length(coalesce(base, '')) + octet_length(coalesce(current, ''))), 0) AS bytes
  FROM changes WHERE tenant = ?1 AND quarantined_at IS NULL`);

/** Fails the transaction if one of the changes in `?2` has changed again; see db/conflict.ts. */
export const UNMOVED = statement(`
  SELECT json('changed again ' || k.key) AS failure
  FROM json_each(?2) k LEFT JOIN changes c ON c.tenant = ?1 AND c.kind = k.value ->> 'kind' AND c.id = k.value ->> 'id'
  WHERE c.stamp IS NOT k.value ->> 'stamp'`);
const SETTLE = keepsFigures(
  statement(`
  DELETE FROM changes WHERE tenant = ?1 AND (kind, id) IN (SELECT k.value ->> 'kind', k.value ->> 'id' FROM json_each(?2) k)`),
);

/** How many records the rows are of. */
export function recordsOf(rows: readonly ChangeRow[]): number {
  return rows.reduce((sum, { records }) => sum + records, 0);
}

/** Keys and stamps of changes, as statement parameters. */
export function stamped(rows: readonly ChangeRow[]): string[] {
  return jsonBatches(rows.map(({ kind, id, stamp }) => ({ kind, id, stamp })));
}

/** Settles changes that rollups have taken in. The transaction fails if one of them has changed again. */
export function settleQueries(settled: readonly ChangeRow[]): BoundStatement[] {
  return stamped(settled).flatMap((encode) => [UNMOVED.with(encode), SETTLE.with(encode)]);
}

/** A change whose image cannot be decoded. */
export class UnreadableChange extends Error {
  readonly change: ChangeRow;
  readonly image: 'base' | 'current';
  constructor(change: ChangeRow, image: 'base' | 'current') {
    super(`The ${image} image of a change cannot be read.`);
    this.change = change;
    this.image = image;
  }
}

/**
 * The events that a change adds and subtracts. Throws UnreadableChange; if both images are unreadable, for the base.
 */
export function changesOf(row: ChangeRow): Change[] {
  if (row.base === row.current) return [];
  if (row.kind === ARRIVALS) return listed(row).flatMap((image) => added(row, image));
  const [base, current] = [imageOf(row, 'base'), imageOf(row, 'current')];
  const isKept = row.kind === 'agent_day' ? keptIn(base, current) : () => false;
  return [
    ...base.filter((event) => !isKept(event)).map((event): Change => ({ event, sign: -1 })),
    ...current.filter((event) => !isKept(event)).map((event): Change => ({ event, sign: 1 })),
  ];
}

/** Whether an event is in both lists: most stretches of an agent's day are, and need not be subtracted and added again. */
function keptIn(base: readonly FactEvent[], current: readonly FactEvent[]): (event: FactEvent) => boolean {
  const before = new Set(base.map((event) => JSON.stringify(event)));
  const both = new Set(current.map((event) => JSON.stringify(event)).filter((text) => before.has(text)));
  return (event) => both.has(JSON.stringify(event));
}

/** The events that changes add and subtract. Skips unreadable records, as if they were quarantined. */
export function readableChanges(rows: readonly ChangeRow[]): Change[] {
  return rows.flatMap((row) => {
    if (row.kind !== ARRIVALS) return ifReadable(() => changesOf(row));
    return ifReadable(() => listed(row)).flatMap((image) => ifReadable(() => added(row, image)));
  });
}

function ifReadable<Item>(read: () => Item[]): Item[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableChange) return [];
    throw error;
  }
}

/** The images of a row of arrivals; null for one that was deleted. */
function listed(row: ChangeRow): (Image | null)[] {
  try {
    return row.current === null ? [] : (JSON.parse(row.current) as (Image | null)[]);
  } catch {
    throw new UnreadableChange(row, 'current');
  }
}

function added(row: ChangeRow, image: Image | null): Change[] {
  if (image === null) return [];
  try {
    return eventsIn(image).map((event) => ({ event, sign: 1 }));
  } catch {
    throw new UnreadableChange(row, 'current');
  }
}

function imageOf(row: ChangeRow, image: 'base' | 'current'): FactEvent[] {
  try {
    return eventsOfImage(row[image]);
  } catch {
    throw new UnreadableChange(row, image);
  }
}

/** Counts the local days in `zone` that have pending changes. */
export function pendingDays(changes: readonly ChangeRow[], zone: string): number {
  return new Set(readableChanges(changes).map(({ event }) => dayOf(event, zone))).size;
}
