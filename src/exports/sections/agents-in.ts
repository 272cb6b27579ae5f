import { evaluate } from '../../query/measures.ts';
import type { Filter, QueryResult } from '../../query/query.ts';
import { compareCodePoints } from '../../query/ranking.ts';
import { OTHERS } from '../../rollups/dimensions.ts';
import type { Period } from '../../time/period.ts';
import { localDay, startOfDay } from '../../time/zones.ts';
import type { SourceContext } from '../section.ts';
import type { ReportSpec } from '../spec.ts';
import { summed } from './summed.ts';

type Wanted = Pick<ReportSpec, 'agentIds' | 'channel'>;

/** The filter of a report, except for its agents. */
export function channelFilter({ channel }: Wanted): Filter {
  return channel === undefined ? {} : { channel };
}

/** Keeps the agents that the report wants and that have an ended interaction. */
export function wantedAgents(answer: QueryResult, { agentIds }: Wanted): QueryResult {
  const only = new Set(agentIds);
  const isWanted = (id: string): boolean => only.size === 0 || only.has(id);
  return new Map(
    [...answer].filter(([id, figures]) => isWanted(id) && evaluate('ended', figures).numerator > 0),
  );
}

/**
 * Agents that may have an ended interaction in the period, sorted by code point. Reads all days of the tenant's time
 * zone that the period touches, so that rollups suffice.
 */
export async function agentsAround(
  context: SourceContext,
  period: Period,
  wanted: Wanted,
): Promise<readonly string[]> {
  const zone = context.tenant.timeZone;
  const [fromDay, toDay] = [localDay(zone, period.start), localDay(zone, period.end - 1)];
  const [start, end] = [startOfDay(zone, fromDay), startOfDay(zone, toDay + 1)];
  return agentsIn(context, { start, end, zone, fromDay, toDay }, wanted);
}

/** Agents with an ended interaction in the period, sorted by code point, without those counted under others. */
export async function agentsIn(
  context: SourceContext,
  period: Period,
  wanted: Wanted,
): Promise<readonly string[]> {
  const [answer = new Map()] = await summed(context, [
    {
      measures: ['ended'],
      period,
      filter: channelFilter(wanted),
      by: { kind: 'members', of: 'agent' },
    },
  ]);
  const named = new Map([...answer].filter(([id]) => id !== OTHERS));
  return [...wantedAgents(named, wanted).keys()].sort(compareCodePoints);
}
