import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { CALLS_FORMAT } from '../../query/format.ts';
import type { Filter } from '../../query/query.ts';
import { runQueries } from '../../query/query-batch.ts';
import { directionFilter, directionParameter, periodFromQuery } from '../parameters.ts';
import { PERIOD_NAMES, periodParameters } from './list.ts';

const FIELDS = fields(CALLS_FORMAT, {
  total_evaluations: 'total_evaluations',
  average_rating: 'average_rating',
  with_comments: 'with_comments',
  satisfaction_rate: 'satisfaction_rate',
});
const DISTRIBUTION = fields(CALLS_FORMAT, {
  1: 'rated_1',
  2: 'rated_2',
  3: 'rated_3',
  4: 'rated_4',
  5: 'rated_5',
});
const MEASURES = [...FIELDS.measures, ...DISTRIBUTION.measures];

export const evaluationsStats = defineOperation({
  id: 'evaluationsStats',
  contract: 'evaluations',
  method: 'GET',
  path: '/api/v1/evaluations/stats',
  summary: 'Figures of the rated evaluations given in a period.',
  credential: 'tenant',
  permission: PERMISSIONS.readEvaluations,
  conditional: 'figures',
  query: z.strictObject({
    ...periodParameters,
    department_id: z.string().optional().describe('Only of interactions of this department.'),
    user_id: z.string().optional().describe('Only of this agent: who was rated.'),
    ...directionParameter,
  }),
  response: z.object({ data: FIELDS.schema.extend({ distribution: DISTRIBUTION.schema }) }),
  async handle(context, { query }) {
    const period = periodFromQuery(context, query, PERIOD_NAMES);
    const filter: Filter = {
      ...(query.department_id !== undefined && { department: query.department_id }),
      ...(query.user_id !== undefined && { agent: query.user_id }),
      ...directionFilter(query),
    };
    const { total } = await runQueries(context, { total: { measures: MEASURES, period, filter } });
    return { data: { ...FIELDS.format(total), distribution: DISTRIBUTION.format(total) } };
  },
});
