import type { Values } from '../../../query/measures.ts';
import { cellOf, type Member, type TimeGrouping, valuesIn } from '../../../query/query.ts';
import { compareCodePoints } from '../../../query/ranking.ts';
import { OTHERS } from '../../../rollups/dimensions.ts';
import { bucketsOf, periodOfBuckets } from '../../../time/buckets.ts';
import type { Cell, Column, Section } from '../../section.ts';
import { type FigureSet, figureCells, figureColumns, figuresBy, hasFigures, weightOf } from './figure-set.ts';
import type { View } from './view.ts';

const DATE: Column = { name: 'date', type: 'date' };
const MEMBER: readonly Column[] = [
  { name: 'id', type: 'text' },
  { name: 'name', type: 'text' },
];
/** How many days a page of days and members has. */
const PAGE_DAYS = 31;

/** Opens a section of a set of figures. */
type OpenFigures = (view: View, set: FigureSet, name: string) => Section;

/** One row for the whole period, in which an interaction counts once, whatever members its legs name. */
export const totalFigures: OpenFigures = (view, set, name) => ({
  name,
  columns: figureColumns(set),
  count: async () => 1,
  page: async () => ({
    rows: [figureCells(set, valuesIn(await figuresBy(view, set, { kind: 'total' })))],
    next: null,
  }),
});

/** One such row per local day. A single page, because a period has at most a few years of days. */
export const dailyFigures: OpenFigures = (view, set, name) => {
  const buckets = bucketsOf(view.period, 'day');
  return {
    name,
    columns: [DATE, ...figureColumns(set)],
    count: async () => buckets.length,
    page: async () => {
      const byDay = await figuresBy(view, set, { kind: 'buckets', buckets });
      return {
        rows: buckets.map(({ label }) => [label, ...figureCells(set, valuesIn(byDay, label))]),
        next: null,
      };
    },
  };
};

/** One row per member, then one for what has no member. A single page: there are no more rows than members. */
export const memberFigures: OpenFigures = (view, set, name) => ({
  name,
  columns: [...MEMBER, ...figureColumns(set)],
  count: async () => (await membersIn(view, set, { kind: 'total' })).length,
  page: async () => ({
    rows: (await membersIn(view, set, { kind: 'total' })).map(({ cells, values }) => [
      ...cells,
      ...figureCells(set, values),
    ]),
    next: null,
  }),
});

/** The same per local day. */
export const memberDayFigures: OpenFigures = (view, set, name) => {
  const buckets = bucketsOf(view.period, 'day');
  return {
    name,
    columns: [DATE, ...MEMBER, ...figureColumns(set)],
    count: async () => null,
    page: async (cursor) => {
      const from = Number(cursor?.[0] ?? 0);
      const days = buckets.slice(from, from + PAGE_DAYS);
      const period = periodOfBuckets(view.period.zone, days);
      const found = await membersIn({ ...view, period }, set, { kind: 'buckets', buckets: days });
      const byDay = Map.groupBy(found, ({ time }) => time);
      return {
        rows: days.flatMap(({ label }) =>
          (byDay.get(label) ?? []).map(({ cells, values }) => [label, ...cells, ...figureCells(set, values)]),
        ),
        next: from + PAGE_DAYS < buckets.length ? [from + PAGE_DAYS] : null,
      };
    },
  };
};

interface MemberRow {
  /** Id and current name; both null for what has no member. */
  readonly cells: readonly [id: Cell, name: Cell];
  readonly time: string;
  readonly values: Values;
}

/** Members that have a row, by their first figure, highest first; ties by id. */
async function membersIn(view: View, set: FigureSet, time: TimeGrouping): Promise<MemberRow[]> {
  const found = await figuresBy(view, set, { kind: 'cells', of: [set.of], time });
  const nameOf = await view.names();
  const cellsOf = (member: Member): MemberRow['cells'] =>
    member === OTHERS ? ['other', 'Other'] : [member, nameOf(set.of, member ?? undefined)];
  return [...found]
    .filter(([, values]) => hasFigures(set, values))
    .map(([group, values]) => {
      const { members, time: at } = cellOf(group);
      return { member: members[0] ?? null, time: at, values, weight: weightOf(set, values) };
    })
    .sort(
      (a, b) =>
        rankOf(a.member) - rankOf(b.member) ||
        b.weight - a.weight ||
        compareCodePoints(a.member ?? '', b.member ?? ''),
    )
    .map(({ member, ...row }) => ({ ...row, cells: cellsOf(member) }));
}

/** Members come before all that are counted together, and those before what has no member. */
function rankOf(member: Member): number {
  if (member === null) return 2;
  return member === OTHERS ? 1 : 0;
}
