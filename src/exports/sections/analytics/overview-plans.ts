import type { AnalyticsSpec } from '../../spec.ts';
import type { OverviewPlan } from './overview.ts';

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
};
