import { BOUNDS } from '../bounds.ts';
import { jsonBatches } from '../db/json-batches.ts';
import { columns, type JsonRow, type StoredRow } from '../db/json-rows.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { Write } from '../records/decision.ts';
import type {
  CounterRecord,
  Dimension,
  DimensionRecord,
  DimensionType,
  KeptRecord,
  RecordType,
} from '../records/types.ts';

const FACTS: readonly RecordType[] = [
  'interaction',
  'evaluation',
  'quality_review',
  'agent_state',
  'shift',
  'article_stats',
  'email_channel_stats',
];

/** Whether a record is a dimension record: an agent, a team, … */
export function isDimension(record: KeptRecord): record is DimensionRecord {
  return !FACTS.includes(record.type);
}

/** The body of a deleted dimension record: marked inactive. The name is kept for historical figures. */
export function inactive(type: DimensionType, dimension: Dimension): Dimension {
  if (type === 'article') return { ...dimension, status: 'archived' };
  if (type === 'email_channel') return { ...dimension, status: 'inactive' };
  return { ...dimension, active: false };
}

const statement = statementsIn('ingest');

const DIMENSION_COLUMNS = ['type', 'id', 'version', 'digest', 'removed', 'body'] as const;
const PUT_DIMENSIONS = statement(`
  INSERT INTO dimensions (tenant, ${DIMENSION_COLUMNS.join(', ')})
  SELECT ?1, ${columns(DIMENSION_COLUMNS, ['digest'])}
  FROM json_each(?2) k WHERE true
  ON CONFLICT (tenant, type, id) DO UPDATE SET
    version = excluded.version, digest = excluded.digest, removed = excluded.removed, body = excluded.body`);

const PART_BYTES = BOUNDS.dimensionPartBytes.value;

/** SQL: the bytes that record `d` takes in its part; must equal `bytesOf` in room.ts. */
const BYTES = 'octet_length(json_quote(d.id)) + octet_length(d.body) + 2';

/**
 * Rebuilds the parts that contain the ids in ?3. A part that has grown too large is split into parts of half the size.
 * Writes only parts whose text differs. x'ff' ends the range of the last part: a blob sorts after any text.
 */
const PACK_DIMENSIONS = statement(`
  WITH lower(from_id) AS (
    SELECT DISTINCT coalesce((SELECT p.from_id FROM dimension_packs p
      WHERE p.tenant = ?1 AND p.type = ?2 AND p.from_id <= k.value ORDER BY p.from_id DESC LIMIT 1), '')
    FROM json_each(?3) k
  ), ranges(from_id, until_id) AS (
    SELECT l.from_id, coalesce((SELECT p.from_id FROM dimension_packs p
      WHERE p.tenant = ?1 AND p.type = ?2 AND p.from_id > l.from_id ORDER BY p.from_id LIMIT 1), x'ff')
    FROM lower l
  ), sized(from_id, id, body, reach, total) AS (
    SELECT r.from_id, d.id, d.body, sum(${BYTES}) OVER (PARTITION BY r.from_id ORDER BY d.id),
      sum(${BYTES}) OVER (PARTITION BY r.from_id)
    FROM ranges r CROSS JOIN dimensions d
    WHERE d.tenant = ?1 AND d.type = ?2 AND d.id >= r.from_id AND d.id < r.until_id AND d.body IS NOT NULL
  ), placed(from_id, id, body, place) AS (
    SELECT from_id, id, body, CASE WHEN total <= ${PART_BYTES} THEN 0 ELSE (reach - 1) / ${PART_BYTES / 2} END
    FROM sized
  )
  INSERT INTO dimension_packs (tenant, type, from_id, records, body)
  SELECT ?1, ?2, CASE WHEN place = 0 THEN from_id ELSE min(id) END, count(*), json_group_object(id, json(body) ORDER BY id)
  FROM placed WHERE true GROUP BY from_id, place
  ON CONFLICT (tenant, type, from_id) DO UPDATE SET records = excluded.records, body = excluded.body
    WHERE body <> excluded.body`);

/** What a tombstone has. */
const COUNTER_KEY = ['type', 'date', 'dimension_id', 'version', 'digest', 'removed'] as const;
const COUNTER_COLUMNS = [...COUNTER_KEY, 'body'] as const;
type CounterRow = StoredRow<(typeof COUNTER_KEY)[number], 'body'>;
const PUT_COUNTERS = statement(`
  INSERT INTO daily_counters (tenant, ${COUNTER_COLUMNS.join(', ')})
  SELECT ?1, ${columns(COUNTER_COLUMNS, ['digest'])}
  FROM json_each(?2) k WHERE true
  ON CONFLICT (tenant, type, date, dimension_id) DO UPDATE SET
    version = excluded.version, digest = excluded.digest, removed = excluded.removed, body = excluded.body`);

/** Queries that write dimension records and rebuild the parts that contain them. */
export function dimensionQueries(writes: readonly Write[]): BoundStatement[] {
  const rows = writes.flatMap((write): JsonRow<(typeof DIMENSION_COLUMNS)[number]>[] => {
    if (write.kind === 'touch') return [];
    if (write.kind === 'remove') {
      const { type, id, version } = write;
      const body = write.dimension
        ? JSON.stringify(inactive(write.type as DimensionType, write.dimension))
        : null;
      return [{ type, id, version, digest: '', removed: 1, body }];
    }
    const { type, id, version, digest, body } = write.record as DimensionRecord;
    return [{ type, id, version, digest, removed: 0, body: JSON.stringify(body) }];
  });
  const idsOf = Map.groupBy(rows, ({ type }) => type as DimensionType);
  return [
    ...jsonBatches(rows).map((pack) => PUT_DIMENSIONS.with(pack)),
    ...[...idsOf].flatMap(([type, written]) =>
      jsonBatches(written.map(({ id }) => id)).map((pack) => PACK_DIMENSIONS.with(type, pack)),
    ),
  ];
}

/** Queries that write daily counters. */
export function counterQueries(writes: readonly Write[]): BoundStatement[] {
  const rows = writes.flatMap((write): CounterRow[] => {
    if (write.kind === 'touch') return [];
    if (write.kind === 'remove') {
      const { type, id, version } = write;
      const [date, dimensionId] = [id.slice(0, 10), id.slice(11)];
      return [{ type, date, dimension_id: dimensionId, version, digest: '', removed: 1 }];
    }
    const { type, date, dimension_id, version, digest, body } = write.record as CounterRecord;
    return [{ type, date, dimension_id, version, digest, removed: 0, body: JSON.stringify(body) }];
  });
  return jsonBatches(rows).map((pack) => PUT_COUNTERS.with(pack));
}
