import { AGENT_TIME, COSTS, CSAT, RESOLUTION, REVIEWS, SERVICE } from './base-measures/together.ts';
import { type BaseMeasureName, baseMeasureNamed } from './base-measures.ts';
import type { DimensionName, RollupDimensionName } from './dimensions.ts';
import type { HistogramName } from './histograms.ts';

/** Base measures of cells: the members of one dimension, or combinations of the members of up to four. */
export interface Breakdown {
  /** Also the name of its column. */
  readonly name: BreakdownName;
  readonly of: readonly DimensionName[];
  /** The rollup dimensions whose rows have it. */
  readonly within: readonly RollupDimensionName[];
  readonly baseMeasures: readonly BaseMeasureName[];
  /** Histograms of each cell by interval, in the rows of these rollup dimensions. */
  readonly histograms?: readonly {
    readonly name: HistogramName;
    readonly within: readonly RollupDimensionName[];
  }[];
}

/** The waits that service levels are computed from. */
const WAITS_IN_QUEUE = [
  { name: 'answered_waits', within: ['queue'] },
  { name: 'abandoned_waits', within: ['queue'] },
] as const;
const WAITS_OF_CELLS = [
  { name: 'answered_waits', within: ['all', 'department', 'agent', 'team', 'channel'] },
  { name: 'abandoned_waits', within: ['all', 'department', 'agent', 'team', 'channel'] },
] as const;

const DECLARED = {
  agents: {
    of: ['agent'],
    within: ['all', 'department'],
    baseMeasures: [
      'calls',
      'calls_completed',
      'calls_missed',
      'call_seconds',
      'calls_timed',
      'call_wait_seconds',
      'calls_waited',
      'call_ratings',
      'call_rating_sum',
      'call_ratings_positive',
    ],
  },
  agent_ratings: {
    of: ['agent'],
    within: ['all', 'department'],
    baseMeasures: ['rated_1', 'rated_2', 'rated_3', 'rated_4', 'rated_5', 'rated_commented'],
  },
  review_campaigns: {
    of: ['campaign'],
    within: ['all', 'call_center', 'engagement'],
    baseMeasures: REVIEWS,
  },
  review_call_centers: {
    of: ['call_center'],
    within: ['all', 'campaign', 'engagement'],
    baseMeasures: REVIEWS,
  },
  review_agents: {
    of: ['agent'],
    within: ['all', 'campaign', 'call_center', 'engagement'],
    baseMeasures: REVIEWS,
  },
  review_members: {
    of: ['campaign', 'call_center', 'engagement', 'agent'],
    within: ['campaign', 'call_center', 'engagement'],
    baseMeasures: REVIEWS,
  },
  ended_channels: {
    of: ['channel'],
    within: ['all', 'agent'],
    baseMeasures: [
      'ended',
      'ended_seconds',
      'ended_timed',
      'ended_completed',
      'ended_failed',
      'ended_abandoned',
      'ended_transferred',
      'ended_resolved',
      ...COSTS,
      'sentiment_score',
      'sentiment_scored',
      'sentiment_positive',
      'sentiment_neutral',
      'sentiment_negative',
    ],
    histograms: [{ name: 'durations', within: ['agent'] }],
  },
  channel_outcomes: { of: ['channel', 'outcome'], within: ['agent'], baseMeasures: ['ended'] },
  channel_intents: { of: ['channel', 'intent'], within: ['agent'], baseMeasures: ['ended'] },
  ended_outcomes: { of: ['outcome'], within: ['all', 'agent', 'channel'], baseMeasures: ['ended'] },
  ended_agents: { of: ['agent'], within: ['all', 'channel'], baseMeasures: ['ended', ...COSTS] },
  intents: { of: ['intent'], within: ['all', 'agent', 'channel'], baseMeasures: ['ended'] },
  conversation_channels: { of: ['channel'], within: ['all'], baseMeasures: ['conversations'] },
  conversation_agents: {
    of: ['agent'],
    within: ['all'],
    baseMeasures: [...RESOLUTION, 'first_response_seconds', 'first_responses', 'resolution_seconds'],
  },
  conversation_teams: {
    of: ['team'],
    within: ['all'],
    baseMeasures: [
      ...RESOLUTION,
      'first_response_seconds',
      'first_responses',
      'resolution_seconds',
      'sla_tracked',
      'sla_breached',
    ],
  },
  priorities: {
    of: ['priority'],
    within: ['all', 'team'],
    baseMeasures: [...RESOLUTION, 'sla_tracked', 'sla_breached'],
  },
  csat_agents: { of: ['agent'], within: ['all', 'team', 'agent'], baseMeasures: CSAT },
  topics: { of: ['topic'], within: ['all'], baseMeasures: ['conversations'] },
  email_channels: { of: ['email_channel'], within: ['all'], baseMeasures: ['email_conversations'] },
  articles: {
    of: ['article'],
    within: ['all'],
    baseMeasures: ['article_views', 'article_helpful', 'article_not_helpful'],
  },
  call_outcomes: { of: ['outcome'], within: ['all'], baseMeasures: ['calls'] },
  call_categories: {
    of: ['category'],
    within: ['all'],
    baseMeasures: [
      'calls',
      'calls_first_contact_resolved',
      'call_resolution_seconds',
      'calls_resolution_timed',
    ],
  },
  providers: {
    of: ['provider'],
    within: ['all'],
    baseMeasures: ['llm_requests', 'llm_input_tokens', 'llm_output_tokens', 'llm_latency_ms', 'llm_errors'],
  },
  agent_times: { of: ['agent'], within: ['all', 'team', 'department'], baseMeasures: AGENT_TIME },
  queues: {
    of: ['queue'],
    within: ['all', 'department', 'agent', 'team', 'channel'],
    baseMeasures: SERVICE,
    histograms: WAITS_OF_CELLS,
  },
  queue_agents: { of: ['agent'], within: ['queue'], baseMeasures: SERVICE, histograms: WAITS_IN_QUEUE },
  queue_teams: { of: ['team'], within: ['queue'], baseMeasures: SERVICE, histograms: WAITS_IN_QUEUE },
  queue_channels: { of: ['channel'], within: ['queue'], baseMeasures: SERVICE, histograms: WAITS_IN_QUEUE },
} as const satisfies Record<string, Omit<Breakdown, 'name'>>;

export type BreakdownName = keyof typeof DECLARED;

/** Breakdowns that are also kept by interval: all but those of calendar dates. */
export type IntervalBreakdownName = Exclude<BreakdownName, 'articles'>;

/** The column of a breakdown's histogram. */
export type CellHistogramColumn = {
  [Name in BreakdownName]: (typeof DECLARED)[Name] extends {
    histograms: readonly { name: infer Of extends HistogramName }[];
  }
    ? `${Name}_${Of}`
    : never;
}[BreakdownName];

export const BREAKDOWNS: readonly Breakdown[] = Object.entries(DECLARED).map(([name, breakdown]) => ({
  name: name as BreakdownName,
  ...breakdown,
}));

const BY_NAME = new Map(BREAKDOWNS.map((breakdown) => [breakdown.name, breakdown]));

/** A breakdown by name. */
export function breakdownNamed(name: BreakdownName): Breakdown {
  return BY_NAME.get(name)!;
}

/** Whether a breakdown is of calendar dates, so that it is kept by whole days only. */
export function isDated({ baseMeasures }: Breakdown): boolean {
  return baseMeasures.every((name) => baseMeasureNamed(name)!.dated);
}
