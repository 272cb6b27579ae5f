import type { MeasureName } from '../../query/measures.ts';
import type { QueryResult } from '../../query/query.ts';
import type { MeasuresQuery } from '../../query/query-batch.ts';
import type { Bucket } from '../../time/buckets.ts';
import type { Period } from '../../time/period.ts';
import { localDay } from '../../time/zones.ts';
import type { SourceContext } from '../source.ts';
import type { ReportSpec } from '../spec.ts';
import { agentsAround, channelFilter, wantedAgents } from './agents-in.ts';
import { summed } from './summed.ts';

/** Conversations and costs: what rollups keep of every agent for each channel. */
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
 * How many days are asked for at once. On the days of another zone than the tenant's no rollup tells the agents
 * of a channel: those are read from facts, day by day.
 */
export function daysAtOnce({ tenant }: SourceContext, zone: string, { channel }: ReportSpec): number {
  return zone === tenant.timeZone || channel === undefined ? PAGE_DAYS : 1;
}

/** The figures of some days: of each day's wanted agents, and of all interactions by day, those without an agent among them. */
export interface CostsByDay {
  byDay: readonly QueryResult[];
  totals: QueryResult;
}

/** Both sides of `days`, consecutive days of the period's zone, as of one moment, so that they can be compared. */
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
      (day): MeasuresQuery => ({ measures: DAILY_MEASURES, period: spanOf(zone, [day]), filter, by }),
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

/** The figures of all interactions by day, those without an agent among them. */
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
    period: spanOf(zone, days),
    filter: channelFilter(spec),
    by: { kind: 'buckets', buckets: days },
  };
}

function spanOf(zone: string, days: readonly Bucket[]): Period {
  const start = days[0]?.start ?? 0;
  const end = days.at(-1)?.end ?? start;
  return { start, end, zone, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
}
