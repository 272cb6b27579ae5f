import type { Dimension, DimensionType } from '../records/types.ts';
import { type Query, statement } from '../db/statement.ts';

/** Dimension records of one type by id. */
export type Directory = ReadonlyMap<string, Dimension>;

interface PackRow {
  body: string;
}

const SELECT_PACK = statement<PackRow>(
  'SELECT p.body AS body FROM dimension_packs p WHERE p.tenant = ?1 AND p.type = ?2 ORDER BY p.from_id',
);

/** The query for all records of a type: one row for some thousand of them. */
export function directoryQuery(type: DimensionType): Query<PackRow> {
  return SELECT_PACK.with(type);
}

/** The records in the answer of `directoryQuery`. */
export function directoryIn(rows: readonly unknown[]): Directory {
  const parts = rows as PackRow[];
  return new Map(parts.flatMap(({ body }) => Object.entries(JSON.parse(body) as Record<string, Dimension>)));
}

/** What a figure is shown under: the current name, or the id where no record ever came. */
export function nameOf(directory: Directory, id: string): string {
  const { name, address, title } = directory.get(id) ?? {};
  return name ?? address ?? title ?? id;
}
