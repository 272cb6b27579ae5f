import type { Metric } from '../catalogue/metric.ts';
import { findMetric } from '../catalogue/metrics.ts';
import { ownMetrics } from '../catalogue/own-metrics.ts';
import { type PoliciesContext, readPolicies } from '../service-levels/stored-policies.ts';
import type { Defined } from './columns.ts';
import { metricNamesIn, namesBeyondCatalogue } from './names.ts';

/**
 * What a tenant has defined that a request needs, of one query or several: its own metrics that are named, and its
 * service-level policies if they judge a metric that is named. What is not needed is not read.
 */
export async function askedDefinitions(context: PoliciesContext, sent: unknown): Promise<Defined> {
  const isJudged = metricNamesIn(sent).some((name) => findMetric(name)?.judgedBy !== undefined);
  const [own, policies] = await Promise.all([
    askedOwnMetrics(context, sent),
    isJudged ? readPolicies(context) : [],
  ]);
  return { own, policies };
}

/**
 * The tenant's own metrics that a request names, of one query or several. Names of the catalogue alone cost no read. If
 * a name is unknown, all of them, so that the refusal can suggest the nearest.
 */
async function askedOwnMetrics({ store }: Pick<PoliciesContext, 'store'>, sent: unknown): Promise<Metric[]> {
  const names = namesBeyondCatalogue(sent);
  if (names.length === 0) return [];
  const found = await ownMetrics({ store }, names);
  return found.length === names.length ? found : ownMetrics({ store });
}
