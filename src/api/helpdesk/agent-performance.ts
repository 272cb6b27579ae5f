import * as z from 'zod';
import { fields } from '../../query/fields.ts';
import { HELPDESK_FORMAT } from '../../query/format.ts';
import type { MeasuresQuery, QueryBatch } from '../../query/query-batch.ts';
import { rank } from '../../query/ranking.ts';
import type { HelpdeskScope } from './scope.ts';

const FIELDS = fields(HELPDESK_FORMAT, {
  assigned_count: 'conversations',
  resolved_count: 'resolved',
  resolution_rate: 'resolution_rate',
  avg_first_response_minutes: 'first_response_minutes',
  avg_resolution_minutes: 'resolution_minutes_avg',
});

export const agentPerformance = z
  .array(FIELDS.schema.extend({ assignee_user_id: z.string(), assignee_name: z.string() }))
  .describe('Agents with a conversation, most first.');

/** The query for `agentPerformance`. */
export function agentQuery({ period }: HelpdeskScope) {
  return {
    measures: FIELDS.measures,
    period,
    by: { kind: 'members', of: 'agent' },
  } as const satisfies MeasuresQuery;
}

/** Adds the queries for `agentPerformance`. The returned function gives it once the batch has run. */
export function addAgentPerformance(batch: QueryBatch, scope: HelpdeskScope) {
  const byAgent = batch.add(agentQuery(scope));
  const names = batch.add({ namesOf: 'agent' });
  return (): z.input<typeof agentPerformance> =>
    rank(byAgent(), 'conversations', { names: names() }).map(({ id, name, values }) => ({
      assignee_user_id: id,
      assignee_name: name,
      ...FIELDS.format(values),
    }));
}
