import { findMetric } from '../catalogue/metrics.ts';
import { type PoliciesContext, readPolicies } from '../service-levels/stored-policies.ts';
import { askedOwnMetrics } from './asked-own-metrics.ts';
import type { Defined } from './columns.ts';
import { metricNamesIn } from './names.ts';

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
