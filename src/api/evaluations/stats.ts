import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { CALLS_FORMAT, formatAll, schemaOfAll } from '../../query/format.ts';
import { inputsOf } from '../../query/measures.ts';
import { type Filter, valuesIn } from '../../query/query.ts';
import { runQueries } from '../../query/run-queries.ts';
import { askedPeriod } from '../period-from-query.ts';
import { PERIOD_NAMES, periodParameters } from './parameters.ts';

const FIELDS = {
  total_evaluations: 'total_evaluations',
  average_rating: 'average_rating',
  with_comments: 'with_comments',
  satisfaction_rate: 'satisfaction_rate',
} as const;
const DISTRIBUTION = { 1: 'rated_1', 2: 'rated_2', 3: 'rated_3', 4: 'rated_4', 5: 'rated_5' } as const;
const TERMS = inputsOf([...Object.values(FIELDS), ...Object.values(DISTRIBUTION)]);

export const evaluationsStats = defineOperation({
  id: 'evaluationsStats',
  contract: 'evaluations',
  method: 'GET',
  path: '/api/v1/evaluations/stats',
  summary: 'Figures of the rated evaluations given in a period.',
  credential: 'tenant',
  permission: PERMISSIONS.readEvaluations,
  query: z.strictObject({
    ...periodParameters,
    department_id: z.string().optional().describe('Only of interactions of this department.'),
    user_id: z.string().optional().describe('Only of interactions of this agent.'),
  }),
  response: z.object({ data: schemaOfAll(FIELDS).extend({ distribution: schemaOfAll(DISTRIBUTION) }) }),
  async handle({ store, tenant, now }, { query }) {
    const period = askedPeriod({ tenant, now }, query, PERIOD_NAMES);
    const filter: Filter = {
      ...(query.department_id !== undefined && { department: query.department_id }),
      ...(query.user_id !== undefined && { agent: query.user_id }),
    };
    const { results } = await runQueries(store, tenant.timeZone, [
      { inputs: TERMS, period, filter, by: { kind: 'total' } },
    ]);
    const figures = valuesIn(results[0]!);
    return {
      data: {
        ...formatAll(FIELDS, figures, CALLS_FORMAT),
        distribution: formatAll(DISTRIBUTION, figures, CALLS_FORMAT),
      },
    };
  },
});
