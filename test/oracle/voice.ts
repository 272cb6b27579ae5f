import type { Sent } from '../support/records.ts';
import { durationOf, NewestRecords, waitOf, wordsOf } from './newest-records.ts';
import type { Asked, Oracle } from './oracle.ts';
import { isSolving } from './outcomes.ts';
import { grouped, order, quotient, total } from './rounding.ts';
import { dateAt, plusDays, secondOf, startOfDate, wallClock } from './time.ts';

interface Usage {
  provider: string;
  requests: number;
  input_tokens: number;
  output_tokens: number;
  latency_ms: number;
  errors: number;
}

interface Call {
  at: number;
  isCompleted: boolean;
  duration: number | undefined;
  outcome: string;
  isResolved: boolean;
  /** From the start to the resolution, else to the end. */
  resolutionSeconds: number;
  category: string;
  usages: readonly Usage[];
}

/** The answers about calls in the helpdesk contract, from the records as sent, by the sentences that define each figure. */
export class VoiceOracle implements Oracle {
  zone: string;
  readonly records = new NewestRecords();

  constructor(zone: string) {
    this.zone = zone;
  }

  answer(route: string, asked: Asked): unknown {
    const zone = asked.tz ?? this.zone;
    const [from, to] = [asked.start_date!, asked.end_date!];
    const calls = this.#calls(from, to, zone).filter(
      ({ outcome }) => asked.outcome === undefined || outcome === asked.outcome,
    );
    if (route === 'call-metrics') return callMetrics(calls, from, to, zone);
    if (route === 'usage-patterns') return usagePatterns(calls, from, to, zone);
    const days = datesBetween(from, to).length;
    const previous = { start: plusDays(from, -days), end: plusDays(from, -1) };
    return resolutionRates(
      calls,
      { from, to, zone },
      previous,
      this.#calls(previous.start, previous.end, zone),
    );
  }

  /** Ended calls that started on the dates. */
  #calls(from: string, to: string, zone: string): Call[] {
    const [start, end] = [startOfDate(zone, from), startOfDate(zone, plusDays(to, 1))];
    return this.records
      .all('interaction')
      .filter(({ kind, status }) => kind === 'call' && status !== 'open')
      .map(callOf)
      .filter(({ at }) => at >= start && at < end);
  }
}

function callOf(sent: Sent): Call {
  const at = secondOf(sent.started_at)!;
  const isLost = sent.status === 'abandoned' || sent.status === 'missed';
  const outcome = String(sent.outcome ?? (sent.resolved_at ? 'resolved' : isLost ? 'abandoned' : 'unknown'));
  const isTransferred = sent.transferred ?? outcome === 'escalated';
  const duration = durationOf(sent);
  const answered = secondOf(sent.answered_at) ?? at + (waitOf(sent) ?? 0);
  const ended = secondOf(sent.ended_at) ?? answered + (duration ?? 0);
  return {
    at,
    isCompleted: sent.status === 'completed',
    duration,
    outcome,
    isResolved: Boolean(
      sent.first_contact_resolved ?? (sent.status === 'completed' && !isTransferred && isSolving(outcome)),
    ),
    resolutionSeconds: (secondOf(sent.resolved_at) ?? ended) - at,
    category: wordsOf(sent.category, 200) ?? 'uncategorized',
    usages: (sent.llm_usage ?? []) as readonly Usage[],
  };
}

function volume(calls: readonly Call[]) {
  const completed = calls.filter(({ isCompleted }) => isCompleted).length;
  return {
    total_calls: calls.length,
    completed_calls: completed,
    failed_calls: calls.length - completed,
  };
}

function firstContactRate(calls: readonly Call[]): number | null {
  return quotient(100 * calls.filter(({ isResolved }) => isResolved).length, calls.length, 1);
}

function resolutionTime(calls: readonly Call[]): number | null {
  const seconds = calls.filter(({ isResolved }) => isResolved).map((call) => call.resolutionSeconds);
  return quotient(total(seconds), seconds.length, 1);
}

