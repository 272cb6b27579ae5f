import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { Accumulators } from './accumulator.ts';
import {
  type Change,
  type ChangeRow,
  changesOf,
  recordsOf,
  SELECT_CHANGES,
  settleQueries,
  UnreadableChange,
} from './changes.ts';
import { rollupDimensionsIn } from './combinations.ts';
import { type AccumulatorAt, fold } from './fold.ts';
import { isTooLarge, setAside } from './quarantine.ts';
import { type RowBounds, RowTooLarge } from './row-bounds.ts';
import { addQueries, type Generation, type RollupRow, rowsUnder, UnreadableRow } from './rows.ts';
import { fenced, generationsOf, type RefreshedGeneration, type RollupState, SELECT_STATE } from './state.ts';

const statement = statementsIn('rollups');

/** Maximum accumulators per transaction. 1,000 calls with different members in every dimension touch fewer. */
const MAX_ACCUMULATORS = 10_000;
/** Maximum characters of stored rows that one transaction may hold in memory. */
const MAX_STORED_CHARACTERS = 16_000_000;

const REFRESHED = statement('UPDATE rollup_state SET last_refreshed_at = ?2 WHERE tenant = ?1');

/** Changes that could not be taken in together. They are still pending. */
export class SliceFailed extends Error {
  readonly changes: readonly ChangeRow[];
  constructor(changes: readonly ChangeRow[], cause: unknown) {
    super('Changes could not be taken in.', { cause });
    this.changes = changes;
  }
}

/**
 * Takes in about `limit` pending records in one transaction and returns whether more may be left. Quarantines changes
 * that cannot be decoded. Throws SliceFailed, UnreadableRow, or the database's error.
 */
export async function refreshSlice(
  context: StoreContext,
  { limit, bounds }: { limit: number; bounds: RowBounds },
): Promise<boolean> {
  const [[state], found] = await context.store.batch([SELECT_STATE.with(), SELECT_CHANGES.with(limit)]);
  if (!state || found.length === 0) return false;
  const rows = firstOf(found, limit);
  const { readable, unreadable } = sorted(rows);
  const [first] = unreadable;
  if (first) await setAside(context, { changes: unreadable.map(({ change }) => change), cause: first });
  const taken = readable.length === 0 ? 0 : await takeIn(context, { state, readable, bounds });
  return (
    found.length === limit || rows.length < found.length || taken < readable.length || unreadable.length > 0
  );
}

/** The first rows, until they have `limit` records: at least one. */
function firstOf(found: readonly ChangeRow[], limit: number): readonly ChangeRow[] {
  let records = 0;
  const end = found.findIndex((row) => {
    records += row.records;
    return records >= limit;
  });
  return end === -1 ? found : found.slice(0, end + 1);
}

interface Read {
  row: ChangeRow;
  changes: readonly Change[];
}

function sorted(rows: readonly ChangeRow[]): { readable: Read[]; unreadable: UnreadableChange[] } {
  const readable: Read[] = [];
  const unreadable: UnreadableChange[] = [];
  for (const row of rows) {
    try {
      readable.push({ row, changes: changesOf(row) });
    } catch (error) {
      if (!(error instanceof UnreadableChange)) throw error;
      unreadable.push(error);
    }
  }
  return { readable, unreadable };
}

async function takeIn(
  context: StoreContext,
  { state, readable, bounds }: { state: RollupState; readable: readonly Read[]; bounds: RowBounds },
): Promise<number> {
  const [serving, building] = generationsOf(state);
  const first = deltasOf(readable, serving!);
  const taken = readable.slice(0, first.taken);
  const changes = taken.map(({ row }) => row);
  const of = { changes, bounds };
  const additions = [await addition(context, { ...of, deltas: first.deltas, generation: serving! })];
  if (building) {
    const { deltas } = deltasOf(taken, building, Number.POSITIVE_INFINITY);
    additions.push(await addition(context, { ...of, deltas, generation: building }));
  }
  const { fence, advance } = fenced(state.version);
  try {
    await context.store.batch([
      fence,
      ...settleQueries(changes),
      ...additions.flat(),
      advance,
      REFRESHED.with(Math.floor(Date.now() / 1_000)),
    ]);
  } catch (error) {
    throw isTooLarge(error) ? new SliceFailed(changes, error) : error;
  }
  return taken.length;
}

interface Addition {
  changes: readonly ChangeRow[];
  deltas: Accumulators;
  generation: Generation;
  bounds: RowBounds;
}

async function addition(
  context: StoreContext,
  { changes, deltas, generation, bounds }: Addition,
): Promise<BoundStatement[]> {
  const stored = await rowsUnder(context, { generation: generation.generation, accumulators: deltas });
  try {
    if (recordsOf(changes) > 1) checkSize(stored);
    return addQueries(stored, deltas, generation, bounds);
  } catch (error) {
    throw error instanceof UnreadableRow ? error : new SliceFailed(changes, error);
  }
}

function checkSize(stored: readonly RollupRow[]): void {
  let characters = 0;
  for (const row of stored) {
    for (const value of Object.values(row)) if (typeof value === 'string') characters += value.length;
  }
  if (characters > MAX_STORED_CHARACTERS)
    throw new RowTooLarge('Rows that are too large to be held at once.');
}

/** Folds changes into new accumulators: at least one, and no more once about `maxAccumulators` are touched. */
function deltasOf(
  read: readonly Read[],
  { zone, layout, fromDay }: RefreshedGeneration,
  maxAccumulators = MAX_ACCUMULATORS,
): { deltas: Accumulators; taken: number } {
  const deltas = new Accumulators();
  const dimensions = rollupDimensionsIn(layout);
  const accumulatorAt: AccumulatorAt = (dimension, member, day) =>
    day < fromDay ? undefined : deltas.at(dimension, member, day);
  for (const [index, { row, changes }] of read.entries()) {
    try {
      for (const { event, sign } of changes) fold(event, accumulatorAt, { zone, sign, dimensions });
    } catch (error) {
      throw new SliceFailed([row], error);
    }
    if (deltas.size > maxAccumulators) return { deltas, taken: index + 1 };
  }
  return { deltas, taken: read.length };
}
