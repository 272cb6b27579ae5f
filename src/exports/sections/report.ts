import type { Holding } from '../../privacy/erasure/holding.ts';
import type { OpenSource, Section, SourceContext } from '../section.ts';
import type { ExportRequest, ReportSpec } from '../spec.ts';
import { agentPerformanceSection } from './agent-performance.ts';
import { conversationSummary } from './conversation-summary.ts';
import { costSummary } from './cost-summary.ts';
import { reportOverview } from './report-overview.ts';

type OpenSection = (context: SourceContext, request: ExportRequest & { spec: ReportSpec }) => Section;

interface ReportType {
  title: string;
  holds: Holding;
  section: OpenSection;
}

const TYPES: Readonly<Record<ReportSpec['type'], ReportType>> = {
  conversation_summary: {
    title: 'Conversation summary',
    holds: 'interactions_in_period',
    section: conversationSummary,
  },
  agent_performance: { title: 'Agent performance', holds: 'figures', section: agentPerformanceSection },
  cost_summary: { title: 'Cost summary', holds: 'figures', section: costSummary },
};

/** A report on ended calls and conversations: one table per report type. */
export const reportSource: OpenSource<ReportSpec> = (context, request) => {
  const { title, holds, section } = TYPES[request.spec.type];
  return {
    title,
    layout: 'rows',
    sections: [{ ...section(context, request), holds }],
    overview: () => reportOverview(context, request),
  };
};

/** Which data of interactions the export holds. */
export function reportHolding({ type }: ReportSpec): Holding {
  return TYPES[type].holds;
}
