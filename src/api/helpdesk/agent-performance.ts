import * as z from 'zod';
import type { Inquiry } from '../../query/query-batch.ts';
import { termsOf } from '../../query/measures.ts';
import { HELPDESK_STYLE, presentAll, schemaOfAll } from '../../query/format.ts';
import type { Question } from '../../query/query.ts';
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
export function agentQuestion({ period }: HelpdeskScope): Question {
  const by = { kind: 'members', of: 'agent' } as const;
  return { terms: termsOf(Object.values(FIELDS)), period, filter: {}, by };
}

/** Asks for `agentPerformance`; tells it once the inquiry has run. */
export function askAgentPerformance(inquiry: Inquiry, scope: HelpdeskScope) {
  const byAgent = inquiry.question(agentQuestion(scope));
  const agents = inquiry.directory('agent');
  return (): z.input<typeof agentPerformance> =>
    rankedMembers(byAgent(), 'conversations', agents()).map((each) => ({
      assignee_user_id: each.id,
      assignee_name: each.name,
      ...presentAll(FIELDS, each.figures, HELPDESK_STYLE),
    }));
}
