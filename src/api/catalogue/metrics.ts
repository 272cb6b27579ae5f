import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { INPUT_KINDS, kindOf } from '../../catalogue/input-kinds.ts';
import { METRICS } from '../../catalogue/metrics.ts';
import { metricOf } from '../../catalogue/own-metric.ts';
import { ownDefinitions } from '../../catalogue/own-metrics.ts';
import { INPUTS } from '../../catalogue/parts.ts';
import { defineOperation, type Operation, type Route } from '../../http/operation.ts';
import { metricShape, presentMetric } from './metric-shape.ts';
import { type Shown, shownIn } from './shown-in.ts';

/** Creates the operation that lists all metrics with the `routes` that show them. Each isolate reads these once. */
export function listMetricsOperationOf(routes: () => readonly Route[]): Operation {
  let shown: ReadonlyMap<string, Shown[]> | undefined;
  return defineOperation({
    id: 'listMetrics',
    contract: 'core',
    method: 'GET',
    path: '/api/v1/metrics',
    summary: 'Every metric that can be asked for: what it means, how it is computed, what it combines with.',
    credential: 'tenant',
    permission: PERMISSIONS.readerAnalytics,
    response: z.object({
      metrics: z.array(metricShape).describe('Your own come last, by name.'),
      base_measures: z
        .array(z.object({ name: z.string(), unit: z.enum(INPUT_KINDS) }))
        .describe(
          'What metrics of your own are made of. Their definitions turn money into dollars, scores into points.',
        ),
    }),
    async handle(context) {
      shown ??= shownIn(routes());
      const own = await ownDefinitions(context);
      const declared = METRICS.map((metric) =>
        presentMetric(metric, { routes: shown?.get(metric.name) ?? [] }),
      );
      return {
        metrics: [...declared, ...own.map((each) => presentMetric(metricOf(each), { own: each }))],
        base_measures: INPUTS.map((name) => ({ name, unit: kindOf(name) })),
      };
    },
  });
}
