import * as z from 'zod';

const column = z.union([
  z.object({ name: z.string(), kind: z.literal('dimension') }),
  z.object({ name: z.string(), kind: z.literal('label'), of: z.string() }),
  z.object({ name: z.string(), kind: z.literal('time'), grain: z.string() }),
  z.object({
    name: z.string(),
    kind: z.literal('metric'),
    unit: z.string(),
    exact: z.boolean().describe('false: a percentile, which is within 1 %.'),
  }),
]);

const figure = z.number().nullable();
const figures = z.record(z.string(), figure);
const row = z.record(z.string(), z.union([z.string(), figure]));

const periodShape = z.object({
  from: z.iso.datetime().describe('UTC, included.'),
  to: z.iso.datetime().describe('UTC, not included.'),
  time_zone: z.string(),
});

const understood = z
  .record(z.string(), z.unknown())
  .describe('The query as understood: defaults filled in, presets resolved. It may be sent again.');

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
