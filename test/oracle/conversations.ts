import { type Ended, endedOf } from './ended.ts';
import { NewestRecords } from './newest-records.ts';
import type { Asked, Oracle } from './oracle.ts';
import { order, quotient, total } from './rounding.ts';
import { dateAt, plusDays, spanOf } from './time.ts';

interface Scope {
  zone: string;
  from: string;
  to: string;
  ended: Ended[];
}

/**
 * The answers of the conversations' analytics, computed from the records as they were sent by the sentences
 * that define each figure. Percentiles are the exact ones.
 */
export class ConversationsOracle implements Oracle {
  zone: string;
  readonly records = new NewestRecords();

  constructor(zone: string) {
    this.zone = zone;
  }

  answer(
    route: 'overview' | 'conversations' | 'costs' | 'sentiment' | 'intents',
    asked: Asked,
    now: number,
  ): unknown {
    return this[route](asked, now);
  }

  overview(asked: Asked, now: number) {
    const scope = this.#scope(asked, now);
    const row = (its: readonly Ended[]) => ({
      conversations: its.length,
      totalDurationSeconds: seconds(its),
      avgDurationSeconds: quotient(seconds(its), its.length, 0),
      totalCostUsd: quotient(cost(its), 1_000_000, 2),
      transferRate: share(its, ({ transferred }) => transferred),
      resolutionRate: share(its, ({ outcome }) => outcome === 'resolved'),
    });
    return {
      period: { from: scope.from, to: scope.to },
      groupBy: asked.groupBy ?? 'day',
      totals: {
        ...row(scope.ended),
        avgCostUsdPerConversation: quotient(cost(scope.ended), 1_000_000 * scope.ended.length, 3),
        abandonmentRate: share(scope.ended, isAbandoned),
      },
      series: series(scope, asked, row),
    };
  }

  conversations(asked: Asked, now: number) {
    const { ended, from, to } = this.#scope(asked, now);
    const durations = ended.flatMap(({ duration }) => duration ?? []).sort((a, b) => a - b);
    const rank = (percent: number): number | null =>
      durations[Math.ceil((percent * durations.length) / 100) - 1] ?? null;
    return {
      period: { from, to },
      total: ended.length,
      byStatus: {
        completed: ended.filter(({ status }) => status === 'completed').length,
        failed: ended.filter(({ status }) => ['failed', 'cancelled', 'overflowed'].includes(status)).length,
        abandoned: ended.filter(isAbandoned).length,
      },
      byChannel: Object.fromEntries(tally(ended, ({ channel }) => channel)),
      byOutcome: Object.fromEntries([
        ...['resolved', 'escalated', 'callback_scheduled', 'unresolved'].map((name) => [name, 0] as const),
        ...tally(ended, ({ outcome }) => outcome),
      ]),
      durationPercentiles: { p50: rank(50), p75: rank(75), p90: rank(90), p99: rank(99) },
      avgSentimentScore: meanScore(ended),
    };
  }

  costs(asked: Asked, now: number) {
    const scope = this.#scope(asked, now);
    const row = (its: readonly Ended[]) => ({
      totalUsd: quotient(cost(its), 1_000_000, 2),
      conversations: its.length,
    });
    const part = (name: 'llm' | 'tts' | 'stt' | 'telephony') =>
      quotient(total(scope.ended.map((it) => it[name])), 1_000_000, 2);
    const agents = [...tally(scope.ended, ({ agent }) => agent).keys()].map((id) => {
      const its = scope.ended.filter(({ agent }) => agent === id);
      const name = this.records.nameOf('agent', id);
      return { id, name, cost: cost(its), row: { agentId: id, agentName: name, ...row(its) } };
    });
    return {
      period: { from: scope.from, to: scope.to },
      totalUsd: quotient(cost(scope.ended), 1_000_000, 2),
      breakdown: { llm: part('llm'), tts: part('tts'), stt: part('stt'), telephony: part('telephony') },
      byAgent: agents
        .sort((a, b) => b.cost - a.cost || order(a.name, b.name) || order(a.id, b.id))
        .map((agent) => agent.row),
      series: series(scope, asked, row),
    };
  }

