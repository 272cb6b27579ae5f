import type { BoundStatement } from '../db/statement.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { InvalidInput, Unavailable } from '../errors.ts';
import { missingFrom } from '../rollups/schema.ts';
import { merge, NotInRollups } from './merge.ts';
import { factsPlan, type Plan, planFor } from './plan.ts';
import type { MetricsQuery, QueryResult } from './query.ts';
import { read, type Snapshot } from './snapshot.ts';

/** Zones of rollups that are not their tenant's own (yet); only ever a guess, checked with every snapshot. */
const otherZones = new Map<string, string>();

/**
 * Answers queries exactly, as of one moment, in one round trip to D1 with whatever `extra` reads, and tells
 * how long D1 took for each of these. What rollups do not tell is asked of the facts in another one. Throws
 * InvalidInput where only facts could answer and there are too many, Unavailable while rollups are rebuilt for a
 * new figure.
 */
export async function executeQueries(
  store: TenantStore,
  tenantZone: string,
  queries: readonly MetricsQuery[],
  extra: readonly BoundStatement[] = [],
): Promise<{ results: QueryResult[]; extra: unknown[][]; extraMilliseconds: readonly number[] }> {
  let zone = otherZones.get(store.tenant) ?? tenantZone;
  let layout: string | undefined;
  let isRebuilding = false;
  const onlyFacts = new Set<MetricsQuery>();
  for (;;) {
    const plans = queries.map((query) =>
      onlyFacts.has(query) ? factsPlan(query) : withinLayout(query, planFor(query, zone), layout),
    );
    const snapshot = await read(store, queries, plans, zone, extra);
    const isRightZone = snapshot.state.time_zone === zone;
    const isRightLayout = plans.every((plan) => holds(snapshot.state.layout, plan));
    if (isRightZone && isRightLayout) {
      const results = resultsOf(queries, plans, snapshot, zone, isRebuilding, onlyFacts);
      if (results) return { results, extra: snapshot.extra, extraMilliseconds: snapshot.extraMilliseconds };
      continue;
    }
    isRebuilding ||= !isRightLayout;
    zone = snapshot.state.time_zone;
    otherZones.set(store.tenant, zone);
    layout = snapshot.state.layout;
  }
}

function withinLayout(query: MetricsQuery, plan: Plan, layout: string | undefined): Plan {
  return layout === undefined || holds(layout, plan) ? plan : factsPlan(query);
}

function holds(layout: string, plan: Plan): boolean {
  return plan.source === 'facts' || missingFrom(layout, plan.needs).length === 0;
}

/** Undefined if rollups do not tell: such queries are then among `onlyFacts`. */
function resultsOf(
  queries: readonly MetricsQuery[],
  plans: readonly Plan[],
  snapshot: Snapshot,
  zone: string,
  isRebuilding: boolean,
  onlyFacts: Set<MetricsQuery>,
): QueryResult[] | undefined {
  const before = onlyFacts.size;
  const results = queries.map((query, index): QueryResult => {
    try {
      return merge(query, plans[index]!, snapshot, zone);
    } catch (error) {
      if (error instanceof NotInRollups) {
        onlyFacts.add(query);
        return new Map();
      }
      if (isRebuilding && error instanceof InvalidInput) {
        throw new Unavailable(
          'These figures are being prepared for the first time; ask again in a minute.',
          60,
        );
      }
      throw error;
    }
  });
  return onlyFacts.size === before ? results : undefined;
}
