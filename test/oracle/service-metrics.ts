import type { Sent } from '../support/records.ts';
import { durationOf, waitOf } from './newest-records.ts';
import type { PlainEvent, PlainMetric } from './plain-metric.ts';
import type { PlainRules } from './plain-policy.ts';
import { total } from './rounding.ts';

/** The interactions among events, as they were sent. */
const sent = (events: readonly PlainEvent[]): Sent[] =>
  events.flatMap(({ contact }) => (contact ? [contact.sent] : []));

type Select = (events: readonly PlainEvent[]) => Sent[];

const inbound: Select = (events) => sent(events).filter(({ direction }) => direction !== 'outbound');
const withStatus =
  (...statuses: string[]): Select =>
  (events) =>
    inbound(events).filter(({ status }) => statuses.includes(String(status)));
const answered = withStatus('completed');
const abandoned = withStatus('abandoned', 'missed');
const overflowed = withStatus('overflowed');
const offered = withStatus('completed', 'abandoned', 'missed', 'overflowed');

const waits = (records: readonly Sent[]): number[] => records.flatMap((it) => waitOf(it) ?? []);
const within = (records: readonly Sent[], seconds: number): number =>
  waits(records).filter((wait) => wait <= seconds).length;

const completed: Select = (events) => sent(events).filter(({ status }) => status === 'completed');
const handled: Select = (events) => completed(events).filter((it) => durationOf(it) !== undefined);
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const hold = (it: Sent): number => number(it.hold_seconds);
const wrap = (it: Sent): number => number(it.wrap_seconds);
const talk = (it: Sent): number => Math.max(0, durationOf(it)! - hold(it));

function count(select: Select): PlainMetric {
  return { decimals: 0, of: (events) => [select(events).length, 1] };
}

function mean(values: (events: readonly PlainEvent[]) => number[]): PlainMetric {
  return { decimals: 1, of: (events) => [total(values(events)), values(events).length] };
}

function share(select: Select, test: (it: Sent) => boolean): PlainMetric {
  return {
    decimals: 1,
    factor: 100,
    of: (events) => [select(events).filter(test).length, select(events).length],
  };
}

function rank(values: (events: readonly PlainEvent[]) => number[], percent: number): PlainMetric {
  return {
    decimals: 1,
    isRank: true,
    of(events) {
      const sorted = values(events).sort((a, b) => a - b);
      return [sorted[Math.ceil((percent * sorted.length) / 100) - 1] ?? 0, Math.min(1, sorted.length)];
    },
  };
}

/** A metric that policies judge: each its own interactions, added up. `given` are the arguments of the query. */
function byPolicy(given: Level, metric: (level: Level & { target?: number }) => PlainMetric): PlainMetric {
  const parts = (events: readonly PlainEvent[]): [PlainMetric, PlainEvent[]][] => {
    if (!events.some(({ isAgreed, judged }) => isAgreed || judged)) return [[metric(given), [...events]]];
    const byRules = new Map<string, PlainEvent[]>();
    for (const { judged, ...event } of events) {
      if (!judged) continue;
      const key = JSON.stringify(judged.rules);
      byRules.set(key, [...(byRules.get(key) ?? []), { ...event, contact: judged.contact }]);
    }
    return [...byRules].map(([key, own]) => [metric({ ...(JSON.parse(key) as PlainRules), ...given }), own]);
  };
  const { decimals, factor } = metric(given);
  const isCount = factor === undefined;
  return {
    decimals,
    ...(factor !== undefined && { factor }),
    of(events, now) {
      const sums = parts(events).map(([{ of }, own]) => of(own, now));
      return [total(sums.map(([over]) => over)), isCount ? 1 : total(sums.map(([, under]) => under))];
    },
  };
}

/** The mean target of those that are judged. */
function targetOf({ target, ...level }: Level & { target?: number }): PlainMetric {
  const { of } = serviceLevel(level);
  return {
    decimals: 1,
    factor: 100,
    of(events, now) {
      const [, under] = of(events, now);
      return target === undefined ? [0, 0] : [target * under, 100 * under];
    },
  };
}

function shortAbandoned({ short_abandon = 5 }: Level): PlainMetric {
  return { decimals: 0, of: (events) => [within(abandoned(events), short_abandon), 1] };
}

