import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { QueryBatch } from '../../query/query-batch.ts';
import { isoInstant } from '../../time/dates.ts';
import { addHealthFigures, healthFigures } from './aggregation-health.ts';
import { addConversationPatterns, conversationPatterns } from './conversation-patterns.ts';
import { addCsatFigures, csatFigures } from './csat.ts';
import { addEmailFigures, emailFigures } from './email-figures.ts';
import { addHelpCenterFigures, helpCenterFigures } from './help-center.ts';
import { addAgentPerformance, addTeamPerformance, agentPerformance, teamPerformance } from './performance.ts';
import { helpdeskFiguresQuery, helpdeskScope } from './scope.ts';

export const helpdeskInsights = defineOperation({
  id: 'helpdeskInsights',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/analytics/conversations/insights',
  summary: 'All that is known of conversations in a period, in one answer and as of one moment.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures and state',
  query: helpdeskFiguresQuery,
  response: z.object({
    csat: csatFigures,
    ...conversationPatterns,
    agent_performance: agentPerformance,
    team_performance: teamPerformance,
    help_center_deflection: helpCenterFigures,
    email_channel_metrics: emailFigures,
    aggregation_health: healthFigures,
    metadata: z.object({
      date_from: z.string().describe('First second of the period, UTC.'),
      date_to: z.string().describe('Last second of the period, UTC.'),
    }),
  }),
  async handle(context, { query }) {
    const { timeZone } = context.tenant;
    const scope = helpdeskScope(context, query);
    const batch = new QueryBatch();
    const csat = addCsatFigures(batch, scope);
    const patterns = addConversationPatterns(batch, scope);
    const agents = addAgentPerformance(batch, scope);
    const teams = addTeamPerformance(batch, scope);
    const helpCenter = addHelpCenterFigures(batch, scope);
    const email = addEmailFigures(batch, scope);
    const health = addHealthFigures(batch, { ...scope, filter: {} }, timeZone);
    await batch.run(context);
    return {
      csat: csat(),
      ...patterns(),
      agent_performance: agents(),
      team_performance: teams(),
      help_center_deflection: helpCenter(),
      email_channel_metrics: email(),
      aggregation_health: health(),
      metadata: { date_from: echoed(scope.period.start), date_to: echoed(scope.period.end - 1) },
    };
  },
});

/** Formats an instant as this endpoint does: UTC with a numeric offset. */
function echoed(at: number): string {
  return isoInstant(at).replace('Z', '+00:00');
}
