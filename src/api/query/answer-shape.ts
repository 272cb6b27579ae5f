import * as z from 'zod';
import { GRAINS } from '../../catalogue/grains.ts';
import { STATS } from '../../query/measures/timings.ts';
import { queryRequest } from '../../query-language/request.ts';

const column = z.union([
  z.object({ name: z.string(), kind: z.literal('dimension') }),
  z.object({ name: z.string(), kind: z.literal('label'), of: z.string() }),
  z.object({ name: z.string(), kind: z.literal('time'), grain: z.enum(GRAINS) }),
  z.object({
    name: z.string(),
    kind: z.literal('metric'),
    unit: z.string(),
    exact: z.boolean().describe('false: a percentile, which is within 1 %.'),
  }),
]);

const figure = z.number().nullable();
const figures = z.record(z.string(), figure);
const links = z.record(z.string(), z.string().nullable());

/** The schema of zod accepts objects in every field; the documented one has an object in `records` alone. */
const row = z.record(z.string(), z.union([z.string(), figure, links])).meta({
  properties: {
    records: {
      type: 'object',
      description: 'With include records: a link for each metric; null if no filter can name the row.',
      additionalProperties: { type: ['string', 'null'] },
    },
  },
  additionalProperties: { type: ['string', 'number', 'null'] },
});

const periodShape = z.object({
  from: z.iso.datetime().describe('UTC, included.'),
  to: z.iso.datetime().describe('UTC, not included.'),
  time_zone: z.string(),
});

const { shape } = queryRequest;
const members = z.array(z.string().nullable());

const understood = z
  .object({
    metrics: z.array(z.object({ metric: z.string(), stat: z.enum(STATS).optional(), as: z.string() })),
    dimensions: z.array(z.string()),
    filters: z.array(
      z.object({
        dimension: z.string(),
        in: members.optional(),
        not_in: members.optional(),
        is_set: z.boolean().optional(),
      }),
    ),
    having: shape.having.unwrap(),
    period: z.object({ from: z.string(), to: z.string() }),
    time_zone: z.string(),
    week_start: shape.week_start.unwrap(),
    compare: shape.compare.unwrap(),
    order: shape.order.unwrap(),
    limit: z.int(),
    after: z.string().nullable(),
    include: shape.include.unwrap(),
    precision: shape.precision.unwrap(),
    format: shape.format.unwrap(),
  })
  .describe('The query as understood: defaults filled in, presets resolved.');

/** What a query answers. */
export const queryAnswer = z.object({
  columns: z
    .array(column)
    .describe('`name` and `kind` (dimension, label, time, metric) of the columns of rows, in order.'),
  rows: z.array(row).describe('Values by the names of the columns.'),
  previous: z.array(row).optional().describe('With compare: the compared period, row by row.'),
  change: z
    .array(figures)
    .optional()
    .describe('With compare: the change as a fraction; null if there is nothing to divide by.'),
  totals: figures.optional().describe('With include totals: computed by themselves, never summed from rows.'),
  previous_totals: figures.optional(),
  page: z.object({
    limit: z.int(),
    after: z.string().nullable().describe('The cursor of the next page; null after the last one.'),
    rows: z.int().describe('Rows on all pages.'),
  }),
  period: periodShape,
  compared_period: periodShape.optional(),
  as_of: z.iso.datetime(),
  partial: z.array(z.string()).describe('The buckets of time that have not ended.'),
  cut: z.array(z.string()).describe('The buckets that the period does not contain completely.'),
  warnings: z
    .array(z.object({ metrics: z.array(z.string()), message: z.string() }))
    .optional()
    .describe(
      'Only if figures rest on data that contradict each other: agents whose busy time and calls differ by more than 5 %.',
    ),
  cost: z
    .object({
      rows_read: z.int(),
      trips: z.int(),
      plan: z.enum(['rollups', 'facts', 'mixed']),
    })
    .describe('What the request read; queries that were sent together have one cost.'),
  query: understood,
});

/** What several queries answer. */
export const queriesAnswer = z.object({ results: z.record(z.string(), queryAnswer) });

/** What a dry run of a query answers. */
export const dryRunAnswer = z.object({
  plan: z.enum(['rollups', 'facts', 'mixed']),
  cost: z.object({
    rows_read: z.int().describe('Rows of figures; if facts are read, the most that they may be.'),
    trips: z.int(),
  }),
  query: understood,
});

/** What a dry run of several queries answers. */
export const dryRunsAnswer = z.object({ results: z.record(z.string(), dryRunAnswer) });
