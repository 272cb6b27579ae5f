import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { formatCount, HELPDESK_FORMAT } from '../../query/format.ts';
import { valuesIn } from '../../query/query.ts';
import { QueryBatch } from '../../query/query-batch.ts';
import { rank } from '../../query/ranking.ts';
import { bucketsOf } from '../../time/buckets.ts';
import { assigneeParameters, type HelpdeskScope, helpdeskFiguresQuery, helpdeskScope } from './scope.ts';

const FIELDS = fields(HELPDESK_FORMAT, {
  total_responses: 'csat_responses',
  rated_responses: 'csat_rated',
  avg_rating: 'csat_avg_rating',
  positive_responses: 'csat_positive',
  positive_rate: 'csat_positive_rate',
});
const DISTRIBUTION = [
  [5, 'csat_5'],
  [4, 'csat_4'],
  [3, 'csat_3'],
  [2, 'csat_2'],
  [1, 'csat_1'],
] as const;
/** Each entry of the distribution shows a different measure. */
const ofOneRating = z
  .int()
  .meta({ description: 'Ratings of that number.', measure: DISTRIBUTION.map(([, name]) => name) });
const DAY = fields(HELPDESK_FORMAT, { count: 'csat_rated', avg_rating: 'csat_avg_rating' });
const AGENT = fields(HELPDESK_FORMAT, {
  response_count: 'csat_rated',
  avg_rating: 'csat_avg_rating',
  positive_rate: 'csat_positive_rate',
});
const MEASURES = FIELDS.measures;

/** Ratings of conversations, by the time at which they were given. */
export const csatFigures = FIELDS.schema.extend({
  distribution: z
    .array(z.object({ rating: z.int().min(1).max(5), response_count: ofOneRating }))
    .describe('Ratings 5 to 1, each of them.'),
  trend: z.array(DAY.schema.extend({ day: z.iso.date() })).describe('Every local day of the period.'),
  per_agent: z
    .array(AGENT.schema.extend({ assignee_user_id: z.string(), assignee_name: z.string() }))
    .describe('Agents with a rated response, most first.'),
});

/** Adds the queries for `csatFigures`. The returned function gives them once the batch has run. */
export function addCsatFigures(batch: QueryBatch, { period, filter }: HelpdeskScope) {
  const buckets = bucketsOf(period, 'day');
  const csat = { measures: MEASURES, period, filter };
  const total = batch.add(csat);
  const days = batch.add({ ...csat, by: { kind: 'buckets', buckets } });
  const byAgent = batch.add({ ...csat, by: { kind: 'members', of: 'agent' } });
  const names = batch.add({ namesOf: 'agent' });
  return (): z.input<typeof csatFigures> => ({
    ...FIELDS.format(total()),
    distribution: DISTRIBUTION.map(([rating, name]) => ({
      rating,
      response_count: formatCount(name, total()),
    })),
    trend: buckets.map(({ label }) => ({ day: label, ...DAY.format(valuesIn(days(), label)) })),
    per_agent: rank(byAgent(), 'csat_rated', { names: names() }).map(({ id, name, values }) => ({
      assignee_user_id: id,
      assignee_name: name,
      ...AGENT.format(values),
    })),
  });
}

export const helpdeskCsat = defineOperation({
  id: 'helpdeskCsat',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/analytics/conversations/csat',
  summary: "Customers' satisfaction with conversations: in total, by rating, day and agent.",
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: helpdeskFiguresQuery.extend(assigneeParameters),
  response: csatFigures,
  async handle(context, { query }) {
    const batch = new QueryBatch();
    const figures = addCsatFigures(batch, helpdeskScope(context, query));
    await batch.run(context);
    return figures();
  },
});
