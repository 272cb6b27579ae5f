import type { OpenSource, SourceContext } from '../source.ts';
import type { ExportRequest, ReportSpec } from '../spec.ts';
import type { Section } from '../table.ts';
import { agentPerformance } from './agent-performance.ts';
import { conversationSummary } from './conversation-summary.ts';
import { costSummary } from './cost-summary.ts';
import { reportOverview } from './report-overview.ts';

type OpenSection = (context: SourceContext, request: ExportRequest & { spec: ReportSpec }) => Section;

const TYPES: Record<ReportSpec['type'], { title: string; section: OpenSection }> = {
  conversation_summary: { title: 'Conversation summary', section: conversationSummary },
  agent_performance: { title: 'Agent performance', section: agentPerformance },
  cost_summary: { title: 'Cost summary', section: costSummary },
};

/** A report on ended interactions of both kinds: one table of its type. */
export const reportSource: OpenSource<ReportSpec> = (context, request) => {
  const { title, section } = TYPES[request.spec.type];
  return {
    title,
    layout: 'rows',
    sections: [section(context, request)],
    overview: () => reportOverview(context, request),
  };
};
