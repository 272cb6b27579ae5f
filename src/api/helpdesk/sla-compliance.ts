import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { formatAll, HELPDESK_FORMAT, schemaOfAll } from '../../query/format.ts';
import { inputsOf } from '../../query/measures.ts';
import { type Grouping, type MetricsQuery, valuesIn } from '../../query/query.ts';
import { QueryBatch } from '../../query/query-batch.ts';
import { rankedMembers } from '../../query/ranked-members.ts';
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
export function slaQueries({ period, now }: HelpdeskScope) {
  const total: MetricsQuery = {
    inputs: inputsOf([...Object.values(FIRST_RESPONSE), ...Object.values(RESOLUTION)]),
    period,
    filter: {},
    by: { kind: 'total' },
    now,
  };
  return { total, priorities: slaBy('priority'), teams: slaBy('team') };

  function slaBy(of: 'priority' | 'team'): MetricsQuery {
    const by: Grouping = { kind: 'members', of };
    return { inputs: inputsOf(Object.values(SLA_FIELDS)), period, filter: {}, by, now };
  }
}

export const helpdeskSlaCompliance = defineOperation({
  id: 'helpdeskSlaCompliance',
  contract: 'helpdesk',
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
    const queryBatch = new QueryBatch();
    const metricsQueries = slaQueries(helpdeskScope(context, query));
    const total = queryBatch.query(metricsQueries.total);
    const priorities = queryBatch.query(metricsQueries.priorities);
    const byTeam = queryBatch.query(metricsQueries.teams);
    const teams = queryBatch.names('team');
    await queryBatch.run(context.store, context.tenant.timeZone);
    const figures = valuesIn(total());
    return {
      first_response: formatAll(FIRST_RESPONSE, figures, HELPDESK_FORMAT),
      resolution: formatAll(RESOLUTION, figures, HELPDESK_FORMAT),
      by_priority: PRIORITIES.map((priority) => ({
        priority,
        ...formatAll(SLA_FIELDS, valuesIn(priorities(), priority), HELPDESK_FORMAT),
      })),
      by_team: rankedMembers(byTeam(), 'sla_tracked', teams()).map((team) => ({
        team_id: team.id,
        team_name: team.name,
        ...formatAll(SLA_FIELDS, team.figures, HELPDESK_FORMAT),
      })),
    };
  },
});