  sentiment(asked: Asked, now: number) {
    const scope = this.#scope(asked, now);
    const shares = (its: readonly Ended[]) => {
      const labelled = its.filter(({ label }) => label !== undefined);
      const of = (name: string) =>
        quotient(labelled.filter(({ label }) => label === name).length, labelled.length, 2);
      return { positive: of('positive'), neutral: of('neutral'), negative: of('negative') };
    };
    return {
      period: { from: scope.from, to: scope.to },
      avgScore: meanScore(scope.ended),
      distribution: shares(scope.ended),
      series: series(scope, asked, (its) => ({ avgScore: meanScore(its), ...shares(its) })),
    };
  }

  intents(asked: Asked, now: number) {
    const { ended, from, to } = this.#scope(asked, now);
    const named = [...tally(ended, ({ intent }) => (intent === 'other' ? undefined : intent))]
      .sort(([a, left], [b, right]) => right - left || order(a, b))
      .slice(0, Number(asked.limit ?? 10));
    const rest = ended.length - total(named.map(([, count]) => count));
    if (rest > 0) named.push(['other', rest]);
    return {
      period: { from, to },
      intents: named.map(([intent, count]) => ({
        intent,
        count,
        percentage: quotient(count, ended.length, 3),
      })),
    };
  }

  #scope(asked: Asked, now: number): Scope {
    const zone = asked.tz ?? this.zone;
    const { start, end } = spanOf({ from: asked.dateFrom, to: asked.dateTo, days: 30 }, zone, now);
    const ended = this.records
      .all('interaction')
      .filter(({ status }) => status !== 'open')
      .map(endedOf)
      .filter(({ at }) => at >= start && at < end)
      .filter(({ agent }) => asked.agentId === undefined || agent === asked.agentId)
      .filter(({ channel }) => asked.channel === undefined || channel === asked.channel);
    return { zone, from: dateAt(zone, start), to: dateAt(zone, end - 1), ended };
  }
}

/** A row a bucket, from the first date of the period to its last. */
function series<Row>(scope: Scope, asked: Asked, row: (its: readonly Ended[]) => Row) {
  const labelOf = (date: string): string => {
    if (asked.groupBy === 'month') return `${date.slice(0, 7)}-01`;
    if (asked.groupBy !== 'week') return date;
    const days = (Date.parse(date) - Date.parse(scope.from)) / 86_400_000;
    return plusDays(scope.from, days - (days % 7));
  };
  const buckets = new Map<string, Ended[]>();
  for (let date = scope.from; date <= scope.to; date = plusDays(date, 1)) buckets.set(labelOf(date), []);
  for (const it of scope.ended) buckets.get(labelOf(dateAt(scope.zone, it.at)))!.push(it);
  return [...buckets].map(([period, its]) => ({ period, ...row(its) }));
}

function isAbandoned({ status }: Ended): boolean {
  return status === 'abandoned' || status === 'missed';
}

function seconds(its: readonly Ended[]): number {
  return total(its.map(({ duration }) => duration ?? 0));
}

function cost(its: readonly Ended[]): number {
  return total(its.map(({ llm, tts, stt, telephony }) => llm + tts + stt + telephony));
}

function meanScore(its: readonly Ended[]): number | null {
  const scores = its.flatMap(({ score }) => score ?? []);
  return quotient(total(scores), 10_000 * scores.length, 2);
}

function share(its: readonly Ended[], test: (it: Ended) => boolean): number | null {
  return quotient(its.filter(test).length, its.length, 3);
}

function tally(its: readonly Ended[], name: (it: Ended) => string | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const it of its) {
    const key = name(it);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
