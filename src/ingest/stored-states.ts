import { hexOf } from '../db/binary.ts';
import { jsonBatches } from '../db/json-batches.ts';
import type { JsonRow } from '../db/json-rows.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import { ERASED_PREFIX } from '../privacy/erasure/erasure.ts';
import type { memoryQueries, RowsOfMemory } from '../privacy/erasure/erasure-plan.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import type { StoredState } from '../records/decision.ts';
import type { Dimension, IngestRecord, RecordType } from '../records/types.ts';
import { type Backlog, SELECT_BACKLOG } from '../rollups/changes.ts';
import { selectUsed, type Used } from '../usage/counting.ts';
import { type AgentDayRow, agentDayQueries, type PlaceRow } from './agent-days.ts';
import { keyOf } from './decide.ts';
import { occupiedIn, occupiedQueries } from './occupied.ts';
import type { Occupied } from './room.ts';
import { StoredAgentTime } from './stored-agent-time.ts';

const statement = statementsIn('ingest');

interface StateRow {
  type: RecordType;
  id: string;
  version: number;
  digest: string;
  removed: number;
  interaction_id: string | null;
  body: string | null;
  customer_id: string | null;
  erased: number;
}

/** Tables that store records. */
export type FactTable = RowTable | 'agent_days';
/** Tables with a row per record. */
export type RowTable = 'interactions' | 'evaluations' | 'quality_reviews' | 'daily_counters' | 'dimensions';

/** The table that stores records of `type`. */
export function tableOf(type: RecordType): FactTable {
  switch (type) {
    case 'interaction':
      return 'interactions';
    case 'evaluation':
      return 'evaluations';
    case 'quality_review':
      return 'quality_reviews';
    case 'agent_state':
    case 'shift':
      return 'agent_days';
    case 'article_stats':
    case 'email_channel_stats':
      return 'daily_counters';
    default:
      return 'dimensions';
  }
}

/** SQL: whether the interaction `s` belongs to an erased customer. */
export const IS_ERASED = `(s.removed = 0 AND s.personal IS NULL AND coalesce(s.customer_id GLOB '${ERASED_PREFIX}*', 0))`;

const attachedStates = (type: string, table: string) =>
  statement<StateRow>(`
    SELECT '${type}' AS type, s.id AS id, s.version AS version, ${hexOf('s.digest')} AS digest, s.removed AS removed,
      s.interaction_id AS interaction_id, NULL AS body, NULL AS customer_id, 0 AS erased
    FROM json_each(?2) k CROSS JOIN ${table} s WHERE s.tenant = ?1 AND s.id = k.value ->> 'id'`);

const STATES: Record<RowTable, ReturnType<typeof attachedStates>> = {
  interactions: statement<StateRow>(`
    SELECT 'interaction' AS type, s.id AS id, s.version AS version, ${hexOf('s.digest')} AS digest, s.removed AS removed,
      NULL AS interaction_id, NULL AS body, s.customer_id AS customer_id, ${IS_ERASED} AS erased
    FROM json_each(?2) k CROSS JOIN interactions s WHERE s.tenant = ?1 AND s.id = k.value ->> 'id'`),
  evaluations: attachedStates('evaluation', 'evaluations'),
  quality_reviews: attachedStates('quality_review', 'quality_reviews'),
  daily_counters: statement<StateRow>(`
    SELECT s.type AS type, s.date || '/' || s.dimension_id AS id, s.version AS version, ${hexOf('s.digest')} AS digest,
      s.removed AS removed, NULL AS interaction_id, NULL AS body, NULL AS customer_id, 0 AS erased
    FROM json_each(?2) k CROSS JOIN daily_counters s
    WHERE s.tenant = ?1 AND s.type = k.value ->> 'type' AND s.date = substr(k.value ->> 'id', 1, 10)
      AND s.dimension_id = substr(k.value ->> 'id', 12)`),
  dimensions: statement<StateRow>(`
    SELECT s.type AS type, s.id AS id, s.version AS version, ${hexOf('s.digest')} AS digest, s.removed AS removed,
      NULL AS interaction_id, s.body AS body, NULL AS customer_id, 0 AS erased
    FROM json_each(?2) k CROSS JOIN dimensions s
    WHERE s.tenant = ?1 AND s.type = k.value ->> 'type' AND s.id = k.value ->> 'id'`),
};

/** Queries for the stored states of these records. */
function stateQueries(records: readonly IngestRecord[]): BoundStatement<StateRow>[] {
  const keys = new Map<RowTable, Map<string, JsonRow<'type' | 'id'>>>();
  for (const record of records) {
    const table = tableOf(record.type);
    if (table === 'agent_days') continue;
    const known = keys.get(table) ?? new Map<string, JsonRow<'type' | 'id'>>();
    known.set(keyOf(record), { type: record.type, id: record.id });
    keys.set(table, known);
  }
  return [...keys].flatMap(([table, known]) =>
    jsonBatches([...known.values()]).map((pack) => STATES[table].with(pack)),
  );
}

/** Everything that a decision is based on. */
export interface StoredBefore {
  states: Map<string, StoredState>;
  backlog: Backlog;
  memory: RowsOfMemory;
  occupied: Occupied;
  used: Used;
  agentTime: StoredAgentTime;
}

/**
 * Reads the stored states of these records, the backlog, the remembered erasures, how much of the bounded room is
 * taken, and the tenant's usage on the UTC day of the request, in one trip.
 */
export async function storedStates(
  { store, now, keys }: TimedContext & { readonly keys: TenantKeys },
  { records, memory }: { records: readonly IngestRecord[]; memory: ReturnType<typeof memoryQueries> },
): Promise<StoredBefore> {
  const occupied = occupiedQueries(records);
  const agentDays = agentDayQueries(records);
  const [[used], [backlog], retention, erasures, known, ...results] = await store.batch([
    selectUsed(now),
    SELECT_BACKLOG.with(),
    ...memory,
    ...agentDays,
    ...occupied,
    ...stateQueries(records),
  ]);
  const [days, places] = results.splice(0, agentDays.length) as [AgentDayRow[]?, PlaceRow[]?];
  const agentTime = new StoredAgentTime(days, places);
  const occupiedRows = results.splice(0, occupied.length) as Parameters<typeof occupiedIn>[0][];
  const states = new Map<string, StoredState>();
  for (const row of results.flat() as StateRow[]) {
    states.set(keyOf(row), {
      version: row.version,
      digest: row.digest,
      removed: row.removed === 1,
      ...(row.interaction_id !== null && { interactionId: row.interaction_id }),
      ...(row.customer_id !== null && { customerId: row.customer_id }),
      ...(row.erased === 1 && { erased: true }),
      ...(row.body !== null && { dimension: JSON.parse(row.body) as Dimension }),
    });
  }
  for (const record of records) {
    const state = tableOf(record.type) === 'agent_days' ? agentTime.stateOf(record, keys) : undefined;
    if (state) states.set(keyOf(record), state);
  }
  return {
    states,
    agentTime,
    backlog: backlog!,
    memory: [retention, erasures, known],
    occupied: { ...occupiedIn(occupiedRows.flat()), agentDays: agentTime.counts() },
    used: used!,
  };
}
