import type { MeasureName } from '../../query/measures.ts';
import type { QueryResult } from '../../query/query.ts';
import type { MeasuresQuery } from '../../query/query-batch.ts';
import { type Bucket, periodOfBuckets } from '../../time/buckets.ts';
import type { SourceContext } from '../section.ts';
import type { ReportSpec } from '../spec.ts';
import { agentsAround, channelFilter, wantedAgents } from './agents-in.ts';
import { summed } from './summed.ts';

/** Conversations and costs: the measures that the rollups of a channel break down by agent. */
const DAILY_MEASURES = [
  'ended',
  'llm_cost',
  'tts_cost',
  'stt_cost',
  'telephony_cost',
  'total_cost',
] as const satisfies readonly MeasureName[];
const PAGE_DAYS = 31;

/**
 * How many days are read at once. For days of another time zone than the tenant's, no rollup has the agents of a
 * channel: they are read from facts, one day at a time.
 */
export function daysAtOnce({ tenant }: SourceContext, zone: string, { channel }: ReportSpec): number {
  return zone === tenant.timeZone || channel === undefined ? PAGE_DAYS : 1;
}

/**
 * Figures of some days: of the wanted agents on each day, and totals by day, which include interactions without an
 * agent.
 */
export interface CostsByDay {
  byDay: readonly QueryResult[];
  totals: QueryResult;
}

/**
 * Figures by agent and totals of consecutive `days` in the time zone of the period. They are read as of one moment, so
 * that they can be compared, unless `summed` has to split them.
 */
export async function costsByDay(
  context: SourceContext,
  zone: string,
  days: readonly Bucket[],
  spec: ReportSpec,
): Promise<CostsByDay> {
  const total = totalsQuery(zone, days, spec);
  if (zone === context.tenant.timeZone || spec.channel !== undefined) {
    const filter = channelFilter(spec);
    const by: MeasuresQuery['by'] = { kind: 'members', of: 'agent' };
    const queries = days.map(
      (day): MeasuresQuery => ({
        measures: DAILY_MEASURES,
        period: periodOfBuckets(zone, [day]),
        filter,
        by,
      }),
    );
    const [totals = new Map(), ...answers] = await summed(context, [total, ...queries]);
    return { byDay: answers.map((answer) => wantedAgents(answer, spec)), totals };
  }
  const agents = await agentsAround(context, total.period, spec);
  const queries = agents.map((agent): MeasuresQuery => ({ ...total, filter: { ...total.filter, agent } }));
  const [totals = new Map(), ...series] = await summed(context, [total, ...queries]);
  const byDay = days.map(({ label }) => {
    const groups = agents.flatMap((agent, index) => {
      const figures = series[index]?.get(label);
      return figures ? [[agent, figures] as const] : [];
    });
    return wantedAgents(new Map(groups), spec);
  });
  return { byDay, totals };
}

/** Figures of all interactions by day, including those without an agent. */
export async function totalsByDay(
  context: SourceContext,
  zone: string,
  days: readonly Bucket[],
  spec: ReportSpec,
): Promise<QueryResult> {
  const [answer = new Map()] = await summed(context, [totalsQuery(zone, days, spec)]);
  return answer;
}

function totalsQuery(zone: string, days: readonly Bucket[], spec: ReportSpec): MeasuresQuery {
  return {
    measures: DAILY_MEASURES,
    period: periodOfBuckets(zone, days),
    filter: channelFilter(spec),
    by: { kind: 'buckets', buckets: days },
  };
}
