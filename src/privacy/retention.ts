import { BOUNDS } from '../bounds.ts';
import { eq, lt } from '../db/expressions.ts';
import { erasures, retentionProgress, tenants } from '../db/schema.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { TenantStore, TimedContext } from '../db/tenant-store.ts';
import { inHalves, retrySetAside, setAsideQuery } from '../facts/set-aside.ts';
import { CUT_DIGEST } from '../records/digest.ts';

const statement = statementsIn('privacy');
const queries = queriesIn('privacy');

const DAY_SECONDS = 86_400;
const BATCH = 500;
/** A few hundred queries: below the platform's limit per invocation. */
const MAX_BATCHES = 100;
/** Each run rereads this long: a record may have been decided before the previous run and stored after it. */
const OVERLAP_SECONDS = 3_600;

/** How many days the tenant keeps personal data. */
export const SELECT_RETENTION = queries.select(tenants, () => ({
  columns: { retention_days: tenants.retention_days },
}));
const SELECT_PROGRESS = queries.select(retentionProgress, ({ days }: Inputs<{ days: number }>) => ({
  columns: { started_at: retentionProgress.started_at },
  where: eq(retentionProgress.retention_days, days),
}));
const SELECT_OLD = statement<{ id: string; started_at: number }>(`
  SELECT id, started_at FROM interactions INDEXED BY interactions_by_start
  WHERE tenant = ?1 AND removed = 0 AND (started_at, id) > (?2, ?3) AND started_at < ?4
  ORDER BY started_at, id LIMIT ${BATCH}`);

const FORGET = statement(`
  UPDATE interactions SET personal = NULL, phone_hash = NULL, phone_last4 = NULL, ${CUT_DIGEST}
  WHERE tenant = ?1 AND id IN (SELECT value FROM json_each(?2)) AND started_at < ?3 AND personal IS NOT NULL`);
const FORGOTTEN = `SELECT i.id FROM json_each(?2) k CROSS JOIN interactions i
  WHERE i.tenant = ?1 AND i.id = k.value AND i.removed = 0 AND i.personal IS NULL`;
const FORGET_TRANSCRIPTS = statement(`
  DELETE FROM transcripts WHERE tenant = ?1 AND interaction_id IN (${FORGOTTEN})`);
const FORGET_WORDS = statement(`
  UPDATE evaluations INDEXED BY evaluations_by_interaction SET personal = NULL, ${CUT_DIGEST}
  WHERE tenant = ?1 AND removed = 0 AND personal IS NOT NULL AND interaction_id IN (${FORGOTTEN})`);
const SAVE_PROGRESS = queries.insert(
  retentionProgress,
  ({ days, startedAt, id }: Inputs<{ days: number; startedAt: number; id: string }>) => ({
    values: { retention_days: days, started_at: startedAt, interaction_id: id },
    replaces: true,
  }),
);
/** Texts of evaluations whose interaction is not stored: it may never arrive, or was removed. */
const SELECT_WAITING_WORDS = statement<{ id: string }>(`
  SELECT e.id AS id FROM evaluations e INDEXED BY waiting_words_by_time
  WHERE e.tenant = ?1 AND e.attached = 0 AND e.removed = 0 AND e.personal <> x'' AND e.responded_at < ?2
  ORDER BY e.responded_at, e.id LIMIT ${BATCH} OFFSET ?3`);
const FORGET_WAITING_WORDS = statement(`
  UPDATE evaluations SET personal = NULL, ${CUT_DIGEST}
  WHERE tenant = ?1 AND id IN (SELECT value FROM json_each(?2)) AND attached = 0 AND removed = 0`);

/** After that, only what is already stored is still recognised as erased. */
const FORGET_ERASURES = queries.delete(erasures, ({ before }: Inputs<{ before: number }>) => ({
  where: lt(erasures.erased_at, before),
}));

/**
 * Deletes the personal data of interactions that started more than `retentionDays` days before now, and
 * the texts of their evaluations. For evaluations without a stored interaction, the date of the response counts.
 * Figures do not change. Erasures are forgotten after `BOUNDS.erasureMemoryDays`.
 * Stops at `until`, a time of Date.now(), or after 100 batches; the next call continues there. A record that cannot be
 * changed does not block the others; this throws after everything else is done.
 */
export async function forgetOld(
  context: TimedContext,
  { retentionDays, until }: { retentionDays: number; until: number },
): Promise<{ done: boolean }> {
  const { store, now } = context;
  const before = now - BOUNDS.erasureMemoryDays.value * DAY_SECONDS;
  await store.batch([FORGET_ERASURES.with({ before })]);
  const end = now - retentionDays * DAY_SECONDS;
  const [words] = await Promise.allSettled([forgetWaitingWords(store, end, until)]);
  if (!(await forgetInteractions(store, { retentionDays, end, now, until }))) return { done: false };
  await retrySetAside(context, (ids) => forgetQueries(ids, end));
  if (words.status === 'rejected') throw words.reason;
  return { done: words.value };
}

/** Whether everything is done. Throws if some texts cannot be deleted. */
async function forgetWaitingWords(store: TenantStore, end: number, until: number): Promise<boolean> {
  let [left, error]: [number, unknown] = [0, undefined];
  for (let batches = 0; batches < MAX_BATCHES && Date.now() < until; batches += 1) {
    const [waiting] = await store.batch([SELECT_WAITING_WORDS.with(end, left)]);
    const failed = await inHalves(
      waiting.map(({ id }) => id),
      (ids) => store.batch([FORGET_WAITING_WORDS.with(JSON.stringify(ids))]),
    );
    left += failed.items.length;
    error ??= failed.error;
    if (waiting.length === BATCH) continue;
    if (left === 0) return true;
    throw new Error(`${left} evaluations keep words that are too old: ${error}`);
  }
  return false;
}

/** Queries that delete the personal data of interactions that started before `end` (seconds UTC). */
function forgetQueries(ids: readonly string[], end: number): BoundStatement[] {
  const pack = JSON.stringify(ids);
  return [FORGET.with(pack, end), FORGET_TRANSCRIPTS.with(pack), FORGET_WORDS.with(pack)];
}

/** Whether everything is done. Starts again from the oldest after the retention was changed, see changeTenant. */
async function forgetInteractions(
  store: TenantStore,
  { retentionDays, end, now, until }: { retentionDays: number; end: number; now: number; until: number },
): Promise<boolean> {
  const [[progress]] = await store.batch([SELECT_PROGRESS.with({ days: retentionDays })]);
  let from = { started_at: (progress?.started_at ?? 0) - OVERLAP_SECONDS, id: '' };
  for (let batches = 0; batches < MAX_BATCHES && Date.now() < until; batches += 1) {
    const [old] = await store.batch([SELECT_OLD.with(from.started_at, from.id, end)]);
    const last = old.at(-1);
    if (!last) return true;
    const ids = old.map(({ id }) => id);
    const save = SAVE_PROGRESS.with({ days: retentionDays, startedAt: last.started_at, id: last.id });
    try {
      await store.batch([...forgetQueries(ids, end), save]);
    } catch {
      const left = await inHalves(ids, (some) => store.batch(forgetQueries(some, end)));
      await store.batch([setAsideQuery(left.items, now), save]);
    }
    if (old.length < BATCH) return true;
    from = last;
  }
  return false;
}
