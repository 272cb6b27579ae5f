import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { formatAll, formatMeasure, HELPDESK_FORMAT, schemaOf, schemaOfAll } from '../../query/format.ts';
import { inputsOf, type MeasureName } from '../../query/measures.ts';
import { valuesIn } from '../../query/query.ts';
import { QueryBatch } from '../../query/query-batch.ts';
import { PROFILES, type Profile } from '../../tenants/settings.ts';
import { askConversationFigures, conversationFigures } from './conversation-figures.ts';
import { publishedArticles, publishedIn } from './help-center.ts';
import { helpdeskQuery, helpdeskScope } from './scope.ts';

const VOICE = {
  total_calls: 'total_calls',
  completed_calls: 'completed_calls',
  failed_calls: 'failed_calls',
  avg_duration_seconds: 'avg_duration',
  first_call_resolution_rate: 'first_call_resolution_rate',
  tickets_created: 'tickets_created',
  escalation_count: 'escalation_count',
} as const;
const CROSS_PRODUCT = {
  total_interactions: 'total_interactions',
  blended_resolution_rate: 'blended_resolution_rate',
  voice_share: 'voice_share',
  cs_share: 'conversation_share',
} as const;
const KNOWLEDGE = {
  total_views: 'article_views',
  helpfulness_rate: 'helpfulness_rate',
  ai_resolutions: 'deflected',
} as const;
const CSAT_AVG = 'csat_avg_rating';

/** Which blocks a product has; the others are null. */
const BLOCKS: Readonly<Record<Profile, { voice: boolean; cs: boolean }>> = {
  voice: { voice: true, cs: false },
  platform: { voice: false, cs: true },
  complete: { voice: true, cs: true },
};

const MEASURES: MeasureName[] = [
  ...Object.values(VOICE),
  ...Object.values(CROSS_PRODUCT),
  ...Object.values(KNOWLEDGE),
  CSAT_AVG,
];

export const helpdeskUnifiedOverview = defineOperation({
  id: 'helpdeskUnifiedOverview',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/analytics/unified-overview',
  summary: 'Calls, conversations and articles side by side, as far as the tenant has them.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: helpdeskQuery,
  response: z.object({
    profile: z.enum(PROFILES),
    voice: schemaOfAll(VOICE).nullable().describe('Ended calls; of profiles voice and complete.'),
    cs: conversationFigures
      .extend({ csat_avg: schemaOf(CSAT_AVG) })
      .nullable()
      .describe('Conversations; of profiles platform and complete.'),
    cross_product: schemaOfAll(CROSS_PRODUCT).nullable().describe('Both together; of profile complete.'),
    kb: schemaOfAll(KNOWLEDGE)
      .extend({ total_published: publishedArticles })
      .nullable()
      .describe('Articles; of profiles platform and complete.'),
  }),
  async handle(context, { query }) {
    const { profile, timeZone } = context.tenant;
    const has = BLOCKS[profile];
    const scope = helpdeskScope(context, query);
    const queryBatch = new QueryBatch();
    const { period } = scope;
    const total = queryBatch.query({
      inputs: inputsOf(MEASURES),
      period,
      filter: {},
      by: { kind: 'total' },
    });
    const conversations = askConversationFigures(queryBatch, scope);
    const articles = queryBatch.names('article');
    await queryBatch.run(context.store, timeZone);
    const figures = valuesIn(total());
    return {
      profile,
      voice: has.voice ? formatAll(VOICE, figures, HELPDESK_FORMAT) : null,
      cs: has.cs ? { ...conversations(), csat_avg: formatMeasure(CSAT_AVG, figures, HELPDESK_FORMAT) } : null,
      cross_product: has.voice && has.cs ? formatAll(CROSS_PRODUCT, figures, HELPDESK_FORMAT) : null,
      kb: has.cs
        ? {
            ...formatAll(KNOWLEDGE, figures, HELPDESK_FORMAT),
            total_published: publishedIn(articles()),
          }
        : null,
    };
  },
});
