import { describe, expect, test } from 'vitest';
import { inputsOf, type MeasureName } from '../../../src/query/measures.ts';
import { planFor } from '../../../src/query/plan.ts';
import type { Filter, Grouping } from '../../../src/query/query.ts';
import type { DimensionName } from '../../../src/rollups/dimensions.ts';
import { bucketsOf } from '../../../src/time/buckets.ts';
import type { Period } from '../../../src/time/period.ts';
import { localDay } from '../../../src/time/zones.ts';

const ZONE = 'Europe/Lisbon';
const DAYS = 7;
const QUARTER = 900;

function period(from: string, to: string, zone: string): Period {
  const [start, end] = [Date.parse(from) / 1_000, Date.parse(to) / 1_000];
  return { start, end, zone, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
}

const PERIODS = {
  'whole days': period('2026-03-01T00:00:00Z', '2026-03-08T00:00:00Z', ZONE),
  'ends within a day': period('2026-03-01T09:07:00Z', '2026-03-07T17:22:00Z', ZONE),
  'days of another zone': period('2026-02-28T18:15:00Z', '2026-03-07T18:15:00Z', 'Asia/Kathmandu'),
};

type By = (period: Period) => Grouping;
const total: By = () => ({ kind: 'total' });
const days: By = (asked) => ({ kind: 'buckets', buckets: bucketsOf(asked, 'day') });
const hours: By = ({ zone }) => ({ kind: 'hours', zone });
const members =
  (of: DimensionName): By =>
  () => ({ kind: 'members', of });

const REVIEWS: MeasureName[] = ['reviews', 'review_avg_score', 'reviews_positive', 'review_avg_duration'];
const ENDED: MeasureName[] = ['ended', 'ended_avg_duration', 'total_cost', 'transfer_rate', 'avg_sentiment'];
const RANKED: MeasureName[] = ['duration_p50', 'duration_p75', 'duration_p90', 'duration_p99'];
const CALLS: MeasureName[] = [
  'total_calls',
  'avg_duration',
  'avg_wait_time',
  'call_avg_rating',
  'new_customers',
];
const CSAT: MeasureName[] = ['csat_avg_rating', 'csat_positive'];
const REVIEWED = { campaign: 'c', call_center: 'l', engagement: 'e' };
const HANDLED = { agent: 'a', channel: 'phone' };

/** What contracts document: measures, filters, groups. */
const DOCUMENTED: [MeasureName[], Filter, string, By][] = [
  [REVIEWS, REVIEWED, 'total', total],
  [REVIEWS, REVIEWED, 'by day', days],
  [REVIEWS, REVIEWED, 'by agent', members('agent')],
  [REVIEWS, { campaign: 'c', call_center: 'l' }, 'by agent', members('agent')],
  [REVIEWS, { call_center: 'l', engagement: 'e' }, 'by campaign', members('campaign')],
  [REVIEWS, { campaign: 'c', engagement: 'e' }, 'by call center', members('call_center')],
  [ENDED, HANDLED, 'total', total],
  [ENDED, HANDLED, 'by day', days],
  [RANKED, HANDLED, 'total', total],
  [RANKED, { channel: 'phone' }, 'total', total],
  [RANKED, {}, 'total', total],
  [['ended'], HANDLED, 'by intent', members('intent')],
  [['ended'], HANDLED, 'by outcome', members('outcome')],
  [['ended'], {}, 'by intent', members('intent')],
  [ENDED, { agent: 'a' }, 'by channel', members('channel')],
  [['total_cost'], { channel: 'phone' }, 'by agent', members('agent')],
  [CALLS, { department: 'd' }, 'total', total],
  [CALLS, { department: 'd' }, 'by day', days],
  [CALLS, { department: 'd' }, 'by hour', hours],
  [['total_customers'], {}, 'total', total],
  [['total_customers'], { department: 'd' }, 'total', total],
  [['total_calls', 'avg_duration', 'call_avg_rating'], { department: 'd' }, 'by agent', members('agent')],
  [['average_rating', 'with_comments'], { department: 'd', agent: 'a' }, 'total', total],
  [CSAT, { team: 't', agent: 'a' }, 'total', total],
  [CSAT, { team: 't', agent: 'a' }, 'by day', days],
  [CSAT, { team: 't' }, 'by agent', members('agent')],
  [['sla_tracked', 'sla_met', 'sla_breached'], {}, 'total', total],
  [['sla_tracked', 'sla_met', 'sla_breached'], {}, 'by day', days],
  [['sla_breached', 'sla_tracked'], {}, 'by priority', members('priority')],
  [['sla_breached'], {}, 'by team', members('team')],
  [['conversations', 'ai_resolved'], { team: 't' }, 'by priority', members('priority')],
  [['conversations'], {}, 'by topic', members('topic')],
  [['total_calls', 'first_call_resolution_rate'], {}, 'by category', members('category')],
  [['llm_requests', 'llm_latency'], {}, 'by provider', members('provider')],
  [['article_views'], {}, 'by article', members('article')],
  [['email_conversations'], {}, 'by mailbox', members('email_channel')],
  [['conversations', 'resolution_minutes_median'], {}, 'total', total],
  [['conversations', 'first_response_minutes'], {}, 'by agent', members('agent')],
  [['total_interactions', 'csat_avg_rating', 'blended_resolution_rate'], {}, 'total', total],
  [RANKED, { agent: 'a' }, 'total', total],
  [['total_calls'], { outcome: 'o' }, 'by hour', hours],
  [['total_customers'], { department: 'd' }, 'by day', days],
];

/** Every read of interactions also takes a direction. */
const DIRECTIONS: Filter[] = [{}, { direction: 'inbound' }, { direction: 'outbound' }];

describe.each(Object.entries(PERIODS))(
  'what contracts document, of %s, is read from at most 2 N + 20 rows',
  (_, asked) => {
    const cases = DOCUMENTED.flatMap(([measures, filter, groups, by]) =>
      DIRECTIONS.map((direction) => [measures, { ...filter, ...direction }, groups, by] as const),
    );
    test.each(cases)('%j of %j %s', (measures, filter, _groups, by) => {
      const plan = planFor(
        { inputs: inputsOf(measures), period: asked, filter, by: by(asked), now: 1 },
        ZONE,
      );
      if (plan.source !== 'rollups') throw new Error('It is read from facts.');
      const rows = [...plan.dayRows, ...plan.intervalRows].reduce(
        (sum, { members: { length }, read }) => sum + length * Math.max(0, read.last - read.first + 1),
        0,
      );
      expect(rows).toBeLessThanOrEqual(2 * DAYS + 20);
      for (const { start, end } of plan.factSpans) expect(end - start).toBeLessThan(QUARTER);
    });
  },
);
