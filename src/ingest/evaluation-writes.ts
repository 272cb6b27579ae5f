import { binaryColumn } from '../db/binary.ts';
import { column, type StoredRow } from '../db/json-rows.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import { sealPersonal } from '../privacy/sealing/sealed-values.ts';
import { CUT_DIGEST, cutDigestSql } from '../records/digest.ts';
import { fieldOf } from '../records/stored-body.ts';
import type { EvaluationRecord } from '../records/types.ts';
import { packed, type RowWrite, replaced } from './row-writes.ts';

const statement = statementsIn('ingest');

/** What a tombstone has. */
const KEY = ['id', 'interaction_id', 'version', 'digest', 'removed'] as const;
const REST = ['rating', 'responded_at', 'sent_at', 'body', 'personal'] as const;
const SENT_COLUMNS = [...KEY, ...REST];
type EvaluationRow = StoredRow<(typeof KEY)[number], (typeof REST)[number]>;

/** Columns that depend on the interaction; set only if the evaluation rates a conversation. */
const TAKEN_COLUMNS = ['rates_conversation', 'agent_id', 'team_id'];

/**
 * SQL: the values of TAKEN_COLUMNS, from the interaction `i` and the evaluation with this `body`, which may name who was
 * rated. `isRated` is the condition that a rating exists.
 */
function takenSql(isRated: string, body: string): string {
  const rates = `${isRated} AND ${fieldOf('i', 'kind')} = 'conversation'`;
  const taken = (field: 'agent_id' | 'team_id'): string =>
    `CASE WHEN ${rates} THEN coalesce(${body} ->> '${field}', ${fieldOf('i', field)}) END`;
  return `coalesce(${rates}, 0), ${taken('agent_id')}, ${taken('team_id')}`;
}

/** SQL: texts are not stored if the interaction was removed or has lost its personal data. */
const KEEPS_WORDS = '(i.id IS NULL OR i.personal IS NOT NULL)';
const SENT_VALUES = SENT_COLUMNS.map((name) => {
  const bytes = binaryColumn(name);
  if (name === 'digest') return `iif(${KEEPS_WORDS}, ${bytes}, ${cutDigestSql(bytes)})`;
  return name === 'personal' ? `iif(${KEEPS_WORDS}, ${bytes}, NULL)` : column(name);
});
const PUT_EVALUATIONS = statement(`
  INSERT INTO evaluations (tenant, ${[...SENT_COLUMNS, 'attached', ...TAKEN_COLUMNS].join(', ')})
  SELECT ?1, ${SENT_VALUES.join(', ')},
    k.value ->> 'removed' = 0 AND i.removed IS 0,
    ${takenSql("k.value ->> 'removed' = 0 AND k.value ->> 'rating' IS NOT NULL", "k.value ->> 'body'")}
  FROM json_each(?2) k LEFT JOIN interactions i ON i.tenant = ?1 AND i.id = k.value ->> 'interaction_id'
  WHERE true
  ON CONFLICT (tenant, id) DO UPDATE SET ${replaced([...SENT_COLUMNS.slice(1), 'attached', ...TAKEN_COLUMNS])}`);

const TAKEN_NOW = `(SELECT ${takenSql('evaluations.rating IS NOT NULL', 'evaluations.body')}
  FROM interactions i WHERE i.tenant = ?1 AND i.id = evaluations.interaction_id)`;

/** Updates the evaluations of interactions that were just written; writes only rows that differ. */
export const ATTACH_EVALUATIONS = statement(`
  UPDATE evaluations INDEXED BY evaluations_by_interaction
  SET attached = 1, (${TAKEN_COLUMNS.join(', ')}) = ${TAKEN_NOW}
  WHERE tenant = ?1 AND removed = 0 AND interaction_id IN (SELECT value FROM json_each(?2))
    AND (attached = 0 OR rating IS NOT NULL AND (${TAKEN_COLUMNS.join(', ')}) IS NOT ${TAKEN_NOW})`);

/** Deletes the texts of evaluations whose interactions are stored without personal data. */
export const FORGET_WORDS = statement(`
  UPDATE evaluations INDEXED BY evaluations_by_interaction SET personal = NULL, ${CUT_DIGEST}
  WHERE tenant = ?1 AND removed = 0 AND personal IS NOT NULL AND interaction_id IN (SELECT value FROM json_each(?2))`);

/** Queries that write evaluations. They must run after the queries that write their interactions. */
export async function evaluationQueries(
  writes: readonly RowWrite[],
  keys: TenantKeys,
  tenant: string,
): Promise<BoundStatement[]> {
  const rows = await Promise.all(writes.map((write) => evaluationRow(write, keys, tenant)));
  return packed(rows, PUT_EVALUATIONS);
}

async function evaluationRow(write: RowWrite, keys: TenantKeys, tenant: string): Promise<EvaluationRow> {
  if (write.kind === 'remove') {
    const { id, interactionId = '', version } = write;
    return { id, interaction_id: interactionId, version, digest: '', removed: 1 };
  }
  const { id, interaction_id, version, digest, body, text } = write.record as EvaluationRecord;
  return {
    id,
    interaction_id,
    version,
    digest,
    removed: 0,
    rating: body.rating,
    responded_at: body.responded_at,
    sent_at: body.sent_at,
    body: JSON.stringify(body),
    personal: await sealPersonal(keys, tenant, 'evaluation', id, text),
  };
}
