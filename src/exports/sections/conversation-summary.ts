import { type EndedRow, endedPageQuery } from '../../facts/pages.ts';
import { evaluate } from '../../query/measures.ts';
import type { DimensionNames } from '../../query/ranking.ts';
import { readBody } from '../../records/stored-body.ts';
import type { Interaction } from '../../records/types.ts';
import { localInstants } from '../../time/dates.ts';
import type { Cell, ColumnType, Section, SourceContext } from '../section.ts';
import type { ExportRequest, REPORT_FIELDS, ReportSpec } from '../spec.ts';
import { factSection, inUnits, MILLIONTHS, namedCell, TEN_THOUSANDTHS } from './fact-section.ts';
import { reportTotal } from './report-overview.ts';

type Field = (typeof REPORT_FIELDS)[number];

interface Conversation {
  id: string;
  body: Interaction;
  agents: DimensionNames | undefined;
  instant: (seconds: number) => string;
}

const FIELDS: Record<Field, { type: ColumnType; cell: (conversation: Conversation) => Cell }> = {
  conversationId: { type: 'text', cell: ({ id }) => id },
  channel: { type: 'text', cell: ({ body }) => body.channel },
  status: { type: 'plain', cell: ({ body }) => body.status },
  startedAt: { type: 'instant', cell: ({ body, instant }) => instant(body.started_at) },
  duration: { type: 'number', cell: ({ body }) => body.duration_seconds ?? null },
  waitSeconds: { type: 'number', cell: ({ body }) => body.wait_seconds ?? null },
  outcome: { type: 'text', cell: ({ body }) => body.outcome },
  cost: { type: 'number', cell: ({ body }) => inUnits(costOf(body), MILLIONTHS) },
  sentiment: { type: 'number', cell: ({ body }) => inUnits(body.sentiment?.score, TEN_THOUSANDTHS) },
  intent: { type: 'text', cell: ({ body }) => body.intent ?? null },
  agentId: { type: 'text', cell: ({ body }) => body.agent_id ?? null },
  agentName: { type: 'text', cell: ({ body, agents }) => namedCell(agents, body.agent_id) },
};

/** One row per ended interaction, oldest first, with the requested fields. */
export function conversationSummary(
  context: SourceContext,
  { period, spec }: ExportRequest & { spec: ReportSpec },
): Section {
  const { includeFields } = spec;
  const instant = localInstants(period.zone);
  return factSection<EndedRow>(context, {
    name: spec.type,
    columns: includeFields.map((name) => ({ name, type: FIELDS[name].type })),
    count: async () => evaluate('ended', await reportTotal(context, { period, spec }, ['ended'])).numerator,
    pageQuery: (after) => endedPageQuery(period, spec, after),
    dimensions: ['agent'],
    cells({ id, body }, [agents]) {
      if (body === null) return null;
      const conversation = { id, body: readBody(body), agents, instant };
      return includeFields.map((name) => FIELDS[name].cell(conversation));
    },
  });
}

/** In millionths of a dollar; undefined if no part of the cost is known. */
function costOf({ cost }: Interaction): number | undefined {
  const parts = Object.values(cost ?? {});
  return parts.length === 0 ? undefined : parts.reduce((sum, part) => sum + part, 0);
}
