import type { Metric } from '../catalogue/metric.ts';
import { ownMetrics } from '../catalogue/own-metrics.ts';
import type { ServiceContext } from '../service-context.ts';
import { namesBeyondCatalogue } from './names.ts';

/**
 * The tenant's own metrics that a request names, of one query or several. Names of the catalogue alone cost no read. If
 * a name is unknown, all of them, so that the refusal can suggest the nearest.
 */
export async function askedOwnMetrics(
  { store }: Pick<ServiceContext, 'store'>,
  sent: unknown,
): Promise<Metric[]> {
  const names = namesBeyondCatalogue(sent);
  if (names.length === 0) return [];
  const found = await ownMetrics({ store }, names);
  return found.length === names.length ? found : ownMetrics({ store });
}
