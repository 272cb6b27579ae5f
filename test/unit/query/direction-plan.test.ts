import { describe, expect, test } from 'vitest';
import type { MeasureName } from '../../../src/query/measures.ts';
import { planFor } from '../../../src/query/plan.ts';
import type { Filter, Grouping } from '../../../src/query/query.ts';
import { metricsQueryOf } from '../../../src/query/query-batch.ts';
import type { DimensionName } from '../../../src/rollups/dimensions.ts';
import { bucketsOf } from '../../../src/time/buckets.ts';
import { resolvePeriod } from '../../../src/time/period.ts';

const PERIOD = resolvePeriod({
  from: '2026-03-01',
  to: '2026-03-31',
  tz: 'UTC',
  tenantZone: 'UTC',
  now: 0,
  defaultDays: 30,
  names: { from: 'from', to: 'to' },
});
const OUTBOUND = { direction: 'outbound' };
const TOTAL: Grouping = { kind: 'total' };
const DAYS: Grouping = { kind: 'buckets', buckets: bucketsOf(PERIOD, 'day') };
const HOURS: Grouping = { kind: 'hours', zone: 'America/Sao_Paulo' };
const WEEKDAY_HOURS: Grouping = { kind: 'weekday-hours', zone: 'UTC' };
const of = (dimension: DimensionName): Grouping => ({ kind: 'members', of: dimension });

const CALLS: MeasureName[] = ['total_calls', 'avg_duration', 'call_avg_rating', 'new_customers'];
const ENDED: MeasureName[] = ['ended', 'ended_avg_duration', 'transfer_rate', 'total_cost', 'avg_sentiment'];
const CONVERSATIONS: MeasureName[] = ['conversations', 'resolution_rate', 'first_response_minutes'];
const SLA: MeasureName[] = ['sla_tracked', 'sla_met', 'sla_breached'];
const CSAT: MeasureName[] = ['csat_responses', 'csat_avg_rating'];
const REVIEWS: MeasureName[] = ['reviews', 'review_avg_score', 'review_avg_duration'];
const RATINGS: MeasureName[] = ['total_evaluations', 'average_rating', 'with_comments'];

type Case = [measures: MeasureName[], by: Grouping, filter: Filter];

function sourceOf([measures, by, filter]: Case): string {
  const query = metricsQueryOf({ measures, period: PERIOD, filter: { ...OUTBOUND, ...filter }, by, now: 0 });
  return planFor(query, 'UTC').source;
}

const nameOf = ([measures, by, filter]: Case): string =>
  `${measures[0]} by ${'of' in by ? by.of : by.kind}, filtered by ${['direction', ...Object.keys(filter)].join(', ')}`;

const named = (cases: Case[]) => cases.map((each) => [nameOf(each), each] as const);

const FROM_ROLLUPS: Case[] = [
  [CALLS, TOTAL, {}],
  [CALLS, DAYS, {}],
  [CALLS, HOURS, {}],
  [CALLS, WEEKDAY_HOURS, {}],
  [['total_calls', 'avg_wait_time', 'call_satisfaction_rate'], of('agent'), {}],
  [CALLS, DAYS, { department: 'd' }],
  [CALLS, HOURS, { department: 'd' }],
  [['total_calls'], of('outcome'), {}],
  [['total_calls', 'first_call_resolution_rate', 'avg_resolution_time'], of('category'), {}],
  [['llm_requests', 'llm_latency'], of('provider'), {}],
  [['tokens_per_call'], TOTAL, {}],
  [CALLS, WEEKDAY_HOURS, { outcome: 'o' }],
  [ENDED, DAYS, {}],
  [ENDED, DAYS, { agent: 'a' }],
  [ENDED, DAYS, { channel: 'c' }],
  [['total_cost', 'ended'], of('agent'), {}],
  [['ended'], of('intent'), {}],
  [['ended'], of('outcome'), {}],
  [['ended', 'duration_p50'], TOTAL, {}],
  [CONVERSATIONS, TOTAL, {}],
  [['conversations', 'resolution_minutes_median'], TOTAL, {}],
  [CONVERSATIONS, of('agent'), {}],
  [CONVERSATIONS, of('team'), {}],
  [['conversations', 'resolved'], of('priority'), {}],
  [CONVERSATIONS, TOTAL, { team: 't' }],
  [['conversations'], of('topic'), {}],
  [['email_conversations'], of('email_channel'), {}],
  [CSAT, DAYS, {}],
  [CSAT, of('agent'), {}],
  [CSAT, DAYS, { agent: 'a' }],
  [['total_interactions', 'csat_avg_rating', 'blended_resolution_rate'], TOTAL, {}],
  [REVIEWS, DAYS, {}],
  [REVIEWS, of('campaign'), {}],
  [REVIEWS, of('call_center'), {}],
  [REVIEWS, of('agent'), {}],
  [REVIEWS, DAYS, { campaign: 'c' }],
  [REVIEWS, DAYS, { call_center: 'c' }],
  [RATINGS, TOTAL, {}],
  [RATINGS, TOTAL, { agent: 'a' }],
];

const FROM_FACTS: Case[] = [
  [['total_customers'], TOTAL, {}],
  [['total_customers'], DAYS, { department: 'd' }],
  [SLA, TOTAL, {}],
  [SLA, DAYS, {}],
  [SLA, of('team'), {}],
  [CALLS, of('agent'), { department: 'd' }],
  [ENDED, TOTAL, { agent: 'a', channel: 'c' }],
  [['duration_p50'], TOTAL, { agent: 'a' }],
  [['ended'], of('outcome'), { channel: 'c' }],
  [['ended'], of('channel'), { agent: 'a' }],
  [['ended'], of('intent'), { agent: 'a' }],
  [['total_cost'], of('agent'), { channel: 'c' }],
  [['conversations'], of('priority'), { team: 't' }],
  [CSAT, TOTAL, { team: 't' }],
  [REVIEWS, TOTAL, { engagement: 'e' }],
  [REVIEWS, of('agent'), { call_center: 'c' }],
  [REVIEWS, of('call_center'), { campaign: 'c' }],
  [RATINGS, TOTAL, { department: 'd' }],
];

describe('with a direction', () => {
  test.each(named(FROM_ROLLUPS))('rollups answer %s', (_, each) => {
    expect(sourceOf(each)).toBe('rollups');
  });

  test.each(named(FROM_FACTS))('facts answer %s', (_, each) => {
    expect(sourceOf(each)).toBe('facts');
  });
});
