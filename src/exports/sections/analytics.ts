import type { OpenSource } from '../source.ts';
import type { AnalyticsSpec } from '../spec.ts';
import type { Section } from '../table.ts';
import { callSection } from './analytics/calls.ts';
import { conversationSection } from './analytics/conversations.ts';
import { resolutionSection, summaryByDaySection } from './analytics/daily.ts';
import { overviewOf } from './analytics/overview.ts';
import { OVERVIEW_PLANS } from './analytics/overview-plans.ts';
import { performanceSection } from './analytics/performance.ts';
import { slaSection } from './analytics/sla.ts';
import { type View, viewOf } from './analytics/view.ts';

const SECTIONS = ['summary_by_day', 'call', 'conversation', 'sla', 'resolution', 'agent', 'team'] as const;
type SectionName = (typeof SECTIONS)[number];

/** What a scope holds whatever is included. */
const HELD: Readonly<Record<AnalyticsSpec['scope'], readonly SectionName[]>> = {
  voice: ['summary_by_day'],
  conversations: ['conversation'],
  all: ['summary_by_day', 'sla', 'resolution', 'agent', 'team'],
  sla_quality: ['sla'],
  resolution_rates: ['resolution'],
  performance: ['agent', 'team'],
};
const WITH_CALLS: readonly AnalyticsSpec['scope'][] = ['voice', 'all'];

const OPENED: Readonly<Record<SectionName, (view: View, spec: AnalyticsSpec) => Section>> = {
  summary_by_day: summaryByDaySection,
  call: (view, { transcripts }) => callSection(view, transcripts),
  conversation: (view, { transcripts }) => conversationSection(view, transcripts),
  sla: slaSection,
  resolution: resolutionSection,
  agent: (view) => performanceSection(view, 'agent'),
  team: (view) => performanceSection(view, 'team'),
};

/** Calls and conversations, their SLA, resolution, agents and teams; personal data redacted. */
export const analyticsSource: OpenSource<AnalyticsSpec> = (context, { spec, period }) => {
  const view = viewOf(context, period);
  const { title, ...plan } = OVERVIEW_PLANS[spec.scope];
  return {
    title,
    layout: 'sections',
    sections: SECTIONS.filter((name) => holds(spec, name)).map((name) => OPENED[name](view, spec)),
    overview: () => overviewOf(view, plan),
  };
};

function holds(spec: AnalyticsSpec, name: SectionName): boolean {
  if (HELD[spec.scope].includes(name)) return true;
  if (name === 'call') return spec.callDetails && WITH_CALLS.includes(spec.scope);
  return name === 'conversation' && spec.conversations;
}
