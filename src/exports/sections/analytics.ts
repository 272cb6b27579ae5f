import { combinedHolding, type Holding } from '../../privacy/erasure/holding.ts';
import type { OpenSource, Section } from '../section.ts';
import type { AnalyticsSpec } from '../spec.ts';
import { callSection } from './analytics/calls.ts';
import { conversationSection } from './analytics/conversations.ts';
import { resolutionSection, summaryByDaySection } from './analytics/daily.ts';
import { AGENT_TIME_FIGURES, QUEUE_FIGURES } from './analytics/figure-set.ts';
import { dailyFigures, memberDayFigures, memberFigures, totalFigures } from './analytics/figures.ts';
import { OVERVIEW_PLANS, overviewOf } from './analytics/overview.ts';
import { performanceSection } from './analytics/performance.ts';
import { slaSection } from './analytics/sla.ts';
import { type View, viewOf } from './analytics/view.ts';

const SECTIONS = [
  'summary_by_day',
  'call',
  'conversation',
  'sla',
  'resolution',
  'agent',
  'team',
  'queues_total',
  'queues_by_day',
  'queue',
  'queue_by_day',
  'agents_time_total',
  'agents_time_by_day',
  'agent_time',
  'agent_time_by_day',
] as const;
type SectionName = (typeof SECTIONS)[number];

/** The sections that a scope always has. */
const ALWAYS: Readonly<Record<AnalyticsSpec['scope'], readonly SectionName[]>> = {
  voice: ['summary_by_day'],
  conversations: ['conversation'],
  all: ['summary_by_day', 'sla', 'resolution', 'agent', 'team'],
  sla_quality: ['sla'],
  resolution_rates: ['resolution'],
  performance: ['agent', 'team'],
  queues: ['queues_total', 'queues_by_day', 'queue', 'queue_by_day'],
  agent_time: ['agents_time_total', 'agents_time_by_day', 'agent_time', 'agent_time_by_day'],
};
const WITH_CALLS: readonly AnalyticsSpec['scope'][] = ['voice', 'all'];

/** What a section holds, and how it is opened. */
export interface AnalyticsSection {
  readonly holds: Holding;
  open(view: View, spec: AnalyticsSpec): Section;
}

/** Analytics files are kept for one day only, so a file with rows of interactions is withdrawn by any erasure. */
const DECLARED: Readonly<Record<SectionName, AnalyticsSection>> = {
  summary_by_day: { holds: 'figures', open: summaryByDaySection },
  call: { holds: 'interactions', open: (view, { transcripts }) => callSection(view, transcripts) },
  conversation: {
    holds: 'interactions',
    open: (view, { transcripts }) => conversationSection(view, transcripts),
  },
  sla: { holds: 'interactions', open: slaSection },
  resolution: { holds: 'figures', open: resolutionSection },
  agent: { holds: 'figures', open: (view) => performanceSection(view, 'agent') },
  team: { holds: 'figures', open: (view) => performanceSection(view, 'team') },
  queues_total: figuresOf((view) => totalFigures(view, QUEUE_FIGURES, 'queues_total')),
  queues_by_day: figuresOf((view) => dailyFigures(view, QUEUE_FIGURES, 'queues_by_day')),
  queue: figuresOf((view) => memberFigures(view, QUEUE_FIGURES, 'queue')),
  queue_by_day: figuresOf((view) => memberDayFigures(view, QUEUE_FIGURES, 'queue_by_day')),
  agents_time_total: figuresOf((view) => totalFigures(view, AGENT_TIME_FIGURES, 'agents_time_total')),
  agents_time_by_day: figuresOf((view) => dailyFigures(view, AGENT_TIME_FIGURES, 'agents_time_by_day')),
  agent_time: figuresOf((view) => memberFigures(view, AGENT_TIME_FIGURES, 'agent_time')),
  agent_time_by_day: figuresOf((view) => memberDayFigures(view, AGENT_TIME_FIGURES, 'agent_time_by_day')),
};

/** Calls and conversations, their SLA, resolution, agents, teams, queues and the time of agents. Personal data is redacted. */
export const analyticsSource: OpenSource<AnalyticsSpec> = (context, { spec, period }) => {
  const view = viewOf(context, period);
  const { title, ...plan } = OVERVIEW_PLANS[spec.scope];
  return {
    title,
    layout: 'sections',
    sections: sectionsOf(spec).map(({ holds, open }) => ({ ...open(view, spec), holds })),
    overview: () => overviewOf(view, plan),
  };
};

function figuresOf(open: (view: View) => Section): AnalyticsSection {
  return { holds: 'figures', open };
}

/** Which data of interactions the sections of the export hold. */
export function analyticsHolding(spec: AnalyticsSpec): Holding {
  return combinedHolding(sectionsOf(spec).map(({ holds }) => holds));
}

function sectionsOf(spec: AnalyticsSpec): AnalyticsSection[] {
  return SECTIONS.filter((name) => isWanted(spec, name)).map((name) => DECLARED[name]);
}

function isWanted(spec: AnalyticsSpec, name: SectionName): boolean {
  if (ALWAYS[spec.scope].includes(name)) return true;
  if (name === 'call') return spec.callDetails && WITH_CALLS.includes(spec.scope);
  return name === 'conversation' && spec.conversations;
}
