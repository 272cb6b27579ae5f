import { type AuditActor, type AuditedContext, auditQuery } from '../audit/entry.ts';
import { isTransactionConflict } from '../db/conflict.ts';
import type { BoundStatement } from '../db/statement.ts';
import { Conflict, NotFound, Unavailable } from '../errors.ts';
import { unratedGuard } from '../ingest/guard.ts';
import { storeRecords } from '../ingest/store-records.ts';
import { type MaskedText, textMask } from '../privacy/redact/masked-text.ts';
import { parseRecord } from '../records/parse.ts';
import type { AcceptedRecord, EvaluationRecord, Rater } from '../records/types.ts';
import type { ServiceContext } from '../service-context.ts';
import { isoInstant } from '../time/dates.ts';
import { recentlyEndedGuard, SELECT_PUBLICLY_RATEABLE, SELECT_RATEABLE, storedGuard } from './guards.ts';

export interface NewEvaluation {
  interactionId: string;
  /** 1–5. */
  rating: number;
  comment?: string | undefined;
}

/** `now` is when the evaluation is given. */
type RatingContext = Pick<ServiceContext, 'store' | 'tenant' | 'keys' | 'now'>;

/** Who rates with a credential, for the evaluation and for the audit log. */
type AuthoredContext = RatingContext & AuditedContext & { actor: AuditActor & { kind: 'session' | 'key' } };

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
 * Rates a stored interaction on behalf of the actor, once per interaction, and writes the audit entry. One transaction
 * decides, so that only one of two concurrent ratings is stored.
 * Throws NotFound for an unknown interaction, Conflict if it is already rated or has the maximum of evaluations,
 * Unavailable if other requests keep changing it.
 */
export async function createEvaluation(
  context: AuthoredContext,
  evaluation: NewEvaluation,
): Promise<CreatedEvaluation> {
  const { store, actor, now } = context;
  const { interactionId, rating } = evaluation;
  const { kind, id, role } = actor;
  const rater: Rater = { kind, id, ...(role !== undefined && { role }) };
  const entryOf = (stored: EvaluationRecord): BoundStatement[] => [
    auditQuery({ action: 'evaluation_created', actor, subject: stored.id, details: { rating } }, now),
  ];
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const created = await storeUnless(context, {
      evaluation,
      guard: storedGuard(interactionId),
      rater,
      entryOf,
    });
    if (created === 'full') throw new Conflict('This call already has the maximum number of evaluations.');
    if (created) return created;
    const [[state]] = await store.batch([SELECT_RATEABLE.with(interactionId)]);
    if (!state?.stored) {
      throw new NotFound('No call with this id. call_id must be the id of a stored call or conversation.');
    }
    if (state.rated) throw new Conflict('This call already has a rating. A call can be rated once.');
  }
  throw new Unavailable('Other requests are changing this call. Send the request again.', 1);
}

/**
 * Rates an interaction that ended within the last seven days, once, without a credential. Returns undefined if it
 * cannot be rated, without revealing whether it is unknown, open, too old or already rated. For a stored interaction,
 * `countHit` is called before it is rated or refused; an error that it throws is passed on.
 */
export async function createPublicEvaluation(
  context: RatingContext,
  { countHit, ...evaluation }: NewEvaluation & { countHit(): Promise<void> },
): Promise<CreatedEvaluation | undefined> {
  const { interactionId } = evaluation;
  const since = context.now - PUBLIC_SECONDS;
  const [[state]] = await context.store.batch([SELECT_PUBLICLY_RATEABLE.with(interactionId, since)]);
  if (!state) return undefined;
  await countHit();
  if (!state.rateable) return undefined;
  const guard = recentlyEndedGuard(interactionId, since);
  const created = await storeUnless(context, { evaluation, guard, rater: { kind: 'public' } });
  return created === 'full' ? undefined : created;
}

interface Attempt {
  evaluation: NewEvaluation;
  guard: BoundStatement;
  rater: Rater;
  /** The audit entry, for the same transaction. */
  entryOf?: (record: EvaluationRecord) => BoundStatement[];
}

/**
 * Stores the evaluation. Returns undefined if `guard` fails or the interaction is already rated, and `full` if it has
 * the maximum of evaluations.
 */
async function storeUnless(
  context: RatingContext,
  { evaluation, guard, rater, entryOf = () => [] }: Attempt,
): Promise<CreatedEvaluation | 'full' | undefined> {
  const { store, keys, now } = context;
  const parsed = recordOf(context, evaluation);
  if (!parsed) return undefined;
  const record = { ...parsed, body: { ...parsed.body, rated_by: rater } };
  try {
    const guards = [guard, unratedGuard(evaluation.interactionId)];
    const asked = { records: [record], guards, also: entryOf(record) };
    const { refusals } = await storeRecords({ store, keys, now }, asked);
    if (refusals.size > 0) return 'full';
  } catch (error) {
    if (isTransactionConflict(error)) return undefined;
    throw error;
  }
  return {
    id: record.id,
    interactionId: record.interaction_id,
    rating: evaluation.rating,
    comment: textMask(undefined)(record.text.comment),
    respondedAt: now,
  };
}

/** The record as ingest would parse it; undefined if no interaction can have that id. */
function recordOf(
  context: RatingContext,
  { interactionId, rating, comment }: NewEvaluation,
): EvaluationRecord | undefined {
  const sent = {
    type: 'evaluation',
    id: crypto.randomUUID(),
    interaction_id: interactionId,
    rating,
    comment,
    responded_at: isoInstant(context.now),
  };
  const parsed = parseRecord(sent, context);
  if (parsed.ok && isEvaluation(parsed.record)) return parsed.record;
  if (!parsed.ok && parsed.errors.every(({ path }) => path === 'interaction_id')) return undefined;
  throw new Error('An evaluation that the route accepted is not a valid record.');
}

function isEvaluation(record: AcceptedRecord): record is EvaluationRecord {
  return record.type === 'evaluation' && !record.deleted;
}
