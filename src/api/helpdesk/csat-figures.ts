import * as z from 'zod';
import { formatAll, formatCount, HELPDESK_FORMAT, schemaOfAll } from '../../query/format.ts';
import { inputsOf } from '../../query/measures.ts';
import { type Filter, type MetricsQuery, valuesIn } from '../../query/query.ts';
import type { QueryBatch } from '../../query/query-batch.ts';
import { rankedMembers } from '../../query/ranked-members.ts';
import { bucketsOf } from '../../time/buckets.ts';
import type { HelpdeskScope } from './scope.ts';

const FIELDS = {
  total_responses: 'csat_responses',
  rated_responses: 'csat_rated',
  avg_rating: 'csat_avg_rating',
  positive_responses: 'csat_positive',
  positive_rate: 'csat_positive_rate',
} as const;
const DISTRIBUTION = [
  [5, 'csat_5'],
  [4, 'csat_4'],
  [3, 'csat_3'],
  [2, 'csat_2'],
  [1, 'csat_1'],
] as const;
/** Each item of the distribution shows a measure of its own. */
const ofOneRating = z
  .int()
  .meta({ description: 'Ratings of that number.', measure: DISTRIBUTION.map(([, name]) => name) });
const DAY = { count: 'csat_rated', avg_rating: 'csat_avg_rating' } as const;
const AGENT = {
  response_count: 'csat_rated',
  avg_rating: 'csat_avg_rating',
  positive_rate: 'csat_positive_rate',
} as const;
const TERMS = inputsOf(Object.values(FIELDS));

/** Customers' satisfaction with conversations, by when they gave their ratings. */
export const csatFigures = schemaOfAll(FIELDS).extend({
  distribution: z
    .array(z.object({ rating: z.int().min(1).max(5), response_count: ofOneRating }))
    .describe('Ratings 5 to 1, each of them.'),
  trend: z.array(schemaOfAll(DAY).extend({ day: z.iso.date() })).describe('Every local day of the period.'),
  per_agent: z
    .array(schemaOfAll(AGENT).extend({ assignee_user_id: z.string(), assignee_name: z.string() }))
    .describe('Agents with a rated response, most first.'),
});

/** Asks for `csatFigures`; tells them once the query batch has run. */
export function askCsatFigures(queryBatch: QueryBatch, { period }: HelpdeskScope, filter: Filter = {}) {
  const buckets = bucketsOf(period, 'day');
  const runQueries = (by: MetricsQuery['by']) => queryBatch.query({ inputs: TERMS, period, filter, by });
  const total = runQueries({ kind: 'total' });
  const days = runQueries({ kind: 'buckets', buckets });
  const { agent } = filter;
  const byAgent =
    agent === undefined
      ? runQueries({ kind: 'members', of: 'agent' })
      : () => new Map([[agent, valuesIn(total())]]);
  const agents = queryBatch.names('agent');
  return (): z.input<typeof csatFigures> => {
    const figures = valuesIn(total());
    return {
      ...formatAll(FIELDS, figures, HELPDESK_FORMAT),
      distribution: DISTRIBUTION.map(([rating, name]) => ({
        rating,
        response_count: formatCount(name, figures),
      })),
      trend: buckets.map(({ label }) => ({
        day: label,
        ...formatAll(DAY, valuesIn(days(), label), HELPDESK_FORMAT),
      })),
      per_agent: rankedMembers(byAgent(), 'csat_rated', agents()).map((each) => ({
        assignee_user_id: each.id,
        assignee_name: each.name,
        ...formatAll(AGENT, each.figures, HELPDESK_FORMAT),
      })),
    };
  };
}
