import { statementsIn } from '../db/statement.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import { localDay } from '../time/zones.ts';
import { rebuildDay } from './rebuild-day.ts';
import { type Retried, retryQuarantined } from './retry.ts';
import { generationsOf, SELECT_STATE } from './state.ts';

const statement = statementsIn('rollups');

/** Recent days change most, so each of them is rebuilt; older days are sampled. */
const RECENT_DAYS = 3;
const SAMPLED_DAYS = 4;
const SAMPLE_FROM_LAST_DAYS = 400;

/** Time limit for retrying quarantined changes. */
const RETRY_MILLISECONDS = 5_000;

const RECONCILED = statement(`
  UPDATE rollup_state SET last_reconciled_at = ?2, reconcile_differences = ?3 WHERE tenant = ?1`);

/** The outcome of a reconcile. */
export interface ReconcileReport {
  /** Quarantined changes that were retried, and how many of them are still quarantined. */
  retried: Retried;
  days: number[];
  /** Rows that differed from the facts and were repaired. */
  differences: number;
  /** Days that could not be rebuilt; all others were. */
  failed: { day: number; error: unknown }[];
}

/**
 * Retries quarantined changes, rebuilds a sample of local days from the facts and stores how many rows differed, unless
 * a day failed. `random` in [0, 1) selects the older days.
 */
export async function reconcile(
  context: TimedContext,
  { random = Math.random }: { random?: () => number } = {},
): Promise<ReconcileReport> {
  const { store, now } = context;
  const [[state]] = await store.batch([SELECT_STATE.with()]);
  if (!state) return { retried: { tried: 0, failed: 0 }, days: [], differences: 0, failed: [] };
  const retried = await retryQuarantined(context, { deadline: Date.now() + RETRY_MILLISECONDS });
  const today = localDay(state.time_zone, now);
  const days = new Set(Array.from({ length: RECENT_DAYS }, (_, back) => today - back));
  for (let count = 0; count < SAMPLED_DAYS; count += 1) {
    days.add(today - RECENT_DAYS - Math.floor(random() * SAMPLE_FROM_LAST_DAYS));
  }
  let differences = 0;
  const failed: ReconcileReport['failed'] = [];
  for (const day of days) {
    try {
      differences += await rebuildDay(context, {
        day,
        target: (now) => generationsOf(now)[0],
      });
    } catch (error) {
      failed.push({ day, error });
    }
  }
  if (failed.length === 0) await store.batch([RECONCILED.with(now, differences)]);
  return { retried, days: [...days], differences, failed };
}
