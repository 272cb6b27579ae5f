import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { HELPDESK_FORMAT } from '../../query/format.ts';
import { valuesIn } from '../../query/query.ts';
import { type MeasuresQuery, runQueries } from '../../query/query-batch.ts';
import { rank } from '../../query/ranking.ts';
import { PRIORITIES } from '../../records/interaction-fields.ts';
import { type HelpdeskScope, helpdeskFiguresQuery, helpdeskScope } from './scope.ts';

/** In the order of lists: the most urgent first. */

/** A conversation with any SLA target counts once; it is breached if either target is, at the time of the request. */
export const SLA_FIELDS = fields(HELPDESK_FORMAT, {
  tracked: 'sla_tracked',
  met: 'sla_met',
  breached: 'sla_breached',
  compliance_rate: 'sla_compliance_rate',
});

export const slaBucket = SLA_FIELDS.schema;

const FIRST_RESPONSE = fields(HELPDESK_FORMAT, {
  tracked: 'sla_first_tracked',
  met: 'sla_first_met',
  breached: 'sla_first_breached',
  compliance_rate: 'sla_first_compliance_rate',
});
const RESOLUTION = fields(HELPDESK_FORMAT, {
  tracked: 'sla_resolution_tracked',
  met: 'sla_resolution_met',
  breached: 'sla_resolution_breached',
  compliance_rate: 'sla_resolution_compliance_rate',
});

/** The queries for SLA compliance. */
export function slaQueries({ period, filter, now }: HelpdeskScope) {
  const buckets = { measures: SLA_FIELDS.measures, period, filter, now };
  return {
    total: { measures: [...FIRST_RESPONSE.measures, ...RESOLUTION.measures], period, filter, now },
    priorities: { ...buckets, by: { kind: 'members', of: 'priority' } },
    teams: { ...buckets, by: { kind: 'members', of: 'team' } },
  } as const satisfies Record<string, MeasuresQuery>;
}

export const helpdeskSlaCompliance = defineOperation({
  id: 'helpdeskSlaCompliance',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/analytics/conversations/sla-compliance',
  summary: 'How conversations keep their SLA targets, as of now.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: helpdeskFiguresQuery,
  response: z.object({
    first_response: FIRST_RESPONSE.schema,
    resolution: RESOLUTION.schema,
    by_priority: z
      .array(slaBucket.extend({ priority: z.enum(PRIORITIES) }))
      .describe('All four, the most urgent first.'),
    by_team: z
      .array(slaBucket.extend({ team_id: z.string(), team_name: z.string() }))
      .describe('Teams with a tracked conversation, most first.'),
  }),
  async handle(context, { query }) {
    const { total, priorities, teams, names } = await runQueries(context, {
      ...slaQueries(helpdeskScope(context, query)),
      names: { namesOf: 'team' },
    });
    return {
      first_response: FIRST_RESPONSE.format(total),
      resolution: RESOLUTION.format(total),
      by_priority: PRIORITIES.map((priority) => ({
        priority,
        ...SLA_FIELDS.format(valuesIn(priorities, priority)),
      })),
      by_team: rank(teams, 'sla_tracked', { names }).map(({ id, name, values }) => ({
        team_id: id,
        team_name: name,
        ...SLA_FIELDS.format(values),
      })),
    };
  },
});
