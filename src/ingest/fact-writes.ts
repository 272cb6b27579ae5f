import { columns, type JsonRow, type StoredRow } from '../db/json-rows.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { closedLateAt } from '../facts/closings.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import { sealPersonal, sealTranscript } from '../privacy/sealing/sealed-values.ts';
import type { Write } from '../records/decision.ts';
import { storedBody } from '../records/stored-body.ts';
import type { InteractionRecord, QualityReviewRecord } from '../records/types.ts';
import { ATTACH_EVALUATIONS, evaluationQueries, FORGET_WORDS } from './evaluation-writes.ts';
import { idOf, isRow, packed, type RowWrite, replaced } from './row-writes.ts';

const statement = statementsIn('ingest');

/** What a tombstone has. */
const INTERACTION_KEY = ['id', 'version', 'digest', 'removed', 'is_call'] as const;
const INTERACTION_REST = [
  'started_at',
  'closed_late',
  'reopened_at',
  'customer_id',
  'department_id',
  'phone_last4',
  'phone_hash',
  'body',
  'personal',
] as const;
/** Set when an interaction is stored for the first time, and never again. */
const ARRIVAL = 'arrival';
const REPLACED = [...INTERACTION_KEY.slice(1), ...INTERACTION_REST];
const INTERACTION_COLUMNS = [...INTERACTION_KEY, ...INTERACTION_REST, ARRIVAL];
const BINARY = ['digest', 'phone_last4', 'phone_hash', 'personal'];
type InteractionRow = StoredRow<
  (typeof INTERACTION_KEY)[number],
  (typeof INTERACTION_REST)[number] | typeof ARRIVAL
>;

const PUT_INTERACTIONS = statement(`
  INSERT INTO interactions (tenant, ${INTERACTION_COLUMNS.join(', ')})
  SELECT ?1, ${columns(INTERACTION_COLUMNS, BINARY)} FROM json_each(?2) k WHERE true
  ON CONFLICT (tenant, id) DO UPDATE SET ${replaced(REPLACED)}`);

const TRANSCRIPT_COLUMNS = ['interaction_id', 'body'] as const;
type TranscriptRow = JsonRow<(typeof TRANSCRIPT_COLUMNS)[number]>;
const PUT_TRANSCRIPTS = statement(`
  INSERT INTO transcripts (tenant, ${TRANSCRIPT_COLUMNS.join(', ')})
  SELECT ?1, ${columns(TRANSCRIPT_COLUMNS, ['body'])} FROM json_each(?2) k WHERE true
  ON CONFLICT (tenant, interaction_id) DO UPDATE SET body = excluded.body`);
const DROP_TRANSCRIPTS = statement(`
  DELETE FROM transcripts WHERE tenant = ?1 AND interaction_id IN (SELECT value FROM json_each(?2))`);

/** SQL: whether the interaction of the review being written is stored. */
const IS_ATTACHED = `EXISTS (SELECT 1 FROM interactions i WHERE i.tenant = ?1 AND i.id = k.value ->> 'interaction_id' AND i.removed = 0)`;

/** What a tombstone has. */
const REVIEW_KEY = ['id', 'interaction_id', 'version', 'digest', 'removed'] as const;
const REVIEW_REST = ['created_at', 'body'] as const;
const REVIEW_COLUMNS = [...REVIEW_KEY, ...REVIEW_REST];
type ReviewRow = StoredRow<(typeof REVIEW_KEY)[number], (typeof REVIEW_REST)[number]>;

const PUT_REVIEWS = statement(`
  INSERT INTO quality_reviews (tenant, ${REVIEW_COLUMNS.join(', ')}, attached)
  SELECT ?1, ${columns(REVIEW_COLUMNS, BINARY)}, k.value ->> 'removed' = 0 AND ${IS_ATTACHED} FROM json_each(?2) k WHERE true
  ON CONFLICT (tenant, id) DO UPDATE SET ${replaced(REVIEW_COLUMNS.slice(1))}, attached = excluded.attached`);

const removeAttached = (table: string, rest: string): string => `
  UPDATE ${table} INDEXED BY ${table}_by_interaction SET removed = 1, attached = 0, digest = x'', body = NULL${rest},
    version = max(version, (SELECT k.value ->> 'version' FROM json_each(?2) k WHERE k.value ->> 'interaction_id' = ${table}.interaction_id))
  WHERE tenant = ?1 AND removed = 0 AND interaction_id IN (SELECT k.value ->> 'interaction_id' FROM json_each(?2) k)`;
