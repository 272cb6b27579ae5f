import { SELECT_STATE } from '../rollups/state.ts';
import type { ServiceContext } from '../service-context.ts';
import type { NormalisedQuery, Understood } from './normalised-query.ts';
import { type PlanKind, planned } from './planned.ts';

/** What answering a query would cost. */
interface DryRun {
  plan: PlanKind;
  /** Rows of figures; if facts are read, the most that they may be. */
  cost: { rows_read: number; trips: number };
  query: Understood;
}

/** Plans queries by name. Reads the state of the rollups, and no figures. */
export async function dryRun(
  { store }: Pick<ServiceContext, 'store'>,
  asked: ReadonlyMap<string, NormalisedQuery>,
): Promise<Map<string, DryRun>> {
  const [[state]] = await store.batch([SELECT_STATE.with()]);
  return new Map(
    [...asked].map(([name, query]) => {
      const { plan, rows, facts } = planned(query, state!);
      return [name, { plan, cost: { rows_read: rows + facts, trips: 1 }, query: query.understood }];
    }),
  );
}
