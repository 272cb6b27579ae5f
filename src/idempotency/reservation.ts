import { BOUNDS } from '../bounds.ts';
import { and, eq, isNull } from '../db/expressions.ts';
import { idempotencyKeys } from '../db/schema.ts';
import { PLATFORM, statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { StoreContext, TimedContext } from '../db/tenant-store.ts';
import { Conflict, Unprocessable } from '../errors.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import { openAnswer, sealAnswer } from '../privacy/sealing/sealed-values.ts';

const statement = statementsIn('idempotency');
const queries = queriesIn('idempotency');

/** How long an attempt may run before another one takes over, in seconds. */
const LEASE_SECONDS = 60;
/** How soon to retry while the first request is running, in seconds. */
const RETRY_SECONDS = 2;
const KEPT_SECONDS = BOUNDS.idempotencyHours.value * 3_600;

/** Platform operations belong to no tenant; a slug never looks like this. */
export { PLATFORM };

/** Replaces an expired key, or an attempt that did not finish; in the latter case the creation id is kept. */
const RESERVE = statement(`
  INSERT INTO idempotency_keys (tenant, id, fingerprint, creation_id, holder, lease_until, created_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6 + ${LEASE_SECONDS}, ?6)
  ON CONFLICT (tenant, id) DO UPDATE SET
    fingerprint = excluded.fingerprint, holder = excluded.holder, lease_until = excluded.lease_until, answer = NULL,
    creation_id = iif(created_at <= ?6 - ${KEPT_SECONDS}, excluded.creation_id, creation_id),
    created_at = iif(created_at <= ?6 - ${KEPT_SECONDS}, excluded.created_at, created_at)
  WHERE created_at <= ?6 - ${KEPT_SECONDS}
    OR answer IS NULL AND lease_until <= ?6 AND fingerprint = excluded.fingerprint`);
const SELECT = queries.select(idempotencyKeys, ({ id }: Inputs<{ id: string }>) => ({
  columns: {
    fingerprint: idempotencyKeys.fingerprint,
    creation_id: idempotencyKeys.creation_id,
    holder: idempotencyKeys.holder,
    answer: idempotencyKeys.answer,
  },
  where: eq(idempotencyKeys.id, id),
}));

interface Attempt {
  id: string;
  holder: string;
}
const isUnanswered = ({ id, holder }: Inputs<Attempt>) =>
  and(eq(idempotencyKeys.id, id), eq(idempotencyKeys.holder, holder), isNull(idempotencyKeys.answer));
const REMEMBER = queries.update(idempotencyKeys, (attempt: Inputs<Attempt & { answer: string }>) => ({
  set: { answer: attempt.answer },
  where: isUnanswered(attempt),
}));
const FORGET = queries.delete(idempotencyKeys, (attempt: Inputs<Attempt>) => ({
  where: isUnanswered(attempt),
}));
const GIVE_BACK = queries.update(idempotencyKeys, (attempt: Inputs<Attempt>) => ({
  set: { lease_until: 0 },
  where: isUnanswered(attempt),
}));
/** Maximum number of rows that one statement deletes. */
const FORGOTTEN = 1_000;
const FORGET_OLD = statement<{ id: string }>(`
  DELETE FROM idempotency_keys WHERE tenant = ?1 AND id IN (
    SELECT id FROM idempotency_keys WHERE tenant = ?1 AND created_at <= ?2 LIMIT ${FORGOTTEN})
  RETURNING id`);

/** Identifies a request: `id` by its caller, operation and key, `fingerprint` by its whole content. */
export interface Identified {
  id: string;
  fingerprint: string;
}

/** A stored response. */
export interface RememberedAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  data: unknown;
}

/** What seals and opens answers. */
interface Sealing extends StoreContext {
  readonly keys: TenantKeys;
}

/** The right to execute a request, because it is the first with its key or takes over from one that did not finish. */
export interface Reservation {
  /** A UUID for what is created, the same in every attempt. */
  creationId: string;
  /** Stores the response, sealed, for repeated requests. */
  remember(answer: RememberedAnswer): Promise<void>;
  /** Deletes the reservation because nothing was done: the same key may be used for another attempt. */
  forget(): Promise<void>;
  /** Ends the lease when it is unknown what was done: the next attempt continues with the same creation id. */
  giveBack(): Promise<void>;
}

/**
 * Reserves a request, in one trip, or returns the stored response. Throws Conflict while the first request is running,
 * or if the response cannot be opened; Unprocessable if the key was used for another request.
 */
export async function reserve(
  context: TimedContext & Sealing,
  { id, fingerprint }: Identified,
): Promise<Reservation | RememberedAnswer> {
  const { store, keys, now } = context;
  const holder = crypto.randomUUID();
  const [, [row]] = await store.batch([
    RESERVE.with(id, fingerprint, crypto.randomUUID(), holder, now),
    SELECT.with({ id }),
  ]);
  if (!row || row.fingerprint !== fingerprint) {
    throw new Unprocessable(
      'This Idempotency-Key was used for a different request. Use a new key for each request.',
    );
  }
  if (row.answer !== null) return rememberedIn(context, row.answer, id);
  if (row.holder !== holder) {
    throw new Conflict(
      'The first request with this Idempotency-Key is still in progress. Try again shortly.',
      RETRY_SECONDS,
    );
  }
  return {
    creationId: row.creation_id,
    async remember(answer) {
      const sealed = await sealAnswer(keys, store.tenant, id, JSON.stringify(answer));
      await store.batch([REMEMBER.with({ id, holder, answer: sealed })]);
    },
    async forget() {
      await store.batch([FORGET.with({ id, holder })]);
    },
    async giveBack() {
      await store.batch([GIVE_BACK.with({ id, holder })]);
    },
  };
}

/** Throws Conflict if the response was sealed with a data secret that is not configured any more. */
async function rememberedIn({ store, keys }: Sealing, answer: string, id: string): Promise<RememberedAnswer> {
  try {
    return JSON.parse(await openAnswer(keys, store.tenant, id, answer));
  } catch {
    throw new Conflict(
      'This request was carried out, but its response is no longer available. Use another Idempotency-Key.',
    );
  }
}

/** Deletes a batch of expired keys. `done`: whether none are left. */
export async function forgetOldAnswers({ store, now }: TimedContext): Promise<{ done: boolean }> {
  const [forgotten] = await store.batch([FORGET_OLD.with(now - KEPT_SECONDS)]);
  return { done: forgotten.length < FORGOTTEN };
}
