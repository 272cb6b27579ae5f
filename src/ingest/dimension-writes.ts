import type { CounterRecord, Dimension, DimensionRecord, DimensionType } from '../facts/types.ts';
import { packs } from '../store/packs.ts';
import { type Query, statement } from '../store/statement.ts';
import type { Write } from './decide.ts';

const PUT_DIMENSIONS = statement(`
  INSERT INTO dimensions (tenant, type, id, version, digest, removed, body)
  SELECT ?1, k.value ->> 0, k.value ->> 1, k.value ->> 2, k.value ->> 3, k.value ->> 4, k.value ->> 5
  FROM json_each(?2) k WHERE true
  ON CONFLICT (tenant, type, id) DO UPDATE SET
    version = excluded.version, digest = excluded.digest, removed = excluded.removed, body = excluded.body`);

/** Writes only where the packed text differs. */
const PACK_DIMENSIONS = statement(`
  INSERT INTO dimension_packs (tenant, type, body)
  SELECT ?1, ?2, (SELECT json_group_object(d.id, json(d.body)) FROM (
    SELECT x.id, x.body FROM dimensions x WHERE x.tenant = ?1 AND x.type = ?2 AND x.body IS NOT NULL ORDER BY x.id) d)
  WHERE true
  ON CONFLICT (tenant, type) DO UPDATE SET body = excluded.body WHERE body <> excluded.body`);

const PUT_COUNTERS = statement(`
  INSERT INTO daily_counters (tenant, type, date, dimension_id, version, digest, removed, body)
  SELECT ?1, k.value ->> 0, k.value ->> 1, k.value ->> 2, k.value ->> 3, k.value ->> 4, k.value ->> 5, k.value ->> 6
  FROM json_each(?2) k WHERE true
  ON CONFLICT (tenant, type, date, dimension_id) DO UPDATE SET
    version = excluded.version, digest = excluded.digest, removed = excluded.removed, body = excluded.body`);

/** Queries that write dimension records and refresh the packs of their types. */
export function dimensionQueries(writes: readonly Write[]): Query[] {
  const rows = writes.flatMap((write) => {
    if (write.kind === 'touch') return [];
    if (write.kind === 'remove') {
      const body = write.dimension
        ? JSON.stringify(inactive(write.type as DimensionType, write.dimension))
        : null;
      return [[write.type, write.id, write.version, '', 1, body]];
    }
    const { type, id, version, digest, body } = write.record as DimensionRecord;
    return [[type, id, version, digest, 0, JSON.stringify(body)]];
  });
  const types = new Set(rows.map(([type]) => type as string));
  return [
    ...packs(rows).map((pack) => PUT_DIMENSIONS.with(pack)),
    ...[...types].map((type) => PACK_DIMENSIONS.with(type)),
  ];
}

/** What a deleted dimension becomes: it keeps its name for its history. */
function inactive(type: DimensionType, dimension: Dimension): Dimension {
  if (type === 'article') return { ...dimension, status: 'archived' };
  if (type === 'email_channel') return { ...dimension, status: 'inactive' };
  return { ...dimension, active: false };
}

/** Queries that write daily counters. */
export function counterQueries(writes: readonly Write[]): Query[] {
  const rows = writes.flatMap((write) => {
    if (write.kind === 'touch') return [];
    if (write.kind === 'remove') {
      const [date, dimensionId] = [write.id.slice(0, 10), write.id.slice(11)];
      return [[write.type, date, dimensionId, write.version, '', 1, null]];
    }
    const { type, date, dimension_id, version, digest, body } = write.record as CounterRecord;
    return [[type, date, dimension_id, version, digest, 0, JSON.stringify(body)]];
  });
  return packs(rows).map((pack) => PUT_COUNTERS.with(pack));
}
