import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { invalidInput } from '../../error-list.ts';
import type { InvalidInput } from '../../errors.ts';
import { defineOperation } from '../../http/operation.ts';
import { type EvaluationOrder, listEvaluations } from '../../ratings/list.ts';
import { resolveOpenPeriod } from '../../time/period.ts';
import { cursorFor } from '../cursor.ts';
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
/** Order and number of the page, and its last evaluation. */
const CURSOR = cursorFor({
  order: z.enum(['newest', 'oldest', 'best', 'worst']),
  page: z.int().min(1),
  rating: z.int().min(1).max(5),
  respondedAt: z.int().min(0),
  id: z.string().min(1),
});
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
  countsRows: true,
  audited: 'personal_data_read',
  query: z.strictObject({
    page: wholeParameter(1, MAX_PAGE).default(1),
    page_size: wholeParameter(1, MAX_PAGE_SIZE).default(20),
    after: CURSOR.parameter
      .optional()
      .describe(
        'next_cursor of the page before, in the same order, instead of page: ratings that arrive meanwhile neither repeat others nor push them past the page.',
      ),
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
      next_cursor: z
        .string()
        .nullable()
        .describe('What `after` takes for the next page; null if this one is not full.'),
    }),
  }),
  async handle(context, { query }) {
    const { page_size, rating, after } = query;
    const order = ORDERS[query.sort_by][query.sort_order];
    if (after && query.page > 1) throw refused('page', 'Accepted only without after.');
    if (after && after.order !== order) throw refused('after', 'Must be of a page in the same order.');
    const page = after ? after.page + 1 : query.page;
    const { items, total } = await listEvaluations(context, {
      period: resolveOpenPeriod({
        from: query.date_from,
        to: query.date_to,
        tz: query.tz,
        tenantZone: context.tenant.timeZone,
        names: PERIOD_NAMES,
      }),
      rating,
      order,
      after,
      offset: after ? 0 : (page - 1) * page_size,
      limit: page_size,
    });
    const last = items.length === page_size ? items.at(-1) : undefined;
    return {
      data: items.map(presentItem),
      meta: {
        current_page: page,
        page_size,
        total_pages: Math.ceil(total / page_size),
        total_count: total,
        next_cursor: last ? CURSOR.encode({ order, page, ...last }) : null,
      },
    };
  },
});

function refused(path: string, message: string): InvalidInput {
  return invalidInput('The query', [{ path, message }]);
}
