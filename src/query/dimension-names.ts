import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { Dimension, DimensionType } from '../records/types.ts';

const statement = statementsIn('query');

/** Dimension records of one type by id. */
export type DimensionNames = ReadonlyMap<string, Dimension>;

interface PartRow {
  body: string;
}

const SELECT_PARTS = statement<PartRow>(
  'SELECT p.body AS body FROM dimension_packs p WHERE p.tenant = ?1 AND p.type = ?2 ORDER BY p.from_id',
);

/** The query for all records of a type: one row for some thousand of them. */
export function dimensionNamesStatement(type: DimensionType): BoundStatement<PartRow> {
  return SELECT_PARTS.with(type);
}

/** The records in the answer of `dimensionNamesStatement`. */
export function dimensionNamesIn(rows: readonly unknown[]): DimensionNames {
  const parts = rows as PartRow[];
  return new Map(parts.flatMap(({ body }) => Object.entries(JSON.parse(body) as Record<string, Dimension>)));
}

/** What a figure is shown under: the current name, or the id where no record ever came. */
export function nameOf(names: DimensionNames, id: string): string {
  const { name, address, title } = names.get(id) ?? {};
  return name ?? address ?? title ?? id;
}
