import type { BoundStatement } from '../../db/statement.ts';
import type { TenantStore } from '../../db/tenant-store.ts';
import { type FactKey, keyAfter } from '../../facts/pages.ts';
import {
  type DimensionNames,
  dimensionNamesIn,
  dimensionNamesStatement,
} from '../../query/dimension-names.ts';
import type { DimensionType } from '../../records/types.ts';
import type { Cell, Column, Section } from '../section.ts';

/** How facts become the rows of a section. */
export interface FactRows<Row> {
  name: string;
  columns: readonly Column[];
  count: Section['count'];
  pageQuery(after: FactKey | null): BoundStatement<Row>;
  /** Dimensions whose member names `cells` needs, in the order in which it gets them. */
  dimensions: readonly DimensionType[];
  /** The cells of a fact; null if it has no row. */
  cells(row: Row, names: readonly DimensionNames[]): Cell[] | null;
}

/** A section of facts, paged by their key. A page costs one trip, and its rows are bounded by what the query reads. */
export function factSection<Row extends { at: number; id: string }>(
  store: TenantStore,
  { name, columns, count, pageQuery, dimensions, cells }: FactRows<Row>,
): Section {
  return {
    name,
    columns,
    count,
    async page(cursor) {
      const after: FactKey | null = cursor && [Number(cursor[0]), String(cursor[1])];
      const [found, ...parts] = (await store.batch([
        pageQuery(after),
        ...dimensions.map(dimensionNamesStatement),
      ])) as [Row[], ...unknown[][]];
      const names = parts.map(dimensionNamesIn);
      const rows = found.map((row) => cells(row, names)).filter((row) => row !== null);
      return { rows, next: keyAfter(found) };
    },
  };
}
