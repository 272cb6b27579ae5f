import * as z from 'zod';
import { formatAll, HELPDESK_FORMAT, schemaOfAll } from '../../query/format.ts';
import { inputsOf } from '../../query/measures.ts';
import type { MetricsQuery } from '../../query/query.ts';
import type { QueryBatch } from '../../query/query-batch.ts';
import { rankedMembers } from '../../query/ranked-members.ts';
import type { HelpdeskScope } from './scope.ts';

const FIELDS = {
  assigned_count: 'conversations',
  resolved_count: 'resolved',
  resolution_rate: 'resolution_rate',
  avg_first_response_minutes: 'first_response_minutes',
  avg_resolution_minutes: 'resolution_minutes_avg',
} as const;

/** Agents with a conversation, most first. */
export const agentPerformance = z
  .array(schemaOfAll(FIELDS).extend({ assignee_user_id: z.string(), assignee_name: z.string() }))
  .describe('Agents with a conversation, most first.');

/** The question behind `agentPerformance`. */
export function agentQuery({ period }: HelpdeskScope): MetricsQuery {
  const by = { kind: 'members', of: 'agent' } as const;
  return { inputs: inputsOf(Object.values(FIELDS)), period, filter: {}, by };
}

/** Asks for `agentPerformance`; tells it once the query batch has run. */
export function askAgentPerformance(queryBatch: QueryBatch, scope: HelpdeskScope) {
  const byAgent = queryBatch.query(agentQuery(scope));
  const agents = queryBatch.names('agent');
  return (): z.input<typeof agentPerformance> =>
    rankedMembers(byAgent(), 'conversations', agents()).map((each) => ({
      assignee_user_id: each.id,
      assignee_name: each.name,
      ...formatAll(FIELDS, each.figures, HELPDESK_FORMAT),
    }));
}
