import { BOUNDS } from '../bounds.ts';
import { jsonBatches } from '../db/json-batches.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { DimensionType, IngestRecord } from '../records/types.ts';
import type { AttachedType, Occupied, Room } from './room.ts';

const statement = statementsIn('ingest');

const MOST_ATTACHED = BOUNDS.ratingsPerInteraction.value;
/**
 * Deactivations and deletions are always accepted, so a type may exceed its bound by a few bytes. The guard allows one
 * more part.
 */
const MOST_BYTES = BOUNDS.dimensionBytes.value + BOUNDS.dimensionPartBytes.value;

interface OccupiedRow {
  type: AttachedType | DimensionType;
  /** Id of the interaction; null in the row of a dimension type. */
  id: string | null;
  records: number;
  bytes: number;
}

/** SQL: how many rows of a table belong to the interaction `k.value`; stops counting one above the bound. */
const attachedTo = (table: string): string => `(SELECT count(*) FROM (
  SELECT 1 FROM ${table} a INDEXED BY ${table}_by_interaction
  WHERE a.tenant = ?1 AND a.interaction_id = k.value AND a.removed = 0 LIMIT ${MOST_ATTACHED + 1}))`;

const countAttached = (type: AttachedType, table: string) =>
  statement<OccupiedRow>(`
    SELECT '${type}' AS type, k.value AS id, ${attachedTo(table)} AS records, 0 AS bytes FROM json_each(?2) k`);
const COUNT_ATTACHED = {
  evaluation: countAttached('evaluation', 'evaluations'),
  quality_review: countAttached('quality_review', 'quality_reviews'),
};
const COUNT_DIMENSIONS = statement<OccupiedRow>(`
  SELECT p.type AS type, NULL AS id, sum(p.records) AS records, sum(octet_length(p.body)) AS bytes
  FROM json_each(?2) k CROSS JOIN dimension_packs p WHERE p.tenant = ?1 AND p.type = k.value GROUP BY p.type`);

/** Guards (see db/conflict.ts): fail the transaction if concurrent requests together exceeded a bound. */
const guardAttached = (table: string) =>
  statement(`
    SELECT json('more ${table} than may be of ' || k.key) AS failure FROM json_each(?2) k
    WHERE ${attachedTo(table)} > ${MOST_ATTACHED}`);
const GUARD_ATTACHED = {
  evaluation: guardAttached('evaluations'),
  quality_review: guardAttached('quality_reviews'),
};
const GUARD_DIMENSIONS = statement(`
  SELECT json('more records than may be of ' || s.type) AS failure FROM (
    SELECT p.type AS type, sum(p.records) AS records, sum(octet_length(p.body)) AS bytes
    FROM json_each(?2) k CROSS JOIN dimension_packs p WHERE p.tenant = ?1 AND p.type = k.value GROUP BY p.type) s
  WHERE s.records > ${BOUNDS.dimensionRecords.value} OR s.bytes > ${MOST_BYTES}`);

/**
 * Queries for how much is stored of everything bounded that these records may add to; empty if they add to nothing
 * bounded. They read one row per stored evaluation and review of the named interactions, and one per dimension part.
 */
export function occupiedQueries(records: readonly IngestRecord[]): BoundStatement<OccupiedRow>[] {
  const named = { evaluation: new Set<string>(), quality_review: new Set<string>() };
  const types = new Set<string>();
  for (const record of records) {
    if (record.deleted) continue;
    if (record.type === 'evaluation' || record.type === 'quality_review') {
      named[record.type].add(record.interaction_id);
    } else if (record.type !== 'interaction' && !('date' in record)) types.add(record.type);
  }
  return [
    ...jsonBatches([...named.evaluation]).map((pack) => COUNT_ATTACHED.evaluation.with(pack)),
    ...jsonBatches([...named.quality_review]).map((pack) => COUNT_ATTACHED.quality_review.with(pack)),
    ...jsonBatches([...types]).map((pack) => COUNT_DIMENSIONS.with(pack)),
  ];
}

/** Decodes the rows of `occupiedQueries`. */
export function occupiedIn(rows: readonly OccupiedRow[]): Omit<Occupied, 'agentDays'> {
  const attached = { evaluation: new Map<string, number>(), quality_review: new Map<string, number>() };
  const dimensions = new Map<DimensionType, { records: number; bytes: number }>();
  for (const { type, id, records, bytes } of rows) {
    if (type === 'evaluation' || type === 'quality_review') attached[type].set(id!, records);
    else dimensions.set(type, { records, bytes });
  }
  return { attached, dimensions };
}

/** Queries to run after the writes: they fail the transaction if other requests have filled the same room meanwhile. */
export function roomGuards({ grown }: Room): BoundStatement[] {
  return [
    ...jsonBatches([...grown.evaluation]).map((pack) => GUARD_ATTACHED.evaluation.with(pack)),
    ...jsonBatches([...grown.quality_review]).map((pack) => GUARD_ATTACHED.quality_review.with(pack)),
    ...jsonBatches([...grown.dimensions]).map((pack) => GUARD_DIMENSIONS.with(pack)),
  ];
}
