import { statement } from '../store/statement.ts';
import type { TenantStore } from '../store/tenant-store.ts';

const DAY_SECONDS = 86_400;
const BATCH = 500;
/** Some hundred queries: below what the platform gives an invocation. */
const MAX_BATCHES = 100;
/** Looked at again each time: a record may be decided upon before a run that it is stored after. */
const OVERLAP_SECONDS = 3_600;

/** How many days the tenant keeps what is personal. */
export const SELECT_RETENTION = statement<{ retention_days: number }>(
  'SELECT retention_days FROM tenants WHERE tenant = ?1',
);
const SELECT_PROGRESS = statement<{ started_at: number }>(`
  SELECT started_at FROM retention_progress WHERE tenant = ?1 AND retention_days = ?2`);
const SELECT_OLD = statement<{ id: string; started_at: number }>(`
  SELECT id, started_at FROM interactions INDEXED BY interactions_by_start
  WHERE tenant = ?1 AND removed = 0 AND (started_at, id) > (?2, ?3) AND started_at < ?4
  ORDER BY started_at, id LIMIT ${BATCH}`);

const FORGET = statement(`
  UPDATE interactions SET personal = NULL, phone_hash = NULL, phone_last4 = NULL
  WHERE tenant = ?1 AND id IN (SELECT value FROM json_each(?2)) AND started_at < ?3 AND personal IS NOT NULL`);
const FORGOTTEN = `SELECT i.id FROM json_each(?2) k CROSS JOIN interactions i
  WHERE i.tenant = ?1 AND i.id = k.value AND i.removed = 0 AND i.personal IS NULL`;
const FORGET_TRANSCRIPTS = statement(`
  DELETE FROM transcripts WHERE tenant = ?1 AND interaction_id IN (${FORGOTTEN})`);
const FORGET_WORDS = statement(`
  UPDATE evaluations INDEXED BY evaluations_by_interaction SET personal = NULL
  WHERE tenant = ?1 AND removed = 0 AND personal IS NOT NULL AND interaction_id IN (${FORGOTTEN})`);
const SAVE_PROGRESS = statement(`
  INSERT INTO retention_progress (tenant, retention_days, started_at, interaction_id) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (tenant) DO UPDATE SET retention_days = excluded.retention_days,
    started_at = excluded.started_at, interaction_id = excluded.interaction_id`);
/** Words whose interaction is not stored: it may never come, or was removed. */
const FORGET_WAITING_WORDS = statement<{ id: string }>(`
  UPDATE evaluations SET personal = NULL WHERE tenant = ?1 AND id IN (
    SELECT e.id FROM evaluations e INDEXED BY waiting_words_by_time
    WHERE e.tenant = ?1 AND e.attached = 0 AND e.removed = 0 AND e.personal <> '{}' AND e.responded_at < ?2
    LIMIT ${BATCH})
  RETURNING id`);

/**
 * Takes away what is personal of interactions that started more than `retentionDays` days before `now`,
 * seconds UTC, and the words of their evaluations; of those that wait for an interaction, the words given as long
 * ago. Figures stay. Stops at `until`, a time of Date.now(), or after 100 batches, and goes on there next time.
 */
export async function forgetOld(
  store: TenantStore,
  retentionDays: number,
  now: number,
  until: number,
): Promise<{ done: boolean }> {
  const end = now - retentionDays * DAY_SECONDS;
  return {
    done:
      (await forgetWaitingWords(store, end, until)) &&
      (await forgetInteractions(store, retentionDays, end, until)),
  };
}

/** Whether all is done. */
async function forgetWaitingWords(store: TenantStore, end: number, until: number): Promise<boolean> {
  for (let batches = 0; batches < MAX_BATCHES && Date.now() < until; batches += 1) {
    const [forgotten] = await store.batch([FORGET_WAITING_WORDS.with(end)]);
    if (forgotten.length < BATCH) return true;
  }
  return false;
}

/** Whether all is done; begins anew where the retention was changed, see changeTenant. */
async function forgetInteractions(
  store: TenantStore,
  retentionDays: number,
  end: number,
  until: number,
): Promise<boolean> {
  const [[progress]] = await store.batch([SELECT_PROGRESS.with(retentionDays)]);
  let from = { started_at: (progress?.started_at ?? 0) - OVERLAP_SECONDS, id: '' };
  for (let batches = 0; batches < MAX_BATCHES && Date.now() < until; batches += 1) {
    const [old] = await store.batch([SELECT_OLD.with(from.started_at, from.id, end)]);
    const last = old.at(-1);
    if (!last) return true;
    const ids = JSON.stringify(old.map(({ id }) => id));
    await store.batch([
      FORGET.with(ids, end),
      FORGET_TRANSCRIPTS.with(ids),
      FORGET_WORDS.with(ids),
      SAVE_PROGRESS.with(retentionDays, last.started_at, last.id),
    ]);
    if (old.length < BATCH) return true;
    from = last;
  }
  return false;
}
