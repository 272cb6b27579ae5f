import {
  type Backlog,
  type ChangeRow,
  pendingDays,
  SELECT_BACKLOG,
  SELECT_CHANGES,
} from '../rollups/changes.ts';
import { type RollupState, SELECT_STATE } from '../rollups/state.ts';
import { type MeasuresQuery, metricsQueryOf, type QueryBatch } from './query-batch.ts';
import { statementsOf } from './snapshot.ts';

/** Queries to execute and time, by name. */
export type Measured<Name extends string> = Readonly<Record<Name, readonly MeasuresQuery[]>>;

/** The state of the rollups and how long D1 took to read them. Instants are seconds UTC, null for never or none. */
export interface RollupHealth<Name extends string> {
  milliseconds: Readonly<Record<Name, number>>;
  pendingDays: number;
  oldestPendingAt: number | null;
  lastRefreshedAt: number | null;
  lastReconciledAt: number | null;
  /** Rows that differed from the facts in the last reconcile. */
  reconcileDifferences: number;
}

const MAX_CHANGES = 1_000_000;
const STATE = [SELECT_STATE.with(), SELECT_BACKLOG.with(), SELECT_CHANGES.with(MAX_CHANGES)] as const;

/**
 * Adds the queries of each of `measured`, each timed on its own, and the state of the rollups to one batch. Durations
 * are those that D1 reports. `zone` is the tenant's.
 */
export function addRollupHealth<Name extends string>(
  batch: QueryBatch,
  measured: Measured<Name>,
  zone: string,
): () => RollupHealth<Name> {
  const stored = batch.add({ statements: STATE });
  const timed = Object.entries<readonly MeasuresQuery[]>(measured).map(
    ([name, queries]) =>
      [name, batch.add({ statements: statementsOf(queries.map(metricsQueryOf), zone) })] as const,
  );
  return () => {
    const [[state], [backlog], changes] = stored().rows as [RollupState[], Backlog[], ChangeRow[]];
    const milliseconds = timed.map(([name, read]) => [
      name,
      read().milliseconds.reduce((sum, each) => sum + each, 0),
    ]);
    return {
      milliseconds: Object.fromEntries(milliseconds) as Record<Name, number>,
      pendingDays: pendingDays(changes, state!.time_zone),
      oldestPendingAt: backlog!.oldest,
      lastRefreshedAt: state!.last_refreshed_at,
      lastReconciledAt: state!.last_reconciled_at,
      reconcileDifferences: state!.reconcile_differences,
    };
  };
}
