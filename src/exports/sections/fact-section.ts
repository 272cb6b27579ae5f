import type { BoundStatement } from '../../db/statement.ts';
import type { StoreContext } from '../../db/tenant-store.ts';
import { type FactKey, keyAfter } from '../../facts/pages.ts';
import { CONVERSATIONS_FORMAT, formatMeasure, type NumberFormat } from '../../query/format.ts';
import { MEASURES, type MeasureName, type Unit, type Values } from '../../query/measures.ts';
import {
  type DimensionNames,
  dimensionNamesIn,
  dimensionNamesStatement,
  nameOf,
} from '../../query/ranking.ts';
import type { DimensionType } from '../../records/types.ts';
import type { Cell, Column, Named, Section } from '../section.ts';

const NOTHING = '–';

/** Formats a measure for people: the value that the API shows, with rates in percent and money in dollars. */
export function figureText(name: MeasureName, figures: Values, style: NumberFormat): string {
  return valueText(formatMeasure(name, figures, style), MEASURES[name].unit, style);
}

/** A value of this unit in the number format `style`, for people. */
export function valueText(value: number | null, unit: Unit, style: NumberFormat): string {
  if (value === null) return NOTHING;
  const { decimals, factor = 1 } = style[unit];
  if (unit === 'rate' || unit === 'share') {
    return `${withDecimals((value * 100) / factor, factor === 1 ? Math.max(decimals - 2, 0) : decimals)} %`;
  }
  if (unit === 'dollars' || unit === 'unit_cost') return `$${withDecimals(value, decimals)}`;
  if (unit === 'seconds') return `${withDecimals(value, decimals)} s`;
  return withDecimals(value, decimals);
}

function withDecimals(value: number, decimals: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** A member by its current name, or by its id if it has none; null without an id. */
export function namedCell(directory: DimensionNames | undefined, id: string | undefined): Named | null {
  return id === undefined ? null : { name: nameOf(directory ?? new Map(), id), id };
}

/** Scores are stored as integer ten-thousandths, money as integer millionths of a dollar. */
export const TEN_THOUSANDTHS = 10_000;
export const MILLIONTHS = 1_000_000;

/** Converts a stored integer to its unit, exactly; null if absent. */
export function inUnits(value: number | undefined, parts: number): number | null {
  return value === undefined ? null : value / parts;
}

/**
 * The format of the conversations API, but with money to the millionth of a dollar, so that rows add up to its totals.
 */
export const REPORT_FORMAT: NumberFormat = { ...CONVERSATIONS_FORMAT, dollars: { decimals: 6 } };

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
  { store }: StoreContext,
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
