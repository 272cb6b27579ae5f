import { type MeasureName, termsOf } from '../../metrics/measures.ts';
import type { Answer, Question } from '../../metrics/question.ts';
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
const TERMS = termsOf(DAILY_MEASURES);
const PAGE_DAYS = 31;

/**
 * How many days are asked for at once. On the days of another zone than the tenant's no rollup tells the agents
 * of a channel: those are read from facts, day by day.
 */
export function daysAtOnce({ tenant }: SourceContext, zone: string, { channel }: ReportSpec): number {
  return zone === tenant.timeZone || channel === undefined ? PAGE_DAYS : 1;
}

/** The wanted agents of each of `days`, consecutive days of the period's zone, with the figures of the day. */
export async function agentsByDay(
  context: SourceContext,
  zone: string,
  days: readonly Bucket[],
  spec: ReportSpec,
): Promise<readonly Answer[]> {
  const filter = channelFilter(spec);
  const span = spanOf(zone, days);
  if (zone !== context.tenant.timeZone && spec.channel === undefined) {
    const agents = await agentsAround(context, span, spec);
    const series = await summed(
      context,
      agents.map((agent) => ({
        terms: TERMS,
        period: span,
        filter: { ...filter, agent },
        by: { kind: 'buckets', buckets: days },
      })),
    );
    return days.map(({ label }) => {
      const groups = agents.flatMap((agent, index) => {
        const figures = series[index]?.get(label);
        return figures ? [[agent, figures] as const] : [];
      });
      return wantedAgents(new Map(groups), spec);
    });
  }
  const answers = await summed(
    context,
    days.map(
      (day): Question => ({
        terms: TERMS,
        period: spanOf(zone, [day]),
        filter,
        by: { kind: 'members', of: 'agent' },
      }),
    ),
  );
  return answers.map((answer) => wantedAgents(answer, spec));
}

/** The figures of all interactions by day, those without an agent among them. */
export async function totalsByDay(
  context: SourceContext,
  zone: string,
  days: readonly Bucket[],
  spec: ReportSpec,
): Promise<Answer> {
  const [answer = new Map()] = await summed(context, [
    {
      terms: TERMS,
      period: spanOf(zone, days),
      filter: channelFilter(spec),
      by: { kind: 'buckets', buckets: days },
    },
  ]);
  return answer;
}

function spanOf(zone: string, days: readonly Bucket[]): Period {
  const start = days[0]?.start ?? 0;
  const end = days.at(-1)?.end ?? start;
  return { start, end, zone, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
}
