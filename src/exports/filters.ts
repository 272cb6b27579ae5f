import type { DocumentHead } from './section.ts';
import type { AnalyticsSpec, ExportSpec, ReportSpec, ReviewsSpec } from './spec.ts';

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
