import { InvalidInput } from '../../errors.ts';
import { executeQueries } from '../../query/execute.ts';
import { together, type Values } from '../../query/measures.ts';
import type { Grouping, MetricsQuery, QueryResult, TimeGrouping } from '../../query/query.ts';
import { type MeasuresQuery, metricsQueryOf } from '../../query/query-batch.ts';
import type { Period } from '../../time/period.ts';
import type { SourceContext } from '../section.ts';

/** Spans up to this length, in seconds, are not split further. */
const SHORTEST = 60;

/** Number of queries that run at once, as of one moment. */
const BATCH = 200;

/**
 * Runs queries of measures, or of inputs, that add up. If rollups do not cover a query and its period has more facts than one read
 * allows, the period is halved until it fits: an export may take longer than a request.
 */
export async function summed(
  context: SourceContext,
  asked: readonly (MeasuresQuery | MetricsQuery)[],
): Promise<QueryResult[]> {
  const queries = asked.map((query) => ('inputs' in query ? query : metricsQueryOf(query)));
  const results: QueryResult[] = [];
  for (let index = 0; index < queries.length; index += BATCH) {
    results.push(...(await answered(queries.slice(index, index + BATCH))));
  }
  return results;

  async function answered(some: readonly MetricsQuery[]): Promise<QueryResult[]> {
    try {
      return (await executeQueries(context, { queries: some })).results;
    } catch (error) {
      const [first, ...others] = some;
      if (!(error instanceof InvalidInput) || !first) throw error;
      if (others.length > 0) return [...(await answered([first])), ...(await answered(others))];
      if (first.period.end - first.period.start <= SHORTEST) throw error;
      const parts: QueryResult[] = [];
      for (const half of halvesOf(first)) parts.push(...(await answered([half])));
      return [addedUp(parts)];
    }
  }
}

/** Adds up the figures of each group over several results. */
function addedUp(results: readonly QueryResult[]): QueryResult {
  const groups = new Map<string, Values[]>();
  for (const [group, figures] of results.flatMap((answer) => [...answer])) {
    groups.set(group, [...(groups.get(group) ?? []), figures]);
  }
  return new Map([...groups].map(([group, figures]) => [group, together(figures)]));
}

function halvesOf(query: MetricsQuery): MetricsQuery[] {
  const { period, by } = query;
  const middle = Math.floor((period.start + period.end) / 2);
  return [
    { ...period, end: middle },
    { ...period, start: middle },
  ].map((half) => ({
    ...query,
    period: half,
    by: groupingIn(by, half),
  }));
}

/** A grouping without the buckets that lie outside of a span. */
function groupingIn(by: Grouping, span: Pick<Period, 'start' | 'end'>): Grouping {
  return by.kind === 'cells'
    ? { ...by, time: timeIn(by.time, span) }
    : by.kind === 'members'
      ? by
      : timeIn(by, span);
}

function timeIn(time: TimeGrouping, { start, end }: Pick<Period, 'start' | 'end'>): TimeGrouping {
  if (time.kind !== 'buckets') return time;
  return { ...time, buckets: time.buckets.filter((bucket) => bucket.start < end && bucket.end > start) };
}
