import { isTransactionConflict } from '../db/conflict.ts';
import { jsonBatches } from '../db/json-batches.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { type ChangeRow, readableChanges, STORED_IMAGE, stamped, UNMOVED } from './changes.ts';
import { dayOf } from './fold.ts';
import { eventsOfImage } from './read-image.ts';
import { rebuildDay } from './rebuild-day.ts';
import { refresh } from './refresh.ts';
import { generationsOf, SELECT_STATE } from './state.ts';

const statement = statementsIn('rollups');

/** Maximum changes to release at once, oldest first. */
const AT_ONCE = 1_000;

const OLDEST = statement<ChangeRow>(`
  SELECT x.kind AS kind, x.id AS id, x.stamp AS stamp, x.records AS records, x.base AS base, ${STORED_IMAGE} AS current
  FROM changes x INDEXED BY changes_in_quarantine
  WHERE x.tenant = ?1 AND x.quarantined_at IS NOT NULL ORDER BY x.quarantined_at LIMIT ${AT_ONCE}`);
const HEAL = statement(`
  UPDATE changes AS x SET base = ${STORED_IMAGE}, current = ${STORED_IMAGE}
  WHERE x.tenant = ?1 AND (x.kind, x.id) IN (SELECT k.value ->> 'kind', k.value ->> 'id' FROM json_each(?2) k)`);
const RELEASE = statement(`
  UPDATE changes AS x SET quarantined_at = NULL, quarantine_reason = NULL, current = ${STORED_IMAGE}
  WHERE x.tenant = ?1 AND (x.kind, x.id) IN (SELECT k.value ->> 'kind', k.value ->> 'id' FROM json_each(?2) k)`);
const STILL_THERE = statement<{ remaining: number }>(`
  SELECT count(*) AS remaining FROM json_each(?2) k CROSS JOIN changes x
  WHERE x.tenant = ?1 AND x.kind = k.value ->> 'kind' AND x.id = k.value ->> 'id' AND x.quarantined_at IS NOT NULL`);

/** How many changes were retried, and how many of them are still quarantined. */
export interface Retried {
  tried: number;
  failed: number;
}

/**
 * Retries up to 1,000 quarantined changes, oldest first, until `deadline` (milliseconds of Date.now). If the base of a
 * change is unreadable, what rollups contain of the record is unknown: its current days are first rebuilt from the
 * facts.
 */
export async function retryQuarantined(
  context: StoreContext,
  { deadline }: { deadline: number },
): Promise<Retried> {
  const { store } = context;
  const [rows] = await store.batch([OLDEST.with()]);
  if (rows.length === 0) return { tried: 0, failed: 0 };
  for (const row of rows) if (!hasBase(row)) await heal(context, row);
  const keys = jsonBatches(rows.map(({ kind, id }) => ({ kind, id })));
  await store.batch(keys.map((encode) => RELEASE.with(encode)));
  await refresh(context, { deadline });
  const left = await store.batch(keys.map((encode) => STILL_THERE.with(encode)));
  return { tried: rows.length, failed: left.flat().reduce((sum, { remaining }) => sum + remaining, 0) };
}

function hasBase({ base }: ChangeRow): boolean {
  try {
    eventsOfImage(base);
    return true;
  } catch {
    return false;
  }
}

/**
 * Rebuilds the days of a record so that they contain it as stored, and makes that its base. Does nothing if the record
 * keeps changing.
 */
async function heal(context: StoreContext, row: ChangeRow): Promise<void> {
  const { store } = context;
  const asStored = readableChanges([{ ...row, base: null }]);
  const [[state]] = await store.batch([SELECT_STATE.with()]);
  if (!state) return;
  const healing = stamped([row]).flatMap((encode): BoundStatement[] => [
    UNMOVED.with(encode),
    HEAL.with(encode),
  ]);
  const days = generationsOf(state).flatMap((generation) => {
    const touched = new Set(asStored.map(({ event }) => dayOf(event, generation.zone)));
    return [...touched].filter((day) => day >= generation.fromDay).map((day) => ({ generation, day }));
  });
  try {
    for (const [index, { generation, day }] of days.entries()) {
      const extra = index === days.length - 1 ? healing : [];
      await rebuildDay(context, { day, target: () => generation, extra });
    }
    if (days.length === 0) await store.batch(healing);
  } catch (error) {
    if (!isTransactionConflict(error)) throw error;
  }
}
