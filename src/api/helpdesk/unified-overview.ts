import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { formatCount, formatMeasure, HELPDESK_FORMAT, schemaOf } from '../../query/format.ts';
import type { MeasureName } from '../../query/measures.ts';
import { QueryBatch } from '../../query/query-batch.ts';
import { PROFILES, type Profile } from '../../tenants/settings.ts';
import { publishedArticles, publishedIn } from './help-center.ts';
import { addConversationFigures, conversationFigures } from './overview.ts';
import { helpdeskFiguresQuery, helpdeskScope } from './scope.ts';

const VOICE = fields(HELPDESK_FORMAT, {
  total_calls: 'total_calls',
  completed_calls: 'completed_calls',
  failed_calls: 'failed_calls',
  avg_duration_seconds: 'avg_duration',
  first_call_resolution_rate: 'first_call_resolution_rate',
  tickets_created: 'tickets_created',
  escalation_count: 'escalation_count',
});
const CROSS_PRODUCT = fields(HELPDESK_FORMAT, {
  total_interactions: 'total_interactions',
  blended_resolution_rate: 'blended_resolution_rate',
  voice_share: 'voice_share',
  cs_share: 'conversation_share',
});
const KNOWLEDGE = fields(HELPDESK_FORMAT, {
  total_views: 'article_views',
  helpfulness_rate: 'helpfulness_rate',
});
const DEFLECTED = 'deflected';
const CSAT_AVG = 'csat_avg_rating';

/** The blocks that each profile has; others are null. */
const BLOCKS: Readonly<Record<Profile, { voice: boolean; cs: boolean }>> = {
  voice: { voice: true, cs: false },
  platform: { voice: false, cs: true },
  complete: { voice: true, cs: true },
};

const MEASURES: MeasureName[] = [...VOICE.measures, ...CROSS_PRODUCT.measures, DEFLECTED, CSAT_AVG];

export const helpdeskUnifiedOverview = defineOperation({
  id: 'helpdeskUnifiedOverview',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/analytics/unified-overview',
  summary: 'Calls, conversations and articles side by side, as far as the profile of the tenant has them.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: helpdeskFiguresQuery,
  response: z.object({
    profile: z.enum(PROFILES),
    voice: VOICE.schema.nullable().describe('Ended calls; of profiles voice and complete.'),
    cs: conversationFigures
      .extend({ csat_avg: schemaOf(CSAT_AVG) })
      .nullable()
      .describe('Conversations; of profiles platform and complete.'),
    cross_product: CROSS_PRODUCT.schema.nullable().describe('Both together; of profile complete.'),
    kb: KNOWLEDGE.schema
      .extend({ ai_resolutions: schemaOf(DEFLECTED), total_published: publishedArticles })
      .nullable()
      .describe('Articles; of profiles platform and complete.'),
  }),
  async handle(context, { query }) {
    const { profile } = context.tenant;
    const has = BLOCKS[profile];
    const scope = helpdeskScope(context, query);
    const batch = new QueryBatch();
    const queried = batch.add({ measures: MEASURES, period: scope.period, filter: scope.filter });
    // Views of articles belong to no interaction, so the filter leaves them alone.
    const viewed = batch.add({ measures: KNOWLEDGE.measures, period: scope.period });
    const conversations = addConversationFigures(batch, scope);
    const articles = batch.add({ namesOf: 'article' });
    await batch.run(context);
    const total = queried();
    return {
      profile,
      voice: has.voice ? VOICE.format(total) : null,
      cs: has.cs ? { ...conversations(), csat_avg: formatMeasure(CSAT_AVG, total, HELPDESK_FORMAT) } : null,
      cross_product: has.voice && has.cs ? CROSS_PRODUCT.format(total) : null,
      kb: has.cs
        ? {
            ...KNOWLEDGE.format(viewed()),
            ai_resolutions: formatCount(DEFLECTED, total),
            total_published: publishedIn(articles()),
          }
        : null,
    };
  },
});
