import {
  averageDuration,
  averageRating,
  averageWait,
  mean,
  percentage,
  satisfaction,
  withStatus,
} from './call-figures.ts';
import type { Asked, Oracle } from './oracle.ts';
import { grouped, order, total } from './rounding.ts';
import { dateAt, mondayOf, plusDays, spanOf, wallClock } from './time.ts';
import { type EndedCall, type Rating, VersionedRecords } from './versioned-records.ts';

interface Scope {
  zone: string;
  start: number;
  end: number;
  calls: EndedCall[];
  ratings: Rating[];
}

/**
 * The answers of the calls' analytics and of the evaluations' statistics, computed from the records as they
 * were sent by the sentences that define each figure.
 */
export class CallsOracle implements Oracle {
  zone: string;
  readonly records: VersionedRecords;

  constructor(zone: string, countryCode: string) {
    this.zone = zone;
    this.records = new VersionedRecords(countryCode);
  }

  answer(route: 'overview' | 'hourly' | 'agents' | 'trends' | 'stats', asked: Asked, now: number): unknown {
    return this[route](asked, now);
  }

  overview(asked: Asked, now: number) {
    const { calls, ratings, start, end } = this.#scope(asked, now, 30);
    return {
      total_calls: calls.length,
      completed_calls: withStatus(calls, 'completed').length,
      missed_calls: withStatus(calls, 'missed', 'abandoned').length,
      cancelled_calls: withStatus(calls, 'cancelled', 'failed').length,
      avg_duration: averageDuration(calls),
      avg_wait_time: averageWait(calls),
      avg_rating: averageRating(ratings),
      total_customers: new Set(calls.flatMap(({ customer }) => customer ?? [])).size,
      new_customers: this.#newCustomers(start, end, asked.department_id).length,
      completion_rate: percentage(withStatus(calls, 'completed').length, calls.length),
      satisfaction_rate: satisfaction(ratings),
    };
  }

  hourly(asked: Asked, now: number) {
    const { calls, zone } = this.#scope(asked, now, 7);
    const rows = grouped(calls, ({ startedAt }) => wallClock(zone, startedAt).slice(11, 13));
    return [...rows]
      .sort(([a], [b]) => Number(a) - Number(b))
      .map(([hour, its]) => ({
        hour: Number(hour),
        total: its.length,
        completed: withStatus(its, 'completed').length,
        missed: withStatus(its, 'missed', 'abandoned').length,
      }));
  }

  agents(asked: Asked, now: number) {
    const { calls, ratings } = this.#scope(asked, now, 30);
    const rows = [...grouped(calls, ({ agent }) => agent)].map(([id, its]) => {
      const rated = ratings.filter(({ agent }) => agent === id);
      const timed = withStatus(its, 'completed').flatMap(({ duration }) => duration ?? []);
      return {
        sortedBy: {
          total_calls: its.length,
          avg_duration: mean(timed),
          avg_rating: mean(rated.map(({ rating }) => rating)),
        },
        row: {
          user_id: id,
          user_name: (this.records.record('agent', id)?.name as string | undefined) ?? id,
          total_calls: its.length,
          completed_calls: withStatus(its, 'completed').length,
          missed_calls: withStatus(its, 'missed', 'abandoned').length,
          avg_duration: averageDuration(its),
          avg_wait_time: averageWait(its),
          avg_rating: averageRating(rated),
          total_duration: total(timed),
          satisfaction_rate: satisfaction(rated),
        },
      };
    });
    const by = (asked.sort_by ?? 'total_calls') as 'total_calls' | 'avg_duration' | 'avg_rating';
    const sign = asked.sort_order === 'asc' ? 1 : -1;
    return rows
      .sort((a, b) => {
        const [left, right] = [a.sortedBy[by], b.sortedBy[by]];
        const byValue =
          left === null || right === null
            ? Number(left === null) - Number(right === null)
            : sign * (left - right);
        return byValue || order(a.row.user_name, b.row.user_name) || order(a.row.user_id, b.row.user_id);
      })
      .map(({ row }) => row);
  }

