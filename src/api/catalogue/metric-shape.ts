import * as z from 'zod';
import { GRAINS } from '../../catalogue/grains.ts';
import { type Arguments, ATTRIBUTIONS, type Metric } from '../../catalogue/metric.ts';
import type { OwnMetric } from '../../catalogue/own-metric.ts';
import { isExact } from '../../catalogue/traits.ts';
import { KNOWN } from '../../query/measures/histogram-inputs.ts';
import { STATS } from '../../query/measures/timings.ts';
import type { Measure } from '../../query/measures.ts';
import { MEMBER_DIMENSIONS } from '../../rollups/dimensions.ts';
import type { Shown } from './shown-in.ts';

const dimension = z.enum(MEMBER_DIMENSIONS);
const weights = z.record(z.string(), z.int());
const member = z.string().nullable();

/** A metric as the catalogue lists it. */
export const metricShape = z.object({
  name: z.string(),
  aliases: z.array(z.string()).describe('Names that are accepted, too.'),
  label: z.string(),
  unit: z.enum([
    ...['count', 'mean', 'percent', 'seconds', 'minutes', 'milliseconds'],
    ...['rating', 'score', 'sentiment', 'usd', 'ratio'],
  ] as const),
  better: z.enum(['higher', 'lower', 'neutral']),
  description: z.string(),
  numerator: weights.describe(
    'Base measures with their weights; of a timing those of its default statistic.',
  ),
  denominator: weights.nullable().describe('Likewise; null for a count or sum.'),
  divisor: z.int().describe('Divides as well: 60 turns seconds into minutes.'),
  null_when: z.string().nullable().describe('When it has no value; null if it always has one.'),
  args: z.record(z.string(), z.unknown()).describe('JSON Schema of the arguments that it takes.'),
  stats: z.array(z.enum(STATS)).describe('Statistics of a timing, the default one first; else empty.'),
  exact: z.boolean().describe('False within 1 %. Percentiles of timings are never exact.'),
  dimensions: z.array(dimension).describe('What it can be grouped and filtered by, beside time.'),
  grains: z.array(z.enum(GRAINS)).describe('Grains of time whose cost does not depend on volume.'),
  attribution: z
    .enum(ATTRIBUTIONS)
    .describe(
      'When an event counts: when it started, was given, sent, created, closed or reopened, on its date; of time, when it passed; of what is open, while it is; now: at the moment of the query.',
    ),
  own: z.boolean().describe('Whether the tenant has defined it.'),
  filter: z
    .object({ dimension, in: z.array(member).optional(), not_in: z.array(member).optional() })
    .nullable()
    .describe('What it counts alone, or leaves out; only of metrics of your own. A null is no value.'),
  routes: z
    .array(z.object({ path: z.string(), fields: z.array(z.string()) }))
    .describe('Routes that show it.'),
});

const NO_ARGUMENTS = { type: 'object', properties: {}, additionalProperties: false };

/** A metric in the shape of the catalogue. `own`: its definition, if the tenant has defined it. */
export function presentMetric(
  metric: Metric,
  { own, routes = [] }: { own?: OwnMetric; routes?: readonly Shown[] },
): z.input<typeof metricShape> {
  const { name, aliases, label, unit, better, description, stats, dimensions, grains, attribution } = metric;
  const measure = metric.measureOf();
  const filter = own?.filter ?? null;
  return {
    ...{ name, aliases: [...aliases], label, unit, better, description },
    numerator: { ...measure.numerator },
    denominator: measure.denominator ? { ...measure.denominator } : null,
    divisor: measure.divisor ?? 1,
    null_when: nullWhen(measure),
    args: metric.args ? schemaOfArguments(metric.args) : NO_ARGUMENTS,
    stats: [...stats],
    exact: isExact(measure),
    dimensions: [...dimensions],
    grains: [...grains],
    attribution,
    own: own !== undefined,
    filter: filter && conditionOf(filter),
    routes: [...routes],
  };
}

function schemaOfArguments({ schema }: Arguments): Record<string, unknown> {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, { io: 'input' });
  return described;
}

function conditionOf({ dimension, in: included, not_in: excluded }: NonNullable<OwnMetric['filter']>) {
  return { dimension, ...(included ? { in: [...included] } : { not_in: [...(excluded ?? [])] }) };
}

/** When the metric is null, as a sentence: when the sum of its denominator is 0. */
function nullWhen({ denominator }: Measure): string | null {
  if (!denominator) return null;
  const inputs = Object.keys(denominator);
  if (inputs.some((input) => input in KNOWN)) return 'Nothing has the value.';
  return `${inputs.join(' + ')} is 0.`;
}
