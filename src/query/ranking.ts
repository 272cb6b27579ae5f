import { eq } from '../db/expressions.ts';
import { dimensionPacks } from '../db/schema.ts';
import type { BoundStatement } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { Dimension, DimensionType } from '../records/types.ts';
import { OTHERS } from '../rollups/dimensions.ts';
import {
  compareFractions,
  evaluate,
  type Fraction,
  type MeasureName,
  together,
  type Values,
} from './measures.ts';
import type { QueryResult } from './query.ts';

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

/** The list entry for all members that rollups only count together; keeps a list adding up to its total. */
const OTHER = { id: 'other', name: 'Other' } as const;

/** A member of a dimension with its current name and its values. */
export interface Member {
  id: string;
  name: string;
  values: Values;
  /** True for the sum of the members that are counted together. */
  isOther: boolean;
}

/**
 * The members of a result. Members that are counted together become one entry with the id `other`; if a real member has
 * that id, they are added to it.
 */
export function othersAsMember(result: QueryResult, names: DimensionNames = new Map()): Member[] {
  const members = [...result]
    .filter(([id]) => id !== OTHERS)
    .map(([id, values]): Member => ({ id, name: nameOf(names, id), values, isOther: false }));
  const others = result.get(OTHERS);
  if (!others) return members;
  const same = members.find(({ id }) => id === OTHER.id);
  if (same) same.values = together([same.values, others]);
  else members.push({ ...OTHER, values: others, isOther: true });
  return members;
}

/** Sorts the entry for all other members last. */
export function othersLast(a: Pick<Member, 'isOther'>, b: Pick<Member, 'isOther'>): number {
  return Number(a.isOther) - Number(b.isOther);
}

/** Orders by Unicode code point. Comparing with `<` orders by UTF-16 unit, which differs beyond the BMP. */
export function compareCodePoints(a: string, b: string): number {
  const right = b[Symbol.iterator]();
  for (const left of a) {
    const { value, done } = right.next();
    if (done) return 1;
    if (left !== value) return left.codePointAt(0)! - value.codePointAt(0)!;
  }
  return right.next().done ? 0 : -1;
}

export interface Ranking {
  /** Current names by id; without them ids are shown. */
  names?: DimensionNames;
  /** Keeps only members with a count above 0 in one of these; by default the measure that ranks them. */
  having?: readonly MeasureName[];
  /** Breaks ties, highest first, before the name. */
  tieBreak?: MeasureName;
  order?: 'asc' | 'desc';
}

/**
 * Ranks members by the exact value of a measure, highest first by default. Members without a value come last in either
 * order; ties are ordered by name, then id. The entry for all other members is always last.
 */
export function rank(result: QueryResult, by: MeasureName, options: Ranking = {}): Member[] {
  const { names, having = [by], tieBreak, order = 'desc' } = options;
  return othersAsMember(result, names)
    .filter(({ values }) => having.some((measure) => evaluate(measure, values).numerator > 0))
    .sort(
      (a, b) =>
        othersLast(a, b) ||
        compareValues(by, order, a, b) ||
        (tieBreak === undefined ? 0 : compareValues(tieBreak, 'desc', a, b)) ||
        compareCodePoints(a.name, b.name) ||
        compareCodePoints(a.id, b.id),
    );
}

function compareValues(measure: MeasureName, order: 'asc' | 'desc', a: Member, b: Member): number {
  const [left, right] = [evaluate(measure, a.values), evaluate(measure, b.values)];
  const isReversed = order === 'desc' && hasValue(left) && hasValue(right);
  return (isReversed ? -1 : 1) * compareFractions(left, right);
}

function hasValue({ denominator }: Fraction): boolean {
  return denominator !== 0;
}

/** How often a name occurs. */
export interface Count {
  name: string;
  count: number;
}

/** The non-empty groups of a result by a count, highest first, ties by name; all others last. */
export function rankCounts(result: QueryResult, count: MeasureName): Count[] {
  return rank(result, count).map(({ id, values }) => ({
    name: id,
    count: evaluate(count, values).numerator,
  }));
}

/**
 * The first `limit` of `counts`, plus an entry named `rest` for the remainder of `total` if there is any. An existing
 * count with that name is part of it.
 */
export function withRest(counts: readonly Count[], total: number, limit: number, rest: string): Count[] {
  const shown = counts.filter(({ name }) => name !== rest).slice(0, limit);
  const left = shown.reduce((remaining, { count }) => remaining - count, total);
  return left > 0 ? [...shown, { name: rest, count: left }] : shown;
}
