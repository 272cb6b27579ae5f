import type { RecurringTime, SpanTime } from '../behind/cell.ts';
import { cellToken, type TokenContext } from '../behind/cell-token.ts';
import type { Filter, MemberSet } from '../query/query.ts';
import { OTHERS } from '../rollups/dimensions.ts';
import { withBoth } from './filter.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import type { Row } from './rows.ts';
import type { TimeAxis } from './time-axis.ts';

/** Where the records behind a figure are listed. */
const PATH = '/api/v1/records?of=';

/**
 * The links to the records behind the figures of a row, by the names of their columns; null for members that are only
 * counted together, because no filter can name these, and for what is open, which no span of time has.
 */
export async function recordLinks(
  context: TokenContext,
  query: NormalisedQuery,
  axis: TimeAxis,
  row: Pick<Row, 'members' | 'place' | 'values'>,
): Promise<Record<string, string | null>> {
  const { columns, period, now } = query;
  const isNamed = !row.members.includes(OTHERS);
  const filter = filterOfRow(query, row.members);
  const time = timeOfRow(query, axis, row.place);
  const links = columns.metrics.map(
    async ({ name, metric, measure }, position): Promise<[string, string | null]> => {
      if (!isNamed || metric.attribution === 'open') return [name, null];
      const token = await cellToken(context, {
        metric: name,
        measure,
        filter: metric.filter ? withBoth(filter, metric.filter) : filter,
        period,
        ...(time && { time }),
        now,
        value: row.values[position]!,
      });
      return [name, `${PATH}${token}`];
    },
  );
  return Object.fromEntries(await Promise.all(links));
}

function filterOfRow({ columns, filter }: NormalisedQuery, members: Row['members']): Filter {
  const own = columns.members.map((dimension, position): [string, MemberSet] => [
    dimension,
    { members: new Set([members[position]!]), isExcluded: false },
  ]);
  return withBoth(filter, Object.fromEntries(own));
}

function timeOfRow(
  { period }: NormalisedQuery,
  axis: TimeAxis,
  place: number,
): SpanTime | RecurringTime | undefined {
  const time = axis.timeOf(place);
  const { kind } = axis.grouping;
  if (time === undefined || kind === 'total') return undefined;
  if (typeof time !== 'string') return { kind: 'span', start: time.start, end: time.end };
  return { kind: kind as RecurringTime['kind'], zone: period.zone, value: time };
}