function callMetrics(calls: readonly Call[], from: string, to: string, zone: string) {
  const durations = calls.filter(({ isCompleted }) => isCompleted).flatMap(({ duration }) => duration ?? []);
  const byDate = grouped(calls, ({ at }) => dateAt(zone, at));
  const peaks = grouped(calls, ({ at }) => {
    const [date, time] = wallClock(zone, at).split('T') as [string, string];
    return `${new Date(date).getUTCDay()} ${time.slice(0, 2)}`;
  });
  return {
    kpis: {
      ...volume(calls),
      avg_duration_seconds: quotient(total(durations), durations.length, 1),
      first_call_resolution_rate: firstContactRate(calls),
      tickets_created: calls.filter(({ outcome }) => outcome === 'ticket_created').length,
      escalation_count: calls.filter(({ outcome }) => outcome === 'escalated').length,
      period_start: from,
      period_end: to,
    },
    call_volume: datesBetween(from, to).map((date) => ({ date, ...volume(byDate.get(date) ?? []) })),
    outcome_breakdown: [...grouped(calls, ({ outcome }) => outcome)]
      .sort(([a, left], [b, right]) => right.length - left.length || order(a, b))
      .map(([outcome, its]) => ({
        outcome,
        count: its.length,
        percentage: quotient(100 * its.length, calls.length, 1),
      })),
    peak_hours: [...peaks]
      .sort(([a], [b]) => order(a, b))
      .map(([key, its]) => ({
        hour: Number(key.slice(2)),
        day_of_week: Number(key[0]),
        call_count: its.length,
      })),
  };
}

function resolutionRates(
  calls: readonly Call[],
  { from, to, zone }: { from: string; to: string; zone: string },
  previous: { start: string; end: string },
  before: readonly Call[],
) {
  const resolved = (its: readonly Call[]): number => its.filter(({ isResolved }) => isResolved).length;
  const byDate = grouped(calls, ({ at }) => dateAt(zone, at));
  return {
    fcr_trend: datesBetween(from, to).map((date) => {
      const its = byDate.get(date) ?? [];
      return {
        date,
        total_calls: its.length,
        resolved_calls: resolved(its),
        fcr_rate: firstContactRate(its),
      };
    }),
    resolution_by_category: [...grouped(calls, ({ category }) => category)]
      .sort(([a, left], [b, right]) => right.length - left.length || order(a, b))
      .map(([category, its]) => ({
        category,
        total_calls: its.length,
        resolved_calls: resolved(its),
        resolution_rate: firstContactRate(its),
        avg_resolution_time_seconds: resolutionTime(its),
      })),
    avg_resolution_time_seconds: resolutionTime(calls),
    period_comparison: {
      previous_start: previous.start,
      previous_end: previous.end,
      current_fcr_rate: firstContactRate(calls),
      previous_fcr_rate: firstContactRate(before),
      change: quotient(
        100 * (resolved(calls) * before.length - resolved(before) * calls.length),
        calls.length * before.length,
        1,
      ),
    },
  };
}

function usagePatterns(calls: readonly Call[], from: string, to: string, zone: string) {
  const hours = grouped(calls, ({ at }) => wallClock(zone, at).slice(11, 13));
  const weekdays = grouped(calls, ({ at }) => String(new Date(wallClock(zone, at).slice(0, 10)).getUTCDay()));
  const months = grouped(calls, ({ at }) => dateAt(zone, at).slice(0, 7));
  const providers = grouped(
    calls.flatMap(({ usages }) => usages),
    ({ provider }) => provider,
  );
  const tokens = calls.flatMap(({ usages }) => usages).map((use) => use.input_tokens + use.output_tokens);
  return {
    hourly_distribution: [...hours]
      .sort(([a], [b]) => order(a, b))
      .map(([hour, its]) => ({ hour: Number(hour), call_count: its.length })),
    weekly_distribution: [...weekdays]
      .sort(([a], [b]) => order(a, b))
      .map(([weekday, its]) => ({ day_of_week: Number(weekday), call_count: its.length })),
    monthly_trends: [...new Set(datesBetween(from, to).map((date) => date.slice(0, 7)))].map((month) => {
      const { total_calls, completed_calls } = volume(months.get(month) ?? []);
      return { month, total_calls, completed_calls };
    }),
    llm_usage: [...providers].map(([provider, its]) => providerRow(provider, its)).sort(byRequests),
    avg_tokens_per_call: quotient(total(tokens), calls.filter(({ usages }) => usages.length > 0).length, 1),
  };
}

type ProviderRow = ReturnType<typeof providerRow>;

function providerRow(provider: string, usages: readonly Usage[]) {
  const sumOf = (field: Exclude<keyof Usage, 'provider'>): number => total(usages.map((use) => use[field]));
  return {
    provider,
    total_requests: sumOf('requests'),
    total_input_tokens: sumOf('input_tokens'),
    total_output_tokens: sumOf('output_tokens'),
    avg_latency_ms: quotient(sumOf('latency_ms'), sumOf('requests'), 1),
    error_count: sumOf('errors'),
  };
}

function byRequests(a: ProviderRow, b: ProviderRow): number {
  return b.total_requests - a.total_requests || order(a.provider, b.provider);
}

function datesBetween(from: string, to: string): string[] {
  const dates = [];
  for (let date = from; date <= to; date = plusDays(date, 1)) dates.push(date);
  return dates;
}