interface Level {
  seconds?: number;
  short_abandon?: number;
  abandoned?: 'negative' | 'ignored' | 'positive';
  overflowed?: 'counted' | 'ignored';
}

/** Of those that could be answered in time, how many were. */
function serviceLevel(level: Level): PlainMetric {
  const { seconds = 20, short_abandon = 5 } = level;
  const target = Math.max(seconds, short_abandon);
  return {
    decimals: 1,
    factor: 100,
    of(events) {
      const inTime = within(answered(events), seconds);
      const early = within(abandoned(events), target);
      const late = waits(answered(events)).length - inTime;
      const misses = abandoned(events).length - early;
      const elsewhere = level.overflowed === 'counted' ? overflowed(events).length : 0;
      const judged = {
        negative: [inTime, inTime + late + misses + early],
        ignored: [inTime, inTime + late + misses],
        positive: [inTime + early, inTime + late + misses + early],
      }[level.abandoned ?? 'negative'] as [number, number];
      return [judged[0], judged[1] + elsewhere];
    },
  };
}

function netAbandonment({ short_abandon: short = 5 }: Level): PlainMetric {
  return {
    decimals: 1,
    factor: 100,
    of: (events) => [
      abandoned(events).length - within(abandoned(events), short),
      offered(events).length - within(abandoned(events), short),
    ],
  };
}

/** Metrics with arguments, by a name of their own. */
export const ARGUED: Readonly<Record<string, { metric: string; args: Level }>> = {
  level_ignored: { metric: 'service_level', args: { abandoned: 'ignored', seconds: 40 } },
  level_positive: {
    metric: 'service_level',
    args: { abandoned: 'positive', seconds: 3, short_abandon: 30, overflowed: 'counted' },
  },
  level_600: { metric: 'service_level', args: { seconds: 600, overflowed: 'counted' } },
  net_abandonment_30: { metric: 'net_abandonment_rate', args: { short_abandon: 30 } },
  short_abandoned_599: { metric: 'short_abandoned', args: { short_abandon: 599 } },
};

export const SERVICE_METRICS: Readonly<Record<string, PlainMetric>> = {
  offered: count(offered),
  answered: count(answered),
  abandoned: count(abandoned),
  overflowed: count(overflowed),
  short_abandoned: byPolicy({}, shortAbandoned),
  short_abandoned_599: byPolicy({ short_abandon: 599 }, shortAbandoned),
  service_level: byPolicy({}, serviceLevel),
  service_level_target: byPolicy({}, targetOf),
  level_ignored: byPolicy(ARGUED.level_ignored!.args, serviceLevel),
  level_positive: byPolicy(ARGUED.level_positive!.args, serviceLevel),
  level_600: byPolicy(ARGUED.level_600!.args, serviceLevel),
  average_speed_of_answer: mean((events) => waits(answered(events))),
  average_abandon_time: mean((events) => waits(abandoned(events))),
  longest_wait: rank((events) => waits([...answered(events), ...abandoned(events)]), 100),
  abandonment_rate: share(offered, ({ status }) => status === 'abandoned' || status === 'missed'),
  net_abandonment_rate: byPolicy({}, netAbandonment),
  net_abandonment_30: byPolicy({ short_abandon: 30 }, netAbandonment),
  talk_time: mean((events) => handled(events).map(talk)),
  hold_time: mean((events) => handled(events).map(hold)),
  wrap_time: mean((events) => handled(events).map(wrap)),
  handle_time: mean((events) => handled(events).map((it) => talk(it) + hold(it) + wrap(it))),
  hold_rate: share(completed, (it) => number(it.holds) > 0 || hold(it) > 0),
  reopen_rate: share(sent, ({ reopens, reopened_at }) => number(reopens) > 0 || reopened_at !== undefined),
  created: count(sent),
  closed: { decimals: 0, of: (events) => [events.filter(({ change }) => change === 'closed').length, 1] },
  reopened: {
    decimals: 0,
    of: (events) => [
      events.filter(({ change }) => change === 'reopened').length +
        sent(events).filter((it) => it.reopened_at === undefined && number(it.reopens) > 0).length,
      1,
    ],
  },
  response_rate: {
    decimals: 1,
    factor: 100,
    of: (events) => [
      events.filter(({ isAnswered }) => isAnswered).length,
      events.filter(({ isAnswered }) => isAnswered !== undefined).length,
    ],
  },
};
