import { compareFractions, type Fraction } from '../query/measures.ts';
import type { Member } from '../query/query.ts';
import { compareCodePoints } from '../query/ranking.ts';
import type { Columns } from './columns.ts';
import type { Mistakes } from './mistakes.ts';
import type { QueryRequest } from './request.ts';

/** A column that rows are ordered by: a metric by its position, a dimension with members by its own, or time. */
export interface Order {
  by: string;
  direction: 'asc' | 'desc';
  kind: 'metric' | 'members' | 'time';
  position: number;
}

/** What decides where a row stands. */
export interface Placed {
  /** Members in the order of the query. */
  members: readonly Member[];
  /** The place on the time axis. */
  place: number;
  /** The values of the metrics. */
  values: readonly Fraction[];
}

type Asked = NonNullable<QueryRequest['order']>[number];

/** The order of a query: by default by time, else the first metric descending. Collects columns that it does not have. */
export function orderOf(asked: readonly Asked[], columns: Columns, mistakes: Mistakes): Order[] {
  if (asked.length === 0)
    return [columns.grain ? TIME_ASCENDING : { ...orderBy(columns.metrics[0]!.name, columns)! }];
  return asked.flatMap(({ by, direction }, index): Order[] => {
    const order = orderBy(by, columns);
    if (order) return [{ ...order, ...(direction && { direction }) }];
    const accepted = [...columns.dimensions, ...columns.metrics.map(({ name }) => name)].join(', ');
    mistakes.add(`order.${index}.by`, `Must be a column of the query: ${accepted}.`);
    return [];
  });
}

const TIME_ASCENDING: Order = { by: 'time', direction: 'asc', kind: 'time', position: 0 };

function orderBy(by: string, { metrics, members, grain }: Columns): Order | undefined {
  const metric = metrics.findIndex(({ name }) => name === by);
  if (metric >= 0) return { by, direction: 'desc', kind: 'metric', position: metric };
  if (by === 'time') return grain && TIME_ASCENDING;
  const position = (members as readonly string[]).indexOf(by);
  return position < 0 ? undefined : { by, direction: 'asc', kind: 'members', position };
}

/** The name that a member is ordered by, if it has one. */
export type NameOf = (position: number, member: string) => string;

/**
 * Compares rows by the order of a query; ties by the names of their members, then ids, then time. What has no value and
 * the sum of unnamed members come last in both directions. No two different rows are equal.
 */
export function rowComparator(
  orders: readonly Order[],
  nameOf: NameOf,
  isOthers: (member: Member) => boolean,
): (a: Placed, b: Placed) => number {
  const byMember = (a: Placed, b: Placed, position: number, sign: number): number => {
    const [left, right] = [a.members[position]!, b.members[position]!];
    if (left === right) return 0;
    const last = rankOf(left) - rankOf(right);
    if (last !== 0 || left === null || right === null) return last;
    return (
      sign *
      (compareCodePoints(nameOf(position, left), nameOf(position, right)) || compareCodePoints(left, right))
    );
  };
  const rankOf = (member: Member): number => (member === null ? 2 : isOthers(member) ? 1 : 0);
  return (a, b) => {
    for (const { kind, position, direction } of orders) {
      const sign = direction === 'asc' ? 1 : -1;
      const result =
        kind === 'metric'
          ? compareValues(a.values[position]!, b.values[position]!, sign)
          : kind === 'time'
            ? sign * (a.place - b.place)
            : byMember(a, b, position, sign);
      if (result !== 0) return result;
    }
    for (const position of a.members.keys()) {
      const result = byMember(a, b, position, 1);
      if (result !== 0) return result;
    }
    return a.place - b.place;
  };
}

function compareValues(a: Fraction, b: Fraction, sign: number): number {
  const hasBoth = a.denominator !== 0 && b.denominator !== 0;
  return (hasBoth ? sign : 1) * compareFractions(a, b);
}
