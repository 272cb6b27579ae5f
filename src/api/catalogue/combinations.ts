import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { BOUNDS } from '../../bounds.ts';
import {
  type CombinationStatus,
  createCombination,
  deleteCombination,
  listCombinations,
} from '../../catalogue/combinations.ts';
import { defineOperation } from '../../http/operation.ts';
import { MAX_FACTS } from '../../query/snapshot.ts';
import { ATTRIBUTE_KEY } from '../../records/attributes.ts';
import { MEMBER_DIMENSIONS } from '../../rollups/dimensions.ts';
import { isoInstant } from '../../time/dates.ts';

/** A dimension that every tenant has, or one of an attribute. */
const dimension = z.union([
  z.enum(MEMBER_DIMENSIONS),
  z.templateLiteral(['attributes.', z.string().regex(ATTRIBUTE_KEY)]),
]);

const combinationShape = z.object({
  name: z.string().describe('Its dimensions in alphabetical order.'),
  dimensions: z.array(dimension),
  metrics: z.array(z.string()),
  created_at: z.iso.datetime(),
  state: z
    .enum(['building', 'ready'])
    .describe(
      'building: maintenance computes it over all history; queries are answered as before meanwhile.',
    ),
  rows_per_day: z
    .int()
    .nullable()
    .describe('Rows of yesterday, one per combination of members; null until ready.'),
  cost: z
    .object({
      rows_read_before: z.int().describe('The most that a query over facts reads; beyond it is refused.'),
      rows_read_after: z.int().nullable().describe('For 30 days, all combinations of members.'),
    })
    .describe('Estimated rows that a query of these dimensions reads.'),
});

export const listCombinationsOperation = defineOperation({
  id: 'listCombinations',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/combinations',
  summary: 'The combinations of dimensions whose figures are kept ready.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  response: z.object({ combinations: z.array(combinationShape) }),
  async handle(context) {
    return { combinations: (await listCombinations(context)).map(presentCombination) };
  },
});

export const createCombinationOperation = defineOperation({
  id: 'createCombination',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/combinations',
  summary: 'Keeps figures of a combination of dimensions ready, over all history.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  body: z.strictObject({
    dimensions: z.array(dimension).min(2).max(3),
    metrics: z
      .array(z.string().max(64))
      .min(1)
      .max(BOUNDS.queryMetrics.value)
      .describe('What it is for. All metrics that add up, and percentiles, can be asked for by it.'),
  }),
  response: combinationShape,
  status: 201,
  errors: [409],
  async handle(context, { body }) {
    return presentCombination(await createCombination(context, body));
  },
});

export const deleteCombinationOperation = defineOperation({
  id: 'deleteCombination',
  contract: 'core',
  method: 'DELETE',
  path: '/api/v1/combinations/:name',
  summary: 'Drops a combination of dimensions.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  params: z.object({ name: z.string() }),
  response: z.void(),
  status: 204,
  errors: [404, 409],
  async handle(context, { params }) {
    await deleteCombination(context, params.name);
  },
});

function presentCombination({
  name,
  dimensions,
  metrics,
  created_at,
  state,
  rowsPerDay,
}: CombinationStatus): z.input<typeof combinationShape> {
  return {
    name,
    dimensions: [...dimensions],
    metrics: [...metrics],
    created_at: isoInstant(created_at),
    state,
    rows_per_day: rowsPerDay,
    cost: {
      rows_read_before: MAX_FACTS,
      rows_read_after: rowsPerDay === null ? null : 30 * rowsPerDay,
    },
  };
}
