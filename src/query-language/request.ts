import * as z from 'zod';
import { BOUNDS } from '../bounds.ts';
import { GRAINS } from '../catalogue/grains.ts';
import { METRICS } from '../catalogue/metrics.ts';
import { accepting } from '../messages.ts';
import { STATS } from '../query/measures/timings.ts';
import { ATTRIBUTE_KEY } from '../records/attributes.ts';
import { attributeDimension } from '../rollups/attribute-dimensions.ts';
import { MEMBER_DIMENSIONS } from '../rollups/dimensions.ts';
import { WEEK_STARTS } from '../time/calendar-units.ts';
import { ACCEPTED_BOUND, ACCEPTED_ZONE, boundError } from '../time/period.ts';
import { isZone } from '../time/zones.ts';
import { LAST_PATTERN, PRESETS } from './period.ts';

const MAX_NAME_CHARACTERS = 64;
const MAX_MEMBER_CHARACTERS = 200;

const nameOf = (kind: string) =>
  z.string().min(1).max(MAX_NAME_CHARACTERS).describe(`The name of a ${kind}; see GET /api/v1/${kind}s.`);

const attributeKey = z.string().regex(ATTRIBUTE_KEY);

/** Another form of the name of an attribute's dimension, so that typed clients can tell the other names apart. */
const attributeForm = z
  .strictObject({ attribute: attributeKey })
  .transform(({ attribute }): string => attributeDimension(attribute));

/**
 * Texts that are described with an enumeration but not checked against it: `checkNames` does that, with the nearest
 * names in its messages.
 */
function named(schema: z.ZodString, names: readonly string[]) {
  const key = attributeKey.describe('Of an attribute; the text `attributes.` and the key is accepted, too.');
  return z
    .union([schema, attributeForm])
    .meta({ anyOf: [{ type: 'string', enum: [...names] }, described({ attribute: key })] });
}

const namesOf = (metrics: typeof METRICS) => metrics.flatMap(({ name, aliases }) => [name, ...aliases]);

const metricName = nameOf('metric');

/** A dimension with members. */
export const memberDimension = named(nameOf('dimension'), MEMBER_DIMENSIONS);

/** A name that a column may be given. */
const COLUMN_NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** What rows may be grouped by. */
export const dimensionName = named(z.string().min(1).max(MAX_NAME_CHARACTERS), [
  ...MEMBER_DIMENSIONS,
  ...GRAINS.map((grain) => `time:${grain}`),
]);

const as = z
  .string()
  .regex(COLUMN_NAME)
  .optional()
  .describe('The name of the column; by default that of the metric, with the stat if one is given.');

const metricForm = z.strictObject({
  metric: metricName,
  args: z.record(z.string(), z.unknown()).optional().describe('Only of metrics that take arguments.'),
  stat: z.string().min(1).max(MAX_NAME_CHARACTERS).optional().describe('Only of timings: mean by default.'),
  as,
});

/**
 * How a metric is described: metrics of a tenant's own in the form of an object, statistics for timings
 * alone, arguments for metrics that take them.
 */
const DESCRIBED_METRIC = [
  { type: 'string', enum: namesOf(METRICS) },
  described({
    metric: z.enum(namesOf(METRICS.filter(({ stats }) => stats.length > 0))),
    stat: z.enum(STATS).optional(),
    as,
  }),
  ...METRICS.flatMap(({ name, args }) =>
    args ? [described({ metric: z.enum([name]), args: args.schema.optional(), as })] : [],
  ),
  described({
    metric: metricName.describe('Any metric, also one of your own, which is accepted as a text, too.'),
    as,
  }),
];

const metric = z.union([metricName, metricForm]).meta({ anyOf: DESCRIBED_METRIC });

function described(shape: z.ZodRawShape): object {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(z.strictObject(shape), { io: 'input' });
  return schema;
}

const member = z.string().min(1).max(MAX_MEMBER_CHARACTERS).nullable();
const members = z.array(member).min(1).max(BOUNDS.queryFilterValues.value);

const filter = z
  .strictObject({
    dimension: memberDimension,
    in: members.optional().describe('Only these members; null stands for no value.'),
    not_in: members.optional().describe('All but these. Keeps what has no value, unless null is listed.'),
    is_set: z.boolean().optional().describe('true: only what has a value; false: only what has none.'),
  })
  .refine((sent) => [sent.in, sent.not_in, sent.is_set].filter((each) => each !== undefined).length === 1, {
    error: 'Must have exactly one of in, not_in, is_set.',
  });

const threshold = z.number().optional();
const having = z
  .strictObject({
    metric: z.string().describe('The name of the column of a metric.'),
    gte: threshold,
    gt: threshold,
    lte: threshold,
    lt: threshold,
    eq: threshold,
  })
  .refine(({ metric: _metric, ...limits }) => Object.values(limits).some((limit) => limit !== undefined), {
    error: 'Must have at least one of gte, gt, lte, lt, eq.',
  });

