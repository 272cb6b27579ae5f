import { type AuditedContext, auditQuery } from '../audit/entry.ts';
import { BOUNDS } from '../bounds.ts';
import { isTransactionConflict } from '../db/conflict.ts';
import type { BoundStatement } from '../db/statement.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import { invalidInput } from '../error-list.ts';
import { Conflict, type FieldError, NotFound } from '../errors.ts';
import { combinationName, combinationsIn } from '../rollups/combinations.ts';
import type { DimensionName } from '../rollups/dimensions.ts';
import { type RollupState, readRollupState } from '../rollups/state.ts';
import {
  putCombinations,
  rowsOfDay,
  type WantedCombination,
  wantedCombinations,
} from '../rollups/wanted-combinations.ts';
import { localDay } from '../time/zones.ts';
import { dimensionRefusal, metricRefusal } from './combinable.ts';
import { type DimensionsOwner, memberDimensionsOf } from './dimensions.ts';
import type { Metric } from './metric.ts';
import { findMetric, METRICS } from './metrics.ts';
import { nearestNames } from './nearest-names.ts';
import { ownMetrics } from './own-metrics.ts';

const MOST = BOUNDS.combinationsPerTenant.value;

/** A combination of dimensions whose figures a tenant wants to be ready, and whether they are. */
export interface CombinationStatus extends WantedCombination {
  name: string;
  state: 'building' | 'ready';
  /** Rows of yesterday; null until it is ready. */
  rowsPerDay: number | null;
}

/** Lists the combinations of a tenant, oldest first. */
export async function listCombinations(context: TimedContext): Promise<CombinationStatus[]> {
  const state = await stateOf(context);
  const wanted = wantedCombinations(state);
  const ready = new Set<string>(combinationsIn(state.layout).map(({ name }) => name));
  const yesterday = localDay(state.time_zone, context.now) - 1;
  const built = wanted.filter(({ dimensions }) => ready.has(combinationName(dimensions)));
  const counts =
    built.length === 0
      ? []
      : await context.store.batch(built.map(({ dimensions }) => rowsOfDay(state, dimensions, yesterday)));
  return wanted.map((each) => {
    const at = built.indexOf(each);
    return {
      ...each,
      name: idOf(each.dimensions),
      state: at === -1 ? 'building' : 'ready',
      rowsPerDay: counts[at]?.[0]?.rows ?? null,
    };
  });
}

/**
 * Declares a combination; cron builds its figures over all history. Throws InvalidInput for what cannot be combined,
 * Conflict if these dimensions are combined already or the tenant has the maximum number.
 */
export async function createCombination(
  context: AuditedContext & { tenant: DimensionsOwner },
  asked: Pick<WantedCombination, 'dimensions' | 'metrics'>,
): Promise<CombinationStatus> {
  const isOfCatalogue = asked.metrics.every((metric) => findMetric(metric));
  check(asked, memberDimensionsOf(context.tenant), isOfCatalogue ? [] : await ownMetrics(context));
  const state = await stateOf(context);
  const wanted = wantedCombinations(state);
  const name = idOf(asked.dimensions);
  if (wanted.some(({ dimensions }) => idOf(dimensions) === name))
    throw new Conflict(`These dimensions are combined already, as ${name}.`);
  if (wanted.length >= MOST)
    throw new Conflict(`This tenant has the maximum of ${MOST} combinations. Delete one first.`);
  const made: WantedCombination = { ...asked, created_at: context.now };
  const details = { dimensions: asked.dimensions, metrics: asked.metrics };
  await put(
    context,
    state,
    [...wanted, made],
    [
      auditQuery(
        { action: 'combination_created', actor: context.actor, subject: name, details },
        context.now,
      ),
    ],
  );
  return { ...made, name, state: 'building', rowsPerDay: null };
}

/** Deletes a combination by name; cron drops its rows. Throws NotFound for an unknown name. */
export async function deleteCombination(context: AuditedContext, name: string): Promise<void> {
  const state = await stateOf(context);
  const wanted = wantedCombinations(state);
  const others = wanted.filter(({ dimensions }) => idOf(dimensions) !== name);
  if (others.length === wanted.length) throw new NotFound('The tenant has no combination of this name.');
  await put(context, state, others, [
    auditQuery({ action: 'combination_deleted', actor: context.actor, subject: name }, context.now),
  ]);
}

/** How a combination is named in paths: its dimensions in alphabetical order. */
function idOf(dimensions: readonly DimensionName[]): string {
  return dimensions.toSorted().join('+');
}

function check(
  { dimensions, metrics }: Pick<WantedCombination, 'dimensions' | 'metrics'>,
  known: readonly DimensionName[],
  own: readonly Metric[],
): void {
  const errors: FieldError[] = [];
  for (const [index, dimension] of dimensions.entries()) {
    const path = `dimensions.${index}`;
    if (dimensions.indexOf(dimension) < index) errors.push({ path, message: 'Must not be listed twice.' });
    const refusal = known.includes(dimension)
      ? dimensionRefusal(dimension)
      : `Must be declared as a dimension, by PUT /api/v1/attributes.`;
    if (refusal) errors.push({ path, message: refusal });
  }
  for (const [index, name] of metrics.entries()) {
    const path = `metrics.${index}`;
    const metric = findMetric(name, own);
    if (!metric) {
      const near = nearestNames(
        name,
        [...METRICS, ...own].map((each) => each.name),
      );
      const hint = near.length > 0 ? ` The nearest names are ${near.join(', ')}.` : '';
      errors.push({ path, message: `Unknown metric.${hint}` });
      continue;
    }
    const refusal = metricRefusal(metric, dimensions);
    if (refusal) errors.push({ path, message: refusal });
  }
  if (errors.length > 0) throw invalidInput('The combination', errors);
}

async function stateOf(context: TimedContext): Promise<RollupState> {
  const state = await readRollupState(context);
  if (!state) throw new NotFound('The tenant is being removed.');
  return state;
}

async function put(
  { store }: TimedContext,
  state: RollupState,
  wanted: readonly WantedCombination[],
  entries: readonly BoundStatement[],
): Promise<void> {
  try {
    await store.batch([...putCombinations(state, wanted), ...entries]);
  } catch (error) {
    if (!isTransactionConflict(error)) throw error;
    throw new Conflict('The combinations were changed at the same time. Send the change again.', 1);
  }
}