  trends(asked: Asked, now: number) {
    const { calls, ratings, zone, start, end } = this.#scope(asked, now, 30);
    const labelAt = (at: number): string => labelOf(dateAt(zone, at), asked.granularity);
    const isNew = this.#newCustomers(start, end, asked.department_id).map((call) => labelAt(call.startedAt));
    return labelsBetween(dateAt(zone, start), dateAt(zone, end - 1), asked.granularity).map((label) => {
      const its = calls.filter(({ startedAt }) => labelAt(startedAt) === label);
      return {
        date: label,
        total_calls: its.length,
        completed_calls: withStatus(its, 'completed').length,
        avg_duration: averageDuration(its),
        avg_rating: averageRating(ratings.filter(({ at }) => labelAt(at) === label)),
        new_customers: isNew.filter((each) => each === label).length,
      };
    });
  }

  /** Statistics of evaluations, whatever they rate; `user_id` is the agent. */
  stats(asked: Asked, now: number) {
    const { start, end } = this.#period(asked, now, 30);
    const ratings = this.records
      .ratings()
      .filter(({ at }) => at >= start && at < end)
      .filter(({ department }) => asked.department_id === undefined || department === asked.department_id)
      .filter(({ agent }) => asked.user_id === undefined || agent === asked.user_id);
    const countOf = (value: number): number => ratings.filter(({ rating }) => rating === value).length;
    return {
      total_evaluations: ratings.length,
      average_rating: averageRating(ratings),
      distribution: { 1: countOf(1), 2: countOf(2), 3: countOf(3), 4: countOf(4), 5: countOf(5) },
      with_comments: ratings.filter(({ hasComment }) => hasComment).length,
      satisfaction_rate: satisfaction(ratings),
    };
  }

  #period(asked: Asked, now: number, days: number): Pick<Scope, 'zone' | 'start' | 'end'> {
    const zone = asked.tz ?? this.zone;
    return { zone, ...spanOf({ from: asked.date_from, to: asked.date_to, days }, zone, now) };
  }

  #scope(asked: Asked, now: number, days: number): Scope {
    const period = this.#period(asked, now, days);
    const isIn = (at: number): boolean => at >= period.start && at < period.end;
    const isAsked = ({ department }: { department?: string | undefined }): boolean =>
      asked.department_id === undefined || department === asked.department_id;
    return {
      ...period,
      calls: this.records.calls().filter((call) => isIn(call.startedAt) && isAsked(call)),
      ratings: this.records.ratings().filter((each) => each.isOfCall && isIn(each.at) && isAsked(each)),
    };
  }

  /** First ever calls of customers that started in the span, with the department where one is asked for. */
  #newCustomers(start: number, end: number, department: string | undefined): EndedCall[] {
    const first = new Map<string, EndedCall>();
    for (const call of this.records.calls()) {
      if (call.customer === undefined) continue;
      const known = first.get(call.customer);
      const isEarlier =
        !known ||
        call.startedAt < known.startedAt ||
        (call.startedAt === known.startedAt && order(call.id, known.id) < 0);
      if (isEarlier) first.set(call.customer, call);
    }
    return [...first.values()].filter(
      (call) =>
        call.startedAt >= start &&
        call.startedAt < end &&
        (department === undefined || call.department === department),
    );
  }
}

function labelOf(date: string, granularity = 'day'): string {
  if (granularity === 'week') return mondayOf(date);
  return granularity === 'month' ? `${date.slice(0, 7)}-01` : date;
}

function labelsBetween(first: string, last: string, granularity: string | undefined): string[] {
  const labels = new Set<string>();
  for (let date = first; date <= last; date = plusDays(date, 1)) labels.add(labelOf(date, granularity));
  return [...labels];
}
