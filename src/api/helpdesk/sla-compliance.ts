import * as z from 'zod';
import { defineOperation } from '../../http/operation.ts';
import { Inquiry } from '../../query/query-batch.ts';
import { termsOf } from '../../query/measures.ts';
import { HELPDESK_STYLE, presentAll, schemaOfAll } from '../../query/format.ts';
import { figuresOf, type Grouping, type Question } from '../../query/query.ts';
import { rankedMembers } from '../../query/ranked-members.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { PRIORITIES } from './priorities.ts';
import { type HelpdeskScope, helpdeskQuery, helpdeskScope } from './scope.ts';
import { SLA_FIELDS, slaBucket } from './sla-bucket.ts';

const FIRST_RESPONSE = {
  tracked: 'sla_first_tracked',
  met: 'sla_first_met',
  breached: 'sla_first_breached',
  compliance_rate: 'sla_first_compliance_rate',
} as const;
const RESOLUTION = {
  tracked: 'sla_resolution_tracked',
  met: 'sla_resolution_met',
  breached: 'sla_resolution_breached',
  compliance_rate: 'sla_resolution_compliance_rate',
} as const;

/** The questions behind SLA compliance. */
export function slaQuestions({ period, now }: HelpdeskScope) {
  const total: Question = {
    terms: termsOf([...Object.values(FIRST_RESPONSE), ...Object.values(RESOLUTION)]),
    period,
    filter: {},
    by: { kind: 'total' },
    now,
  };
  return { total, priorities: slaBy('priority'), teams: slaBy('team') };

  function slaBy(of: 'priority' | 'team'): Question {
    const by: Grouping = { kind: 'members', of };
    return { terms: termsOf(Object.values(SLA_FIELDS)), period, filter: {}, by, now };
  }
}

export const helpdeskSlaCompliance = defineOperation({
  id: 'helpdeskSlaCompliance',
  contract: '004',
  method: 'GET',
  path: '/api/v2/analytics/conversations/sla-compliance',
  summary: 'How conversations keep their SLA targets, as of now.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: helpdeskQuery,
  response: z.object({
    first_response: schemaOfAll(FIRST_RESPONSE),
    resolution: schemaOfAll(RESOLUTION),
    by_priority: z
      .array(slaBucket.extend({ priority: z.enum(PRIORITIES) }))
      .describe('All four, the most urgent first.'),
    by_team: z
      .array(slaBucket.extend({ team_id: z.string(), team_name: z.string() }))
      .describe('Teams with a tracked conversation, most first.'),
  }),
  async handle(context, { query }) {
    const inquiry = new Inquiry();
    const questions = slaQuestions(helpdeskScope(context, query));
    const total = inquiry.question(questions.total);
    const priorities = inquiry.question(questions.priorities);
    const byTeam = inquiry.question(questions.teams);
    const teams = inquiry.directory('team');
    await inquiry.run(context.store, context.tenant.timeZone);
    const figures = figuresOf(total());
    return {
      first_response: presentAll(FIRST_RESPONSE, figures, HELPDESK_STYLE),
      resolution: presentAll(RESOLUTION, figures, HELPDESK_STYLE),
      by_priority: PRIORITIES.map((priority) => ({
        priority,
        ...presentAll(SLA_FIELDS, figuresOf(priorities(), priority), HELPDESK_STYLE),
      })),
      by_team: rankedMembers(byTeam(), 'sla_tracked', teams()).map((team) => ({
        team_id: team.id,
        team_name: team.name,
        ...presentAll(SLA_FIELDS, team.figures, HELPDESK_STYLE),
      })),
    };
  },
});
