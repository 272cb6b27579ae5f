import { formatMeasure, HELPDESK_FORMAT } from '../../../query/format.ts';
import { MEASURES, type MeasureName } from '../../../query/measures.ts';
import { valuesIn } from '../../../query/query.ts';
import { bucketsOf } from '../../../time/buckets.ts';
import type { Overview } from '../../section.ts';
import type { AnalyticsSpec } from '../../spec.ts';
import { figureText } from '../fact-section.ts';
import { summed } from '../summed.ts';
import { performers } from './performance.ts';
import { queryOf, type View } from './view.ts';

type KeyFigures = OverviewPlan['keyFigures'];

const CALLS: KeyFigures = [
  ['Calls', 'total_calls'],
  ['Completed', 'completed_calls'],
  ['Failed', 'failed_calls'],
  ['Average duration', 'avg_duration'],
  ['Resolved at first contact', 'first_call_resolution_rate'],
  ['Tickets created', 'tickets_created'],
  ['Escalated', 'escalation_count'],
];
const CONVERSATIONS: KeyFigures = [
  ['Conversations', 'conversations'],
  ['Resolved by AI', 'ai_resolution_rate'],
  ['Resolved by people', 'human_resolved'],
  ['Escalated', 'escalation_rate'],
  ['Average first response, minutes', 'first_response_minutes'],
  ['Median resolution, minutes', 'resolution_minutes_median'],
];
const SLA: KeyFigures = [
  ['First response: tracked', 'sla_first_tracked'],
  ['First response: breached', 'sla_first_breached'],
  ['First response: compliance', 'sla_first_compliance_rate'],
  ['Resolution: tracked', 'sla_resolution_tracked'],
  ['Resolution: breached', 'sla_resolution_breached'],
  ['Resolution: compliance', 'sla_resolution_compliance_rate'],
];
const RESOLUTION: KeyFigures = [
  ['Conversations', 'conversations'],
  ['Resolved', 'resolved'],
  ['Resolution rate', 'resolution_rate'],
  ['Resolved by AI', 'ai_resolution_rate'],
  ['Resolved by people', 'human_resolution_rate'],
];
const PERFORMANCE: KeyFigures = [
  ['Conversations', 'conversations'],
  ['Resolved', 'resolved'],
  ['Resolution rate', 'resolution_rate'],
  ['Average first response, minutes', 'first_response_minutes'],
  ['Average resolution, minutes', 'resolution_minutes_avg'],
];
const BOTH: KeyFigures = [
  ['Calls and conversations', 'total_interactions'],
  ['Calls', 'total_calls'],
  ['Conversations', 'conversations'],
  ['Resolution rate of both', 'blended_resolution_rate'],
  ['Average duration of calls', 'avg_duration'],
  ['Average first response, minutes', 'first_response_minutes'],
  ['SLA compliance', 'sla_compliance_rate'],
];

const QUEUES: KeyFigures = [
  ['Offered', 'offered'],
  ['Answered', 'answered'],
  ['Abandoned', 'abandoned'],
  ['Overflowed', 'overflowed'],
  ['Service level', 'service_level'],
  ['Average speed of answer', 'average_speed_of_answer'],
  ['Abandonment rate', 'abandonment_rate'],
];

const AGENT_TIME: KeyFigures = [
  ['Signed in', 'signed_in_seconds'],
  ['Available', 'available_seconds'],
  ['Busy', 'busy_seconds'],
  ['Wrap-up', 'wrap_seconds'],
  ['Occupancy', 'occupancy'],
  ['Utilisation', 'utilisation'],
  ['Schedule adherence', 'adherence'],
];

/** Title and content of the PDF of each scope. */
export const OVERVIEW_PLANS: Readonly<Record<AnalyticsSpec['scope'], OverviewPlan & { title: string }>> = {
  voice: {
    title: 'Voice analytics',
    keyFigures: CALLS,
    chart: { title: 'Calls per day', daily: 'total_calls' },
  },
  conversations: {
    title: 'Conversations',
    keyFigures: CONVERSATIONS,
    chart: { title: 'Conversations per day', daily: 'conversations' },
  },
  all: {
    title: 'All analytics',
    keyFigures: BOTH,
    chart: { title: 'Calls and conversations per day', daily: 'total_interactions' },
  },
  sla_quality: {
    title: 'SLA quality',
    keyFigures: SLA,
    chart: { title: 'SLA compliance per day, %', daily: 'sla_compliance_rate' },
  },
  resolution_rates: {
    title: 'Resolution rates',
    keyFigures: RESOLUTION,
    chart: { title: 'Resolution rate per day, %', daily: 'resolution_rate' },
  },
  performance: {
    title: 'Agent and team performance',
    keyFigures: PERFORMANCE,
    chart: { title: 'Agents with most conversations', agents: 'conversations' },
  },
  queues: {
    title: 'Queues',
    keyFigures: QUEUES,
    chart: { title: 'Service level per day, %', daily: 'service_level' },
  },
  agent_time: {
    title: 'Time of agents',
    keyFigures: AGENT_TIME,
    chart: { title: 'Occupancy per day, %', daily: 'occupancy' },
  },
};

/** The key figures and the chart of a scope. */
export interface OverviewPlan {
  keyFigures: readonly (readonly [label: string, measure: MeasureName])[];
  /** A measure per local day, or for the agents with the most conversations. */
  chart: { title: string; daily: MeasureName } | { title: string; agents: MeasureName };
}

const TOP_AGENTS = 10;

/** Reads the overview of a plan as of one moment; figures of agents are read after it. */
export async function overviewOf(view: View, { keyFigures, chart }: OverviewPlan): Promise<Overview> {
  const buckets = bucketsOf(view.period, 'day');
  const charted = 'daily' in chart ? chart.daily : chart.agents;
  const measures = keyFigures.map(([, measure]) => measure);
  const [total = new Map(), byDay = new Map()] = await summed(view, [
    queryOf(view, measures, { kind: 'total' }),
    ...('daily' in chart ? [queryOf(view, [charted], { kind: 'buckets', buckets })] : []),
  ]);
  const points =
    'daily' in chart
      ? buckets.map(({ label }) => ({
          label,
          value: formatMeasure(charted, valuesIn(byDay, label), HELPDESK_FORMAT),
        }))
      : (await performers(view, 'agent')).slice(0, TOP_AGENTS).map(({ id, name, values }) => ({
          label: { name, id },
          value: formatMeasure(charted, values, HELPDESK_FORMAT),
        }));
  return {
    keyFigures: keyFigures.map(([label, measure]) => ({
      label,
      value: figureText(measure, valuesIn(total), HELPDESK_FORMAT),
    })),
    chart: { title: chart.title, counts: MEASURES[charted].unit === 'count', points },
  };
}
