import { isTransactionConflict } from '../db/conflict.ts';
import { MOVES_FIGURES } from '../db/data-version.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { COLUMNS } from './codec.ts';
import { computeDay, RollupsMoved, UnreadableChanges } from './compute-day.ts';
import { DayAccumulators, nameAs, type RowKey } from './day-accumulators.ts';
import { setAside } from './quarantine.ts';
import { ROW_BOUNDS, type RowBounds } from './row-bounds.ts';
import { type Generation, type RollupRow, replaceQueries } from './rows.ts';
import { fenced, type RollupState, SELECT_STATE } from './state.ts';

const statement = statementsIn('rollups');

const MAX_ATTEMPTS = 5;
/** Rows of a day to compute at once. A day with more rows takes several passes over its facts. */
const MAX_ROWS = 10_000;

const SELECT_ROWS = statement<RollupRow>(`
  SELECT r.dimension AS dimension, r.member AS member, r.day AS day, ${COLUMNS.map((name) => `r.${name} AS ${name}`).join(', ')}
  FROM rollups r INDEXED BY rollups_by_day WHERE r.tenant = ?1 AND r.generation = ?2 AND r.day = ?3
    AND (r.dimension, r.member) > (?4, ?5)
  ORDER BY r.dimension, r.member LIMIT ?6`);

export interface Rebuild {
  /** The local day. */
  day: number;
  /** Selects the generation from the current state; undefined: nothing to do. */
  target(state: RollupState): Generation | undefined;
  /** Queries to add to the transaction that completes the day. */
  extra?: readonly BoundStatement[];
  bounds?: RowBounds;
  maxRows?: number;
  /** See `ComputedDay`. */
  pieceRows?: number;
}

/**
 * Makes the rows of one local day of a generation match the facts. Writes only rows that differ and returns how many
 * did. Safe to run during ingest and
 * refresh: retried if a refresh interferes. Each pass over a large day is one transaction.
 */
export async function rebuildDay(context: StoreContext, rebuild: Rebuild): Promise<number> {
  const mustBeWhole = (rebuild.extra ?? []).length > 0;
  let progress: Progress = { differences: 0 };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const [[state]] = await context.store.batch([SELECT_STATE.with()]);
      if (mustBeWhole && progress.version !== undefined && state?.version !== progress.version) {
        throw new RollupsMoved();
      }
      const generation = (mustBeWhole && progress.generation) || (state && rebuild.target(state));
      if (!state || !generation) return progress.differences;
      const { version } = state;
      const isServing = generation.generation === state.generation;
      progress = await onePass(context, rebuild, { ...progress, generation, version, isServing });
      if (!progress.after) return progress.differences;
      attempt = 0;
    } catch (error) {
      if (attempt === MAX_ATTEMPTS) throw error;
      if (error instanceof UnreadableChanges) await setAsideAll(context, error);
      else if (!(error instanceof RollupsMoved || isTransactionConflict(error))) throw error;
      if (mustBeWhole) progress = { differences: 0 };
    }
  }
}

/** Progress of a rebuild: the last row done, and the version and generation it continues with. */
interface Progress {
  differences: number;
  after?: RowKey | undefined;
  version?: number;
  generation?: Generation;
}

interface Pass extends Progress {
  generation: Generation;
  version: number;
  /** Whether reads are answered from this generation. */
  isServing: boolean;
}

async function onePass(
  context: StoreContext,
  { day, extra = [], bounds = ROW_BOUNDS, maxRows = MAX_ROWS, pieceRows }: Rebuild,
  { differences, after, generation, version, isServing }: Pass,
): Promise<Progress> {
  const { store } = context;
  const { dimension, member } = after ?? { dimension: '', member: '' };
  const [rows] = await store.batch([
    SELECT_ROWS.with(generation.generation, day, dimension, member, maxRows + 1),
  ]);
  const last = rows.length > maxRows ? rows[maxRows - 1] : undefined;
  const upTo = last && { dimension: last.dimension, member: last.member };
  const accumulators = new DayAccumulators({ after, upTo }, maxRows);
  for (const row of rows) {
    nameAs(() => accumulators.at(row.dimension, row.member, day), row, generation.zone, day);
  }
  const { zone, layout } = generation;
  await computeDay(context, { zone, layout, day, version, pieceRows, accumulators, members: bounds.members });
  const stored = rows.filter((row) => accumulators.holds({ dimension: row.dimension, member: row.member }));
  const replaced = replaceQueries(stored, accumulators.accumulators, generation, bounds);
  const isLast = accumulators.range.upTo === undefined;
  const isCorrected = isServing && replaced.differences > 0;
  const queries = [...replaced.queries, ...(isLast ? extra : []), ...(isCorrected ? [MOVES_FIGURES] : [])];
  const { fence, advance } = fenced(version);
  await store.batch([fence, ...queries, ...(queries.length > 0 ? [advance] : [])]);
  return {
    differences: differences + replaced.differences,
    after: accumulators.range.upTo,
    version: version + (queries.length > 0 ? 1 : 0),
    generation,
  };
}

async function setAsideAll(context: StoreContext, { errors }: UnreadableChanges): Promise<void> {
  const [cause] = errors;
  await setAside(context, { changes: errors.map(({ change }) => change), cause });
}
