import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { type EvaluationOrder, listEvaluations } from '../../ratings/list.ts';
import { resolveOpenPeriod } from '../../time/period.ts';
import { BOUND_DESCRIPTION, bound, wholeParameter, zoneParameter } from '../parameters.ts';
import { itemShape, presentItem } from './get.ts';

/** The period of reads of the evaluations contract, by the time at which evaluations were given. */
export const periodParameters = {
  date_from: bound
    .optional()
    .describe(
      `${BOUND_DESCRIPTION}. Without it the list has no bound; figures begin 30 days before date_to's date.`,
    ),
  date_to: bound
    .optional()
    .describe(`${BOUND_DESCRIPTION}; included. Without it the list has no bound; figures end today.`),
  tz: zoneParameter,
};

/** The names of the period parameters, for error messages. */
export const PERIOD_NAMES = { from: 'date_from', to: 'date_to' };

const SORTS = ['inserted_at', 'rating'] as const;
const DIRECTIONS = ['asc', 'desc'] as const;
const ORDERS: Record<(typeof SORTS)[number], Record<(typeof DIRECTIONS)[number], EvaluationOrder>> = {
  inserted_at: { asc: 'oldest', desc: 'newest' },
  rating: { asc: 'worst', desc: 'best' },
};
const MAX_PAGE = 1_000_000;
const MAX_PAGE_SIZE = 100;

export const evaluationsList = defineOperation({
  id: 'evaluationsList',
  contract: 'evaluations',
  method: 'GET',
  path: '/api/v1/evaluations',
  summary: 'Rated evaluations, page by page; without a period, all of them.',
  credential: 'tenant',
  permission: PERMISSIONS.readEvaluations,
  audited: 'personal_data_read',
  query: z.strictObject({
    page: wholeParameter(1, MAX_PAGE).default(1),
    page_size: wholeParameter(1, MAX_PAGE_SIZE).default(20),
    sort_by: z.enum(SORTS).default('inserted_at'),
    sort_order: z
      .enum(DIRECTIONS)
      .default('desc')
      .describe('Equal ratings come newest first, equal instants by id ascending.'),
    rating: wholeParameter(1, 5).optional(),
    ...periodParameters,
  }),
  response: z.object({
    data: z.array(itemShape),
    meta: z.object({
      current_page: z.int(),
      page_size: z.int(),
      total_pages: z.int().describe('0 if there is nothing.'),
      total_count: z.int(),
    }),
  }),
  async handle(context, { query }) {
    const { page, page_size, rating } = query;
    const { items, total } = await listEvaluations(context, {
      period: resolveOpenPeriod({
        from: query.date_from,
        to: query.date_to,
        tz: query.tz,
        tenantZone: context.tenant.timeZone,
        names: PERIOD_NAMES,
      }),
      rating,
      order: ORDERS[query.sort_by][query.sort_order],
      offset: (page - 1) * page_size,
      limit: page_size,
    });
    return {
      data: items.map(presentItem),
      meta: {
        current_page: page,
        page_size,
        total_pages: Math.ceil(total / page_size),
        total_count: total,
      },
    };
  },
});
