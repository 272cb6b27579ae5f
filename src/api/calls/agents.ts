import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { dimensionNamesIn, dimensionNamesStatement } from '../../query/dimension-names.ts';
import { CALLS_FORMAT, formatAll, schemaOfAll } from '../../query/format.ts';
import { compareFractions, type Fraction } from '../../query/fraction.ts';
import { listed, type Member, othersLast } from '../../query/listed.ts';
import { evaluate, inputsOf, type MeasureName } from '../../query/measures.ts';
import { compareCodePoints } from '../../query/order.ts';
import { runQueries } from '../../query/run-queries.ts';
import { callsQuery, callsScope } from './period.ts';

const FIELDS = {
  total_calls: 'total_calls',
  completed_calls: 'completed_calls',
  missed_calls: 'missed_calls',
  avg_duration: 'avg_duration',
  avg_wait_time: 'avg_wait_time',
  avg_rating: 'call_avg_rating',
  total_duration: 'total_duration',
  satisfaction_rate: 'call_satisfaction_rate',
} as const;
const SORTS = ['total_calls', 'avg_duration', 'avg_rating'] as const;
const ORDERS = ['asc', 'desc'] as const;

export const callsAgents = defineOperation({
  id: 'callsAgents',
  contract: 'calls',
  method: 'GET',
  path: '/api/v1/analytics/agents',
  summary: 'Figures of each agent with at least one call.',
  credential: 'tenant',
  permission: PERMISSIONS.managerAnalytics,
  query: callsQuery.extend({
    sort_by: z.enum(SORTS, { error: `Must be one of ${SORTS.join(', ')}.` }).default('total_calls'),
    sort_order: z
      .enum(ORDERS, { error: `Must be one of ${ORDERS.join(', ')}.` })
      .default('desc')
      .describe('Agents without a value come last in both; ties by name, then id.'),
  }),
  response: z.object({
    data: z.array(
      schemaOfAll(FIELDS).extend({
        user_id: z.string().describe('Id of the agent.'),
        user_name: z.string().describe('Current name; the id where no record of the agent ever came.'),
      }),
    ),
  }),
  async handle(context, { query }) {
    const { period, filter } = callsScope(context, query);
    const { results, extra } = await runQueries(
      context.store,
      context.tenant.timeZone,
      [{ inputs: inputsOf(Object.values(FIELDS)), period, filter, by: { kind: 'members', of: 'agent' } }],
      [dimensionNamesStatement('agent')],
    );
    const agents = dimensionNamesIn(extra[0]!);
    const rows = listed(results[0]!, agents)
      .filter(({ figures }) => figures('calls') > 0)
      .sort(byMeasure(FIELDS[query.sort_by], query.sort_order));
    return {
      data: rows.map(({ id, name, figures }) => ({
        user_id: id,
        user_name: name,
        ...formatAll(FIELDS, figures, CALLS_FORMAT),
      })),
    };
  },
});

/** By exact value, those without one last in both orders; ties by name, then id. */
function byMeasure(measure: MeasureName, order: 'asc' | 'desc'): (a: Member, b: Member) => number {
  return (a, b) => {
    const [left, right] = [evaluate(measure, a.figures), evaluate(measure, b.figures)];
    const isDescending = order === 'desc' && hasValue(left) && hasValue(right);
    return (
      othersLast(a, b) ||
      (isDescending ? -1 : 1) * compareFractions(left, right) ||
      compareCodePoints(a.name, b.name) ||
      compareCodePoints(a.id, b.id)
    );
  };
}

function hasValue({ denominator }: Fraction): boolean {
  return denominator !== 0;
}
