import type { BoundStatement } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { Unavailable } from '../errors.ts';
import { combinationsIn } from '../rollups/combinations.ts';
import { missingFrom } from '../rollups/schema.ts';
import type { RollupState } from '../rollups/state.ts';
import { attributeRollupsFor } from './asked-attributes.ts';
import { NotInRollups, OmittedIntervals } from './member-days.ts';
import { type Merged, merge } from './merge.ts';
import { factsPlan, type Plan, planFor, wholeDaysPlan } from './plan.ts';
import type { MetricsQuery, QueryResult } from './query.ts';
import { read, type Snapshot, TooManyFacts } from './snapshot.ts';

/** Rollup time zones that differ from the tenant's zone, by tenant. Only a hint: checked against every snapshot. */
const otherZones = new Map<string, string>();

/** Layouts with combinations, by tenant. Only a hint, too. */
const layouts = new Map<string, string>();

function rememberLayout(tenant: string, layout: string): void {
  if (combinationsIn(layout).length > 0) layouts.set(tenant, layout);
  else layouts.delete(tenant);
}

/** The tenant to query. A ServiceContext satisfies it. */
export interface QueryContext extends StoreContext {
  tenant: { timeZone: string };
  /** Given the state that figures were read in, and until when they hold without a change of data, seconds UTC. */
  seen?: { note(state: RollupState, until: number): void };
}

/** The results of queries, as of one moment. */
export interface Executed {
  results: QueryResult[];
  /** What each query was answered from. */
  sources: Plan['source'][];
  /** The state of the rollups at that moment. */
  state: RollupState;
  /** When the result of each query changes without any new record, seconds UTC; Infinity for never. */
  validUntil: readonly number[];
  /** The rows of the statements in `extra`. */
  extra: unknown[][];
  /** How long D1 took for each of them, in milliseconds. */
  extraMilliseconds: readonly number[];
}

/**
 * Executes queries exactly, as of one moment, in one trip to D1 together with the statements in `extra`. Queries that
 * the rollups cannot answer are read from facts in another trip. Throws TooManyFacts if only facts could answer and
 * there are too many, Unavailable while rollups are rebuilt for a new measure.
 */
export async function executeQueries(
  { store, tenant, seen }: QueryContext,
  { queries, extra = [] }: { queries: readonly MetricsQuery[]; extra?: readonly BoundStatement[] },
): Promise<Executed> {
  let zone = otherZones.get(store.tenant) ?? tenant.timeZone;
  let layout: string | undefined;
  let isRebuilding = false;
  const onlyFacts = new Set<MetricsQuery>();
  const onlyWholeDays = new Set<MetricsQuery>();
  for (;;) {
    const hint: string = layout ?? layouts.get(store.tenant) ?? '';
    const guessed = layout === undefined ? attributeRollupsFor(queries) : [];
    const combinations = [...new Set([...combinationsIn(hint), ...guessed])];
    const plans = queries.map((query) => {
      if (onlyFacts.has(query)) return factsPlan(query);
      const planned = onlyWholeDays.has(query) ? wholeDaysPlan : planFor;
      return withinLayout(query, planned(query, zone, combinations), layout);
    });
    const snapshot = await read({ store }, { queries, plans, extra });
    const { state } = snapshot;
    rememberLayout(store.tenant, state.layout);
    const isRightZone = state.time_zone === zone;
    if (
      plans.some(({ source }) => source === 'facts') &&
      (layouts.get(store.tenant) ?? '') !== hint &&
      layout === undefined
    ) {
      layout = state.layout;
      continue;
    }
    const isRightLayout = plans.every((plan) => holds(state.layout, plan));
    if (isRightZone && isRightLayout) {
      const merged = mergeAll(queries, { plans, snapshot, zone, isRebuilding, onlyFacts, onlyWholeDays });
      if (merged) {
        const validUntil = merged.map((each, index) =>
          Math.min(each.validUntil, queries[index]!.period.movesAt ?? Number.POSITIVE_INFINITY),
        );
        seen?.note(state, Math.min(...validUntil));
        return {
          results: merged.map(({ result }) => result),
          sources: plans.map(({ source }) => source),
          state,
          validUntil,
          extra: snapshot.extra,
          extraMilliseconds: snapshot.extraMilliseconds,
        };
      }
      continue;
    }
    isRebuilding ||= !isRightLayout;
    zone = state.time_zone;
    otherZones.set(store.tenant, zone);
    layout = state.layout;
  }
}

function withinLayout(query: MetricsQuery, plan: Plan, layout: string | undefined): Plan {
  return layout === undefined || holds(layout, plan) ? plan : factsPlan(query);
}

function holds(layout: string, plan: Plan): boolean {
  return plan.source === 'facts' || missingFrom(layout, plan.needs).length === 0;
}

interface Attempt {
  plans: readonly Plan[];
  snapshot: Snapshot;
  zone: string;
  isRebuilding: boolean;
  onlyFacts: Set<MetricsQuery>;
  onlyWholeDays: Set<MetricsQuery>;
}

/** Returns undefined if the rollups cannot answer a query as planned, after noting how to plan it. */
function mergeAll(
  queries: readonly MetricsQuery[],
  { plans, snapshot, zone, isRebuilding, onlyFacts, onlyWholeDays }: Attempt,
): Merged[] | undefined {
  let isMerged = true;
  const merged = queries.map((query, index): Merged => {
    try {
      return merge(query, plans[index]!, snapshot, zone);
    } catch (error) {
      if (error instanceof NotInRollups) {
        const isOfPartialDays = error instanceof OmittedIntervals && !onlyWholeDays.has(query);
        (isOfPartialDays ? onlyWholeDays : onlyFacts).add(query);
        isMerged = false;
        return { result: new Map(), validUntil: 0 };
      }
      if (isRebuilding && error instanceof TooManyFacts) {
        throw new Unavailable(
          'These figures are being prepared for the first time. Try again in a minute.',
          60,
        );
      }
      throw error;
    }
  });
  return isMerged ? merged : undefined;
}
