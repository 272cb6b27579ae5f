import type { Values } from '../../../query/measures.ts';
import { cellOf, type Member, type TimeGrouping, valuesIn } from '../../../query/query.ts';
import { compareCodePoints } from '../../../query/ranking.ts';
import { OTHERS } from '../../../rollups/dimensions.ts';
import { bucketsOf, periodOfBuckets } from '../../../time/buckets.ts';
import type { Cell, Column, Section } from '../../section.ts';
import { FIGURE_COLUMNS, figureCells, offeredIn, queueFigures } from './queue-figures.ts';
import type { NameOfMember, View } from './view.ts';

const DATE: Column = { name: 'date', type: 'date' };
const QUEUE: readonly Column[] = [
  { name: 'id', type: 'text' },
  { name: 'name', type: 'text' },
];
/** How many days a page of days and queues has. */
const PAGE_DAYS = 31;

/** One row for the whole period. An interaction counts once, whatever queues its legs name. */
export function queuesTotalSection(view: View): Section {
  return {
    name: 'queues_total',
    columns: FIGURE_COLUMNS,
    count: async () => 1,
    page: async () => ({
      rows: [figureCells(valuesIn(await queueFigures(view, { kind: 'total' })))],
      next: null,
    }),
  };
}

/** One row per local day, as of all queues together. A single page, because a period has at most a few years of days. */
export function queuesByDaySection(view: View): Section {
  const buckets = bucketsOf(view.period, 'day');
  return {
    name: 'queues_by_day',
    columns: [DATE, ...FIGURE_COLUMNS],
    count: async () => buckets.length,
    page: async () => {
      const byDay = await queueFigures(view, { kind: 'buckets', buckets });
      return {
        rows: buckets.map(({ label }) => [label, ...figureCells(valuesIn(byDay, label))]),
        next: null,
      };
    },
  };
}

/** One row per queue with an offered interaction, most first, then one for those without a queue. A single page. */
export function queueSection(view: View): Section {
  return {
    name: 'queue',
    columns: [...QUEUE, ...FIGURE_COLUMNS],
    count: async () => (await queuesIn(view, { kind: 'total' })).length,
    page: async () => ({
      rows: (await queuesIn(view, { kind: 'total' })).map(({ cells, values }) => [
        ...cells,
        ...figureCells(values),
      ]),
      next: null,
    }),
  };
}

/** The same per local day. */
export function queueByDaySection(view: View): Section {
  const buckets = bucketsOf(view.period, 'day');
  return {
    name: 'queue_by_day',
    columns: [DATE, ...QUEUE, ...FIGURE_COLUMNS],
    count: async () => null,
    page: async (cursor) => {
      const from = Number(cursor?.[0] ?? 0);
      const days = buckets.slice(from, from + PAGE_DAYS);
      const period = periodOfBuckets(view.period.zone, days);
      const found = await queuesIn({ ...view, period }, { kind: 'buckets', buckets: days });
      return {
        rows: days.flatMap(({ label }) =>
          found
            .filter(({ time }) => time === label)
            .map(({ cells, values }) => [label, ...cells, ...figureCells(values)]),
        ),
        next: from + PAGE_DAYS < buckets.length ? [from + PAGE_DAYS] : null,
      };
    },
  };
}

interface QueueRow {
  /** Id and name; both null for interactions without a queue. */
  readonly cells: readonly [id: Cell, name: Cell];
  readonly member: Member;
  readonly time: string;
  readonly values: Values;
}

/** Queues with an offered interaction under their current names: most first, ties by id, those without a queue last. */
async function queuesIn(view: View, time: TimeGrouping): Promise<QueueRow[]> {
  const found = await queueFigures(view, { kind: 'cells', of: ['queue'], time });
  const nameOf = await view.names();
  return [...found]
    .map(([group, values]) => {
      const { members, time: at } = cellOf(group);
      const member = members[0] ?? null;
      return { cells: queueCells(nameOf, member), member, time: at, values };
    })
    .filter(({ values }) => offeredIn(values) > 0)
    .sort(
      (a, b) =>
        rankOf(a.member) - rankOf(b.member) ||
        offeredIn(b.values) - offeredIn(a.values) ||
        compareCodePoints(a.member ?? '', b.member ?? ''),
    );
}

function queueCells(nameOf: NameOfMember, member: Member): QueueRow['cells'] {
  if (member === OTHERS) return ['other', 'Other'];
  return [member, nameOf('queue', member ?? undefined)];
}

/** Queues come before all that are counted together, and those before interactions without a queue. */
function rankOf(member: Member): number {
  if (member === null) return 2;
  return member === OTHERS ? 1 : 0;
}
