import { type Accumulator, emptyAccumulator } from '../rollups/accumulator.ts';
import { decode, type ReadableRow } from '../rollups/codec.ts';
import {
  combinationNamed,
  isCombination,
  membersOfCombination,
  rollupDimensionOf,
} from '../rollups/combinations.ts';
import { type Direction, NONE, type RollupDimensionName, SHARED } from '../rollups/dimensions.ts';
import { splitByDirection } from '../rollups/directions.ts';
import { fold } from '../rollups/fold.ts';
import { conditionsOf, passes } from './conditions.ts';
import type { MembersOf } from './groups.ts';
import type { RowsNeed } from './partial-days.ts';
import { EVERY } from './places.ts';
import type { Member, MetricsQuery } from './query.ts';
import type { Snapshot } from './snapshot.ts';

/** The rollups lack what a plan expects: a member is counted under others, or a row cannot be decoded. */
export class NotInRollups extends Error {}

/** A row omits by interval what a plan reads; it has it of whole days. */
export class OmittedIntervals extends NotInRollups {}

/** The figures of one member on one day. */
export interface MemberDay {
  member: string;
  day: number;
  accumulator: Accumulator;
  /** The direction that is counted, if directions are told apart. */
  side?: Direction;
}

/** Decodes rollup rows and folds pending changes in. Throws NotInRollups for a row that cannot be decoded. */
export function memberDaysOf(need: RowsNeed, snapshot: Snapshot, zone: string): Iterable<MemberDay> {
  const { first, last } = need.read;
  const members = need.members === EVERY ? undefined : new Set(need.members);
  const rows = new Map<string, MemberDay>();
  const keyOf = (member: string, day: number): string => `${day} ${member}`;
  for (const { member, day, ...encoded } of snapshot.rowsOf(need)) {
    const asked = Object.fromEntries(
      Object.entries(encoded).filter(([column]) => need.columns.has(column as never)),
    );
    rows.set(keyOf(member, day), { member, day, accumulator: decoded(asked, zone, day) });
  }
  const accumulatorAt = (_: RollupDimensionName, member: string, day: number): Accumulator | undefined => {
    if ((members && !members.has(member)) || day < first || day > last) return undefined;
    const key = keyOf(member, day);
    let row = rows.get(key);
    if (!row) {
      row = { member, day, accumulator: emptyAccumulator() };
      rows.set(key, row);
    }
    return row.accumulator;
  };
  const dimensions = [rollupDimensionOf(need.dimension)];
  for (const { event, sign } of snapshot.changes()) {
    fold(event, accumulatorAt, { zone, sign, dimensions, columns: need.columns });
  }
  const { sides } = need;
  return sides ? [...rows.values()].flatMap((row) => bySide(row, sides)) : rows.values();
}

function bySide({ accumulator, ...row }: MemberDay, sides: readonly Direction[]): MemberDay[] {
  const parts = splitByDirection(accumulator);
  return sides.map((side) => ({ ...row, side, accumulator: parts[side] }));
}

function decoded(encoded: ReadableRow, zone: string, day: number): Accumulator {
  const accumulator = readable(encoded, zone, day);
  if (accumulator.omitted.size > 0) throw new OmittedIntervals();
  return accumulator;
}

function readable(encoded: ReadableRow, zone: string, day: number): Accumulator {
  try {
    return decode(encoded, zone, day);
  } catch {
    throw new NotInRollups();
  }
}

/** The members of what a row of `need` counts, besides those of a breakdown. */
export function membersIn(
  { dimension, isOfNone }: RowsNeed,
  { member, side }: Pick<MemberDay, 'member' | 'side'>,
): MembersOf {
  if (isCombination(dimension)) {
    const combination = combinationNamed(dimension);
    const members = membersOfCombination(member).map(orNull);
    return (asked) => members[combination.of.indexOf(asked)] ?? null;
  }
  return (asked) => {
    if (asked === 'direction') return side ?? null;
    return asked === dimension && !isOfNone ? member : null;
  };
}

/** Whether a row counts: of rows of every member those that the filter lets pass. */
export function isAsked({ filter }: MetricsQuery, need: RowsNeed, row: MemberDay): boolean {
  const { dimension, members, isOfNone } = need;
  if (members !== EVERY || isOfNone) return true;
  if (row.member === SHARED) return false;
  const covered: readonly string[] = isCombination(dimension) ? combinationNamed(dimension).of : [dimension];
  const membersOf = membersIn(need, row);
  return conditionsOf(filter).every(
    (each) => !covered.includes(each.dimension) || passes(each, membersOf(each.dimension)),
  );
}

/** A member as queries name it. */
export function orNull(member: string): Member {
  return member === NONE ? null : member;
}
