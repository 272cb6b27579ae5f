import { type AuditedContext, auditQuery } from '../../audit/entry.ts';
import { binaryColumn, hexOf } from '../../db/binary.ts';
import { isTransactionConflict } from '../../db/conflict.ts';
import { jsonBatches } from '../../db/json-batches.ts';
import { type BoundStatement, statementsIn } from '../../db/statement.ts';
import { Conflict, Unavailable } from '../../errors.ts';
import { bodyOf } from '../../records/stored-body.ts';
import type { KeyedContext } from '../../service-context.ts';
import { renamingQueries } from './rename-customers.ts';
import {
  type InteractionToReseal,
  resealEvaluation,
  resealInteraction,
  type SealedEvaluation,
} from './reseal.ts';

const statement = statementsIn('privacy');

/** Where a rotation continues: the table, and the last id that is done. */
export interface RotationCursor {
  table: 'interactions' | 'evaluations';
  after: string;
}

export interface RotationSlice {
  /** Rows read. */
  rows: number;
  /** Absent when the rotation is complete. */
  next?: RotationCursor;
}

const SLICE_ROWS = 200;
const ATTEMPTS = 4;

const INTERACTIONS = statement<InteractionToReseal>(`
  SELECT i.id AS id, ${hexOf('i.digest')} AS digest, ${bodyOf('i')} AS body, i.customer_id AS customer_id,
    ${hexOf('i.personal')} AS personal, ${hexOf('t.body')} AS transcript
  FROM interactions i LEFT JOIN transcripts t ON t.tenant = ?1 AND t.interaction_id = i.id
  WHERE i.tenant = ?1 AND i.id > ?2 AND i.removed = 0 ORDER BY i.id LIMIT ?3`);
const EVALUATIONS = statement<SealedEvaluation>(`
  SELECT e.id AS id, e.interaction_id AS interaction_id, ${hexOf('e.digest')} AS digest, e.body AS body,
    ${hexOf('e.personal')} AS personal
  FROM evaluations e
  WHERE e.tenant = ?1 AND e.id > ?2 AND e.removed = 0 ORDER BY e.id LIMIT ?3`);

/** Replaces only what was read: a row that was written or erased meanwhile has another digest. */
const PUT_INTERACTIONS = statement(`
  UPDATE interactions SET personal = ${binaryColumn('personal')}, phone_hash = ${binaryColumn('phone_hash')},
    phone_last4 = ${binaryColumn('phone_last4')}, digest = ${binaryColumn('digest')}
  FROM json_each(?2) k
  WHERE tenant = ?1 AND interactions.id = k.value ->> 'id' AND interactions.digest = ${binaryColumn('previous')}`);
const PUT_TRANSCRIPTS = statement(`
  UPDATE transcripts SET body = ${binaryColumn('body')} FROM json_each(?2) k
  WHERE tenant = ?1 AND interaction_id = k.value ->> 'id' AND body = ${binaryColumn('previous')}`);
const PUT_EVALUATIONS = statement(`
  UPDATE evaluations SET personal = ${binaryColumn('personal')}, digest = ${binaryColumn('digest')}
  FROM json_each(?2) k
  WHERE tenant = ?1 AND evaluations.id = k.value ->> 'id' AND evaluations.digest = ${binaryColumn('previous')}`);

/**
 * Moves up to 200 rows of a tenant from the previous data secret to the current one: seals personal data and
 * transcripts again, recomputes search hashes, digests and pseudonyms. Each slice is one transaction and may be
 * repeated.
 * Throws Conflict if no previous secret is configured, Unavailable if other writers keep changing the same rows, and an
 * Error if neither secret opens a value.
 */
export async function rotateSlice(
  context: AuditedContext & KeyedContext,
  cursor: RotationCursor,
): Promise<RotationSlice> {
  const { store, actor, now } = context;
  if (!context.keys.previous) {
    throw new Conflict(
      'DATA_SECRET_PREVIOUS is not set. Set it to the secret before DATA_SECRET, then deploy.',
    );
  }
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { queries, slice } =
      cursor.table === 'interactions'
        ? await interactionSlice(context, cursor.after)
        : await evaluationSlice(context, cursor.after);
    const audit = slice.next ? [] : [auditQuery({ action: 'secret_rotated', actor }, now)];
    try {
      await store.batch([...queries, ...audit]);
      return slice;
    } catch (error) {
      if (!isTransactionConflict(error)) throw error;
    }
  }
  throw new Unavailable('Other requests are changing the same customers. Send the request again.', 1);
}

interface Work {
  queries: BoundStatement[];
  slice: RotationSlice;
}

async function interactionSlice(context: AuditedContext & KeyedContext, after: string): Promise<Work> {
  const { store, keys } = context;
  const [rows] = await store.batch([INTERACTIONS.with(after, SLICE_ROWS)]);
  const resealed = await Promise.all(rows.map((row) => resealInteraction(keys, store.tenant, row)));
  const transcripts = resealed.flatMap(({ transcript }) => (transcript ? [transcript] : []));
  const renamings = resealed.flatMap(({ renaming }) => (renaming ? [renaming] : []));
  const last = rows.at(-1)?.id;
  return {
    queries: [
      ...(await renamingQueries(context, renamings)),
      ...jsonBatches(resealed.map(({ interaction }) => interaction)).map((pack) =>
        PUT_INTERACTIONS.with(pack),
      ),
      ...jsonBatches(transcripts).map((pack) => PUT_TRANSCRIPTS.with(pack)),
    ],
    slice: {
      rows: rows.length,
      next:
        rows.length === SLICE_ROWS && last !== undefined
          ? { table: 'interactions', after: last }
          : { table: 'evaluations', after: '' },
    },
  };
}

async function evaluationSlice({ store, keys }: KeyedContext, after: string): Promise<Work> {
  const [rows] = await store.batch([EVALUATIONS.with(after, SLICE_ROWS)]);
  const resealed = await Promise.all(rows.map((row) => resealEvaluation(keys, store.tenant, row)));
  const last = rows.at(-1)?.id;
  return {
    queries: jsonBatches(resealed).map((pack) => PUT_EVALUATIONS.with(pack)),
    slice: {
      rows: rows.length,
      ...(rows.length === SLICE_ROWS &&
        last !== undefined && { next: { table: 'evaluations', after: last } as const }),
    },
  };
}
