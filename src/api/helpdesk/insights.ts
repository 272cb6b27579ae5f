import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { QueryBatch } from '../../query/query-batch.ts';
import { isoInstant } from '../../time/dates.ts';
import { agentPerformance, askAgentPerformance } from './agent-performance.ts';
import { askConversationPatterns, conversationPatterns } from './conversation-patterns.ts';
import { askCsatFigures, csatFigures } from './csat-figures.ts';
import { askEmailFigures, emailFigures } from './email-figures.ts';
import { askHealthFigures, healthFigures } from './health-figures.ts';
import { askHelpCenterFigures, helpCenterFigures } from './help-center.ts';
import { helpdeskQuery, helpdeskScope } from './scope.ts';
import { askTeamPerformance, teamPerformance } from './team-performance.ts';

export const helpdeskInsights = defineOperation({
  id: 'helpdeskInsights',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/analytics/conversations/insights',
  summary: 'All that is known of conversations in a period, in one answer and as of one moment.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: helpdeskQuery,
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
    const queryBatch = new QueryBatch();
    const csat = askCsatFigures(queryBatch, scope);
    const patterns = askConversationPatterns(queryBatch, scope);
    const agents = askAgentPerformance(queryBatch, scope);
    const teams = askTeamPerformance(queryBatch, scope);
    const helpCenter = askHelpCenterFigures(queryBatch, scope);
    const email = askEmailFigures(queryBatch, scope);
    const health = askHealthFigures(queryBatch, scope, timeZone);
    await queryBatch.run(context.store, timeZone);
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

/** An instant as this contract echoes it: UTC with a numeric offset. */
function echoed(at: number): string {
  return isoInstant(at).replace('Z', '+00:00');
}
