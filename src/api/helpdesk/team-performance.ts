import * as z from 'zod';
import { formatAll, HELPDESK_FORMAT, schemaOfAll } from '../../query/format.ts';
import { inputsOf } from '../../query/measures.ts';
import type { QueryBatch } from '../../query/query-batch.ts';
import { rankedMembers } from '../../query/ranked-members.ts';
import type { HelpdeskScope } from './scope.ts';

const FIELDS = {
  assigned_count: 'conversations',
  resolved_count: 'resolved',
  resolution_rate: 'resolution_rate',
  avg_resolution_minutes: 'resolution_minutes_avg',
} as const;

/** Teams with a conversation, most first. */
export const teamPerformance = z
  .array(schemaOfAll(FIELDS).extend({ team_id: z.string(), team_name: z.string() }))
  .describe('Teams with a conversation, most first.');

/** Asks for `teamPerformance`; tells it once the query batch has run. */
export function askTeamPerformance(queryBatch: QueryBatch, { period }: HelpdeskScope) {
  const byTeam = queryBatch.query({
    inputs: inputsOf(Object.values(FIELDS)),
    period,
    filter: {},
    by: { kind: 'members', of: 'team' },
  });
  const teams = queryBatch.names('team');
  return (): z.input<typeof teamPerformance> =>
    rankedMembers(byTeam(), 'conversations', teams()).map((each) => ({
      team_id: each.id,
      team_name: each.name,
      ...formatAll(FIELDS, each.figures, HELPDESK_FORMAT),
    }));
}
