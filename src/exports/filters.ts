import type { DocumentHead } from './section.ts';
import type { AnalyticsSpec, ExportSpec, QuerySpec, ReportSpec, ReviewsSpec } from './spec.ts';

type Filters = DocumentHead['filters'];

/** What an export was limited to, for the people who read the file; empty if it has everything. */
export function filtersOf(spec: ExportSpec): Filters {
  switch (spec.kind) {
    case 'reviews':
      return reviewFilters(spec);
    case 'report':
      return reportFilters(spec);
    case 'analytics':
      return analyticsChoices(spec);
    case 'query':
      return queryFilters(spec);
    case 'tenant':
      return [];
  }
}

function reviewFilters({ campaignId, callCenterId, engagementId }: ReviewsSpec): Filters {
  return [
    ...filter('Campaign', campaignId),
    ...filter('Call center', callCenterId),
    ...filter('Engagement', engagementId),
  ];
}

function reportFilters({ agentIds, channel }: ReportSpec): Filters {
  return [
    ...filter('Agents', agentIds.length > 0 ? agentIds.join(', ') : undefined),
    ...filter('Channel', channel),
  ];
}

/** Filters by the names of their dimensions, and conditions by those of their columns. */
function queryFilters({ query: { filters = [], having = [] } }: QuerySpec): Filters {
  const listed = (members: readonly (string | null)[]) =>
    members.map((member) => member ?? 'no value').join(', ');
  const ofMembers = filters.flatMap(({ dimension, in: wanted, not_in: unwanted, is_set: isSet }) => {
    if (wanted) return filter(dimension, listed(wanted));
    if (unwanted) return filter(dimension, `not ${listed(unwanted)}`);
    return filter(dimension, isSet ? 'any value' : 'no value');
  });
  const signs = { gte: '≥', gt: '>', lte: '≤', lt: '<', eq: '=' } as const;
  const ofValues = having.flatMap(({ metric, ...limits }) =>
    Object.entries(signs).flatMap(([kind, sign]) => {
      const limit = limits[kind as keyof typeof limits];
      return limit === undefined ? [] : filter(metric, `${sign} ${limit}`);
    }),
  );
  return [...ofMembers, ...ofValues];
}

/** Options that change nothing in the scope are not named. */
function analyticsChoices({ scope, callDetails, conversations, transcripts }: AnalyticsSpec): Filters {
  const yesOrNo = (chosen: boolean) => (chosen ? 'yes' : 'no');
  const mayHaveCalls = scope === 'voice' || scope === 'all';
  const hasConversations = conversations || scope === 'conversations';
  const mayHaveTranscripts = (mayHaveCalls && callDetails) || hasConversations;
  return [
    ...filter('Scope', scope),
    ...filter('Call details', mayHaveCalls ? yesOrNo(callDetails) : undefined),
    ...filter('Conversations', yesOrNo(hasConversations)),
    ...filter('Transcripts', mayHaveTranscripts ? yesOrNo(transcripts) : undefined),
  ];
}

function filter(label: string, value: string | undefined): Filters {
  return value === undefined ? [] : [{ label, value }];
}
