import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { BOUNDS } from '../../bounds.ts';
import { type MemberCondition, metricOf, OWN_UNITS, type OwnMetric } from '../../catalogue/own-metric.ts';
import { changeMetric, createMetric, deleteMetric } from '../../catalogue/own-metrics.ts';
import { defineOperation } from '../../http/operation.ts';
import { accepting } from '../../messages.ts';
import { MEMBER_DIMENSIONS } from '../../rollups/dimensions.ts';
import { idField } from '../parameters.ts';
import { metricShape, presentMetric } from './metric-shape.ts';

const MOST_PARTS = BOUNDS.metricParts.value;
const MOST_MEMBERS = BOUNDS.metricFilterMembers.value;
const MOST_WEIGHT = 1_000;

const ACCEPTED_PARTS = `1 to ${MOST_PARTS} names with whole numbers as weights, such as {"calls_completed": 1}`;

const parts = z
  .record(z.string(), z.int().min(-MOST_WEIGHT).max(MOST_WEIGHT), { error: accepting(ACCEPTED_PARTS) })
  .refine(
    (sum) => Object.keys(sum).length > 0 && Object.keys(sum).length <= MOST_PARTS,
    `Must be ${ACCEPTED_PARTS}.`,
  )
  .meta({ minProperties: 1, maxProperties: MOST_PARTS });

const members = z.array(idField.nullable()).min(1).max(MOST_MEMBERS).optional();

const filter = z
  .strictObject({
    dimension: z.enum(MEMBER_DIMENSIONS),
    in: members.describe('Only these; null for no value.'),
    not_in: members.describe('All but these; what has no value stays unless null is listed.'),
    is_set: z.boolean().optional().describe('Only what has a value, or only what has none.'),
  })
  .transform((sent, context): MemberCondition => {
    const { dimension, in: included, not_in: excluded, is_set: isSet } = sent;
    const given = [included, excluded, isSet].filter((each) => each !== undefined);
    if (given.length !== 1) {
      context.addIssue({ code: 'custom', message: 'Must have exactly one of in, not_in, is_set.' });
      return z.NEVER;
    }
    if (included) return { dimension, in: included };
    return { dimension, ...(excluded ? { not_in: excluded } : isSet ? { not_in: [null] } : { in: [null] }) };
  });

const FIELDS = {
  label: z.string().trim().min(1).max(100).describe('A title.'),
  unit: z
    .enum(OWN_UNITS)
    .describe(
      'count: a sum, without a denominator. rate: a share, shown in percent. ratio: any quotient. minutes and usd are ' +
        'computed from seconds and from costs.',
    ),
  description: z.string().trim().min(1).max(500).describe('What it means.'),
  better: z.enum(['higher', 'lower', 'neutral']).describe('`neutral` by default.'),
  numerator: parts.describe(
    'Names with their weights: base measures, metrics that add up, or the parts of any metric, such as ' +
      '`completion_rate.denominator`. They are kept as base measures.',
  ),
  denominator: parts.nullable().describe('Likewise; null for none.'),
  filter: filter.nullable().describe('Counts only some members of a dimension; null for all.'),
};

export const createMetricOperation = defineOperation({
  id: 'createMetric',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/metrics',
  summary: 'Defines a metric of your own, over all history at once.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  body: z.strictObject({
    name: z.string().regex(/^[a-z][a-z0-9_]{2,63}$/),
    ...FIELDS,
    better: FIELDS.better.optional(),
    denominator: FIELDS.denominator.optional(),
    filter: FIELDS.filter.optional(),
  }),
  response: metricShape,
  status: 201,
  errors: [409],
  async handle(context, { body: { better = 'neutral', denominator = null, filter: only = null, ...rest } }) {
    return presentOwn(await createMetric(context, { ...rest, better, denominator, filter: only }));
  },
});

export const patchMetricOperation = defineOperation({
  id: 'patchMetric',
  contract: 'core',
  method: 'PATCH',
  path: '/api/v1/metrics/:name',
  summary: 'Changes a metric of your own, over all history at once.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  params: z.object({ name: z.string() }),
  body: z
    .strictObject(FIELDS)
    .partial()
    .refine(
      (body) => Object.keys(body).length > 0,
      `Must have at least one of ${Object.keys(FIELDS).join(', ')}.`,
    )
    .meta({ minProperties: 1 }),
  response: metricShape,
  errors: [404, 409],
  async handle(context, { params: { name }, body }) {
    return presentOwn(await changeMetric(context, { ...body, name }));
  },
});

export const deleteMetricOperation = defineOperation({
  id: 'deleteMetric',
  contract: 'core',
  method: 'DELETE',
  path: '/api/v1/metrics/:name',
  summary: 'Deletes a metric of your own.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  params: z.object({ name: z.string() }),
  response: z.void(),
  status: 204,
  errors: [404],
  async handle(context, { params: { name } }) {
    await deleteMetric(context, name);
  },
});

function presentOwn(own: OwnMetric) {
  return presentMetric(metricOf(own), { own });
}