const REMOVE_EVALUATIONS = statement(
  removeAttached(
    'evaluations',
    `, personal = NULL, rating = NULL, responded_at = NULL, sent_at = NULL,
    rates_conversation = 0, agent_id = NULL, team_id = NULL`,
  ),
);
const REMOVE_REVIEWS = statement(removeAttached('quality_reviews', ', created_at = NULL'));

const ATTACH_REVIEWS = statement(`
  UPDATE quality_reviews INDEXED BY quality_reviews_by_interaction SET attached = 1
  WHERE tenant = ?1 AND removed = 0 AND attached = 0
    AND interaction_id IN (SELECT value FROM json_each(?2))`);

/** Writes by table: rows for kept records, tombstones for removed ones. */
export interface FactWrites {
  interactions: Write[];
  evaluations: Write[];
  reviews: Write[];
  deletedInteractions: ReadonlyMap<string, number>;
  /** See `changeLogQueries`. */
  arrivals: ReadonlyMap<string, string>;
}

/** Queries that write interactions, evaluations and quality reviews, in the order in which they must run. */
export async function factQueries(
  writes: FactWrites,
  keys: TenantKeys,
  tenant: string,
): Promise<BoundStatement[]> {
  const kept = writes.interactions
    .filter((write) => write.kind === 'keep')
    .map((write) => write.record as InteractionRecord);
  const rows = await Promise.all(
    writes.interactions
      .filter(isRow)
      .map((write) => interactionRow(write, writes.arrivals.get(idOf(write)), keys, tenant)),
  );
  const transcripts = await Promise.all(
    kept
      .filter(({ transcript }) => transcript !== undefined)
      .map(async ({ id, transcript }): Promise<TranscriptRow> => {
        return { interaction_id: id, body: await sealTranscript(keys, tenant, id, transcript!) };
      }),
  );
  const withTranscript = new Set(transcripts.map(({ interaction_id }) => interaction_id));
  const withoutTranscript = writes.interactions
    .filter(isRow)
    .map(idOf)
    .filter((id) => !withTranscript.has(id));
  const deletions = [...writes.deletedInteractions].map(
    ([id, version]): JsonRow<'interaction_id' | 'version'> => ({ interaction_id: id, version }),
  );
  return [
    ...packed(deletions, REMOVE_EVALUATIONS, REMOVE_REVIEWS),
    ...packed(rows, PUT_INTERACTIONS),
    ...packed(
      kept.filter(({ forgotten }) => forgotten).map(({ id }) => id),
      FORGET_WORDS,
    ),
    ...packed(withoutTranscript, DROP_TRANSCRIPTS),
    ...packed(transcripts, PUT_TRANSCRIPTS),
    ...(await evaluationQueries(writes.evaluations.filter(isRow), keys, tenant)),
    ...packed(writes.reviews.filter(isRow).map(reviewRow), PUT_REVIEWS),
    ...packed(
      kept.map(({ id }) => id),
      ATTACH_EVALUATIONS,
      ATTACH_REVIEWS,
    ),
  ];
}

async function interactionRow(
  write: RowWrite,
  arrival: string | undefined,
  keys: TenantKeys,
  tenant: string,
): Promise<InteractionRow> {
  if (write.kind === 'remove') {
    return { id: write.id, version: write.version, digest: '', removed: 1, is_call: 0 };
  }
  const { id, version, digest, body, personal, phone, forgotten } = write.record as InteractionRecord;
  return {
    id,
    version,
    digest,
    removed: 0,
    is_call: body.kind === 'call' && body.status !== 'open' ? 1 : 0,
    started_at: body.started_at,
    closed_late: closedLateAt(body),
    reopened_at: body.reopened_at,
    customer_id: body.customer_id,
    department_id: body.department_id,
    phone_last4: phone?.last4,
    phone_hash: phone?.whole,
    body: storedBody(body),
    personal: forgotten ? null : await sealPersonal(keys, tenant, 'interaction', id, personal),
    arrival,
  };
}

function reviewRow(write: RowWrite): ReviewRow {
  if (write.kind === 'remove') {
    const { id, interactionId = '', version } = write;
    return { id, interaction_id: interactionId, version, digest: '', removed: 1 };
  }
  const { id, interaction_id, version, digest, body } = write.record as QualityReviewRecord;
  const { created_at } = body;
  return { id, interaction_id, version, digest, removed: 0, created_at, body: JSON.stringify(body) };
}
