import type { BoundStatement } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { InvalidInput, Unavailable } from '../errors.ts';
import { missingFrom } from '../rollups/schema.ts';
import { merge, NotInRollups } from './merge.ts';
import { factsPlan, type Plan, planFor } from './plan.ts';
import type { MetricsQuery, QueryResult } from './query.ts';
import { read, type Snapshot } from './snapshot.ts';

/** Rollup time zones that differ from the tenant's zone, by tenant. Only a hint: checked against every snapshot. */
const otherZones = new Map<string, string>();

/** The tenant to query. A ServiceContext satisfies it. */
export interface QueryContext extends StoreContext {
  tenant: { timeZone: string };
}

/**
 * Executes queries exactly, as of one moment, in one trip to D1 together with the statements in `extra`, and returns
 * how long D1 took for each of those (milliseconds). Queries that the rollups cannot answer are read from facts in
 * another trip. Throws InvalidInput if only facts could answer and there are too many, Unavailable while rollups are
 * rebuilt for a new measure.
 */
export async function executeQueries(
  { store, tenant }: QueryContext,
  { queries, extra = [] }: { queries: readonly MetricsQuery[]; extra?: readonly BoundStatement[] },
): Promise<{ results: QueryResult[]; extra: unknown[][]; extraMilliseconds: readonly number[] }> {
  let zone = otherZones.get(store.tenant) ?? tenant.timeZone;
  let layout: string | undefined;
  let isRebuilding = false;
  const onlyFacts = new Set<MetricsQuery>();
  for (;;) {
    const plans = queries.map((query) =>
      onlyFacts.has(query) ? factsPlan(query) : withinLayout(query, planFor(query, zone), layout),
    );
    const snapshot = await read({ store }, { queries, plans, zone, extra });
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

/** Returns undefined if the rollups cannot answer a query, after adding that query to `onlyFacts`. */
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
          'These figures are being prepared for the first time. Try again in a minute.',
          60,
        );
      }
      throw error;
    }
  });
  return onlyFacts.size === before ? results : undefined;
}
