import { combinedHolding, type Holding } from '../../privacy/erasure/holding.ts';
import type { OpenSource, Section } from '../section.ts';
import type { AnalyticsSpec } from '../spec.ts';
import { callSection } from './analytics/calls.ts';
import { conversationSection } from './analytics/conversations.ts';
import { resolutionSection, summaryByDaySection } from './analytics/daily.ts';
import { OVERVIEW_PLANS, overviewOf } from './analytics/overview.ts';
import { performanceSection } from './analytics/performance.ts';
import {
  queueByDaySection,
  queueSection,
  queuesByDaySection,
  queuesTotalSection,
} from './analytics/queues.ts';
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
  queues_total: { holds: 'figures', open: queuesTotalSection },
  queues_by_day: { holds: 'figures', open: queuesByDaySection },
  queue: { holds: 'figures', open: queueSection },
  queue_by_day: { holds: 'figures', open: queueByDaySection },
};

/** Calls and conversations, their SLA, resolution, agents, teams and queues. Personal data is redacted. */
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
