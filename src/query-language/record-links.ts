import type { RecurringTime, SpanTime } from '../behind/cell.ts';
import { cellToken, type TokenContext } from '../behind/cell-token.ts';
import { isAgentTime } from '../query/agent-time-inputs.ts';
import { withBoth } from '../query/conditions.ts';
import { inputsOfMeasure } from '../query/measures.ts';
import type { Filter, MemberSet } from '../query/query.ts';
import { OTHERS } from '../rollups/dimensions.ts';
import type { Period } from '../time/period.ts';
import { localDay } from '../time/zones.ts';
import { regionsFor } from './judged.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import type { Row } from './rows.ts';
import type { TimeAxis } from './time-axis.ts';

/** A link whose figure more policies judge would be too long. */
const MOST_REGIONS = 20;

/** Where the records behind a figure are listed. */
const PATH = '/api/v1/records?of=';

/**
 * The links to the records behind the figures of a row, by the names of their columns; null for members that are only
 * counted together, because no filter can name these; for time of agents and what is open, of which a record decides no
 * fixed part; and for figures that very many policies judge.
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
  const within = time?.kind === 'span' ? periodBetween(period, time) : period;
  const regions = regionsFor(columns, { period: within, filter });
  const links = columns.metrics.map(
    async ({ name, metric, measure, judgedBy }, position): Promise<[string, string | null]> => {
      const isLong = judgedBy !== undefined && regions.length > MOST_REGIONS;
      const isOpen = metric.attribution === 'open' || metric.attribution === 'now';
      if (!isNamed || isLong || isOpen || inputsOfMeasure(measure).some(isAgentTime)) return [name, null];
      const judged =
        judgedBy && regions.map(({ rules, ...region }) => ({ ...region, measure: judgedBy(rules) }));
      const token = await cellToken(context, {
        metric: name,
        measure,
        filter: metric.filter ? withBoth(filter, metric.filter) : filter,
        period,
        ...(time && { time }),
        ...(judged && { regions: judged }),
        now,
        value: row.values[position]!,
      });
      return [name, `${PATH}${token}`];
    },
  );
  return Object.fromEntries(await Promise.all(links));
}

/** The part of a period in a bucket. */
function periodBetween({ zone }: Period, { start, end }: SpanTime): Period {
  return { start, end, zone, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
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
