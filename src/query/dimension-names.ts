import { eq } from '../db/expressions.ts';
import { dimensionPacks } from '../db/schema.ts';
import type { BoundStatement } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { Dimension, DimensionType } from '../records/types.ts';

const queries = queriesIn('query');

export type DimensionNames = ReadonlyMap<string, Dimension>;

interface PartRow {
  body: string;
}

const SELECT_PARTS = queries.select(dimensionPacks, ({ type }: Inputs<{ type: DimensionType }>) => ({
  columns: { body: dimensionPacks.body },
  where: eq(dimensionPacks.type, type),
  orderBy: [dimensionPacks.from_id],
}));

/** Reads all records of a type. Each row holds several thousand of them. */
export function dimensionNamesStatement(type: DimensionType): BoundStatement<PartRow> {
  return SELECT_PARTS.with({ type });
}

/** Decodes the rows of `dimensionNamesStatement`. */
export function dimensionNamesIn(rows: readonly unknown[]): DimensionNames {
  const parts = rows as PartRow[];
  return new Map(parts.flatMap(({ body }) => Object.entries(JSON.parse(body) as Record<string, Dimension>)));
}

/** The display name of a member: its current name, or the id if it has no record. */
export function nameOf(names: DimensionNames, id: string): string {
  const { name, address, title } = names.get(id) ?? {};
  return name ?? address ?? title ?? id;
}
