import * as z from 'zod';
import type { Inquiry } from '../../query/query-batch.ts';
import { termsOf } from '../../query/measures.ts';
import { HELPDESK_STYLE, presentAll, schemaOfAll } from '../../query/format.ts';
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

/** Asks for `teamPerformance`; tells it once the inquiry has run. */
export function askTeamPerformance(inquiry: Inquiry, { period }: HelpdeskScope) {
  const byTeam = inquiry.question({
    terms: termsOf(Object.values(FIELDS)),
    period,
    filter: {},
    by: { kind: 'members', of: 'team' },
  });
  const teams = inquiry.directory('team');
  return (): z.input<typeof teamPerformance> =>
    rankedMembers(byTeam(), 'conversations', teams()).map((each) => ({
      team_id: each.id,
      team_name: each.name,
      ...presentAll(FIELDS, each.figures, HELPDESK_STYLE),
    }));
}
