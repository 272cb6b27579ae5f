import { Conflict, NotFound, Unavailable } from '../errors.ts';
import type { TenantKeys } from '../facts/keys.ts';
import { type MaskedText, textMask } from '../facts/masked-text.ts';
import { parseRecord } from '../facts/records/parse.ts';
import type { AcceptedRecord, EvaluationRecord } from '../facts/types.ts';
import { unratedGuard } from '../ingest/guard.ts';
import { storeRecords } from '../ingest/store-records.ts';
import { isTransactionConflict } from '../store/conflict.ts';
import type { Query } from '../store/statement.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import { isoInstant } from '../time/dates.ts';
import { recentlyEndedGuard, SELECT_RATEABLE, storedGuard } from './guards.ts';

export interface NewEvaluation {
  interactionId: string;
  /** 1–5. */
  rating: number;
  comment?: string | undefined;
}

export interface CreateOptions {
  keys: TenantKeys;
  /** Seconds UTC; when the evaluation was given. */
  now: number;
}

export interface CreatedEvaluation {
  id: string;
  interactionId: string;
  rating: number;
  comment: MaskedText | null;
  /** Seconds UTC. */
  respondedAt: number;
}

/** How long after its end an interaction can be rated without a credential: seven days. */
const PUBLIC_SECONDS = 7 * 86_400;
const MAX_ATTEMPTS = 3;

/**
 * Rates a stored interaction, once: one transaction decides, so that of two at once one is stored. NotFound
 * for an unknown interaction, Conflict where it is rated already.
 */
export async function createEvaluation(
  store: TenantStore,
  evaluation: NewEvaluation,
  options: CreateOptions,
): Promise<CreatedEvaluation> {
  const { interactionId } = evaluation;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const created = await storeUnless(store, evaluation, options, storedGuard(interactionId));
    if (created) return created;
    const [[state]] = await store.batch([SELECT_RATEABLE.with(interactionId)]);
    if (!state?.stored) {
      throw new NotFound('There is no call of that id; call_id is the id of a stored call or conversation.');
    }
    if (state.rated) throw new Conflict('This call already has a rating; a call is rated once.');
  }
  throw new Unavailable('Other requests keep changing this call; send again.', 1);
}

/**
 * Rates an interaction that ended within seven days, once, for somebody without a credential. Undefined
 * wherever it does not: an unknown, open, old or already rated one are not told apart.
 */
export function createPublicEvaluation(
  store: TenantStore,
  evaluation: NewEvaluation,
  options: CreateOptions,
): Promise<CreatedEvaluation | undefined> {
  const guard = recentlyEndedGuard(evaluation.interactionId, options.now - PUBLIC_SECONDS);
  return storeUnless(store, evaluation, options, guard);
}

/** Stores the evaluation unless `guard` fails or its interaction is rated; undefined where it was not stored. */
async function storeUnless(
  store: TenantStore,
  evaluation: NewEvaluation,
  { keys, now }: CreateOptions,
  guard: Query,
): Promise<CreatedEvaluation | undefined> {
  const record = recordOf(store.tenant, evaluation, { keys, now });
  if (!record) return undefined;
  try {
    const guards = [guard, unratedGuard(evaluation.interactionId)];
    await storeRecords(store, [record], { keys, now, guards });
  } catch (error) {
    if (isTransactionConflict(error)) return undefined;
    throw error;
  }
  return {
    id: record.id,
    interactionId: record.interaction_id,
    rating: evaluation.rating,
    comment: textMask(undefined)(record.text.comment),
    respondedAt: record.body.responded_at,
  };
}

/** The record as ingest would read it; undefined where no interaction could have such an id. */
function recordOf(
  tenant: string,
  { interactionId, rating, comment }: NewEvaluation,
  { keys, now }: CreateOptions,
): EvaluationRecord | undefined {
  const sent = {
    type: 'evaluation',
    id: crypto.randomUUID(),
    interaction_id: interactionId,
    rating,
    comment,
    responded_at: isoInstant(now),
  };
  const parsed = parseRecord(sent, { tenant, now, keys });
  if (parsed.ok && isEvaluation(parsed.record)) return parsed.record;
  if (!parsed.ok && parsed.errors.every(({ path }) => path === 'interaction_id')) return undefined;
  throw new Error('An evaluation that the route accepted is no valid record.');
}

function isEvaluation(record: AcceptedRecord): record is EvaluationRecord {
  return record.type === 'evaluation' && !record.deleted;
}