const bound = z.string({ error: accepting(ACCEPTED_BOUND) }).superRefine((text, refinement) => {
  const message = boundError(text);
  if (message !== undefined) refinement.addIssue({ code: 'custom', message });
});

const ACCEPTED_DURATION = 'a duration such as P30D, P6M, PT12H or PT90M';

const period = z
  .strictObject({
    from: bound.optional().describe("A date or an instant; 30 days before `to`'s date by default."),
    to: bound.optional().describe('A date or an instant, which it includes; today by default.'),
    last: z
      .string({ error: accepting(ACCEPTED_DURATION) })
      .refine((text) => LAST_PATTERN.test(text), { error: accepting(ACCEPTED_DURATION) })
      .optional()
      .describe('P30D: so many dates, today the last. PT12H: until the second of the request.'),
    preset: z.enum(PRESETS).optional().describe('`this_…` ends with its unit, not with today.'),
  })
  .refine(
    ({ from, to, last, preset }) =>
      [from ?? to, last, preset].filter((each) => each !== undefined).length <= 1,
    { error: 'Must have either from and to, or last, or preset.' },
  )
  .describe('Either from and to, or last, or preset. The last 31 dates by default.');

const compare = z
  .union([
    z.enum(['previous', 'previous_elapsed', 'previous_year']),
    z.strictObject({ from: bound, to: bound }),
  ])
  .nullable()
  .optional()
  .describe(
    'previous: the month, quarter or year before one; as many dates before other dates; as many seconds before ' +
      'instants. previous_elapsed: as much of it as has elapsed of the period. previous_year: the same dates a year before.',
  );

const order = z.strictObject({
  by: z.string().describe('The name of a column: a metric, a dimension, or time.'),
  direction: z
    .enum(['asc', 'desc'])
    .optional()
    .describe('By default metrics descend; dimensions, by name, and time ascend. No value is last in both.'),
});

/** Parts of an answer that are only computed on request. */
export const INCLUDED = ['totals', 'empty', 'records', 'vanished'] as const;

/** One query. This schema is all that is documented of it. */
export const queryRequest = z.strictObject({
  metrics: z
    .array(metric)
    .min(1)
    .max(BOUNDS.queryMetrics.value)
    .describe('Names of metrics, or objects with a stat or another name of the column.'),
  dimensions: z
    .array(dimensionName)
    .max(BOUNDS.queryDimensions.value)
    .optional()
    .describe('At most one of them is `time:` and a grain, such as time:day.'),
  filters: z.array(filter).max(BOUNDS.queryFilters.value).optional().describe('All of them hold.'),
  having: z
    .array(having)
    .max(BOUNDS.queryFilters.value)
    .optional()
    .describe('Keeps rows by the exact value of a metric, in the unit of its column. Totals ignore it.'),
  period: period.optional(),
  time_zone: z
    .string({ error: accepting(ACCEPTED_ZONE) })
    .refine(isZone, { error: accepting(ACCEPTED_ZONE) })
    .optional()
    .describe("An IANA time zone; the tenant's by default."),
  week_start: z.enum(WEEK_STARTS).optional().describe('monday by default.'),
  compare,
  order: z.array(order).max(BOUNDS.queryOrder.value).optional(),
  limit: z.int().min(1).max(BOUNDS.queryLimit.value).optional().describe('100 by default.'),
  after: z.string().nullable().optional().describe('`page.after` of the answer to the same query.'),
  include: z
    .array(z.enum(INCLUDED))
    .optional()
    .describe(
      'totals: of everything that passes the filters. empty: buckets of time without data. vanished: members that only ' +
        'the compared period has.',
    ),
  precision: z
    .enum(['rounded', 'exact'])
    .optional()
    .describe('exact: up to 6 decimals. By default as each unit is shown.'),
  format: z.enum(['json', 'csv']).optional().describe('csv: the rows only. json by default.'),
});

export type QueryRequest = z.output<typeof queryRequest>;

const QUERY_NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** Several queries, answered as of one moment. */
export const queriesRequest = z.strictObject({
  queries: z
    .record(z.string().regex(QUERY_NAME), z.unknown())
    .refine((queries) => isBetween(Object.keys(queries).length, 1, BOUNDS.queriesAtOnce.value), {
      error: `Must have 1 to ${BOUNDS.queriesAtOnce.value} queries.`,
    }),
});

/** What `POST /api/v1/query` accepts, for the API description. */
export const anyQueryRequest = z.union([
  queryRequest,
  z.strictObject({
    queries: z
      .record(z.string().regex(QUERY_NAME), queryRequest)
      .describe(`1 to ${BOUNDS.queriesAtOnce.value} queries by name, answered as of one moment.`),
  }),
]);

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}
