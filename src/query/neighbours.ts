import type { FactEvent } from '../facts/event.ts';
import type { Neighbour, Neighbours } from '../facts/neighbours.ts';
import { intervalOf } from '../rollups/accumulator.ts';
import type { DimensionName } from '../rollups/dimensions.ts';
import { conditionsOf } from './conditions.ts';
import { isNeighbourInput, type NeighbourInput, withinOf } from './measures/neighbour-inputs.ts';
import { dimensionsOf, type MetricsQuery } from './query.ts';

type CallEvent = FactEvent & { source: 'interaction' };

/**
 * Whether a call of a known customer counts for an input. If `asked` tells departments or directions apart, only calls in
 * the same one are compared; a call without a department has none to compare with.
 */
export function countsAsNeighbour(
  call: CallEvent,
  input: NeighbourInput,
  asked: readonly DimensionName[],
): boolean {
  const within = withinOf(input);
  if (!within) return true;
  const neighbour = within.kind === 'returned' ? 'previous' : 'next';
  const at = call[`${neighbour}${scopeOf(asked)}`];
  return at !== undefined && Math.abs(intervalOf(at) - intervalOf(call.at)) <= within.quarters;
}

function scopeOf(asked: readonly DimensionName[]) {
  const isInDirection = asked.includes('direction');
  if (asked.includes('department')) return isInDirection ? 'InDepartmentAndDirection' : 'InDepartment';
  return isInDirection ? 'InDirection' : '';
}

/** The other calls of a customer that have to be read with each call that is read as a fact. */
export function neighboursNeeded(queries: readonly MetricsQuery[]): Neighbours {
  return new Set(queries.flatMap(neededBy));
}

function neededBy({ inputs, filter, by }: MetricsQuery): Neighbour[] {
  const asked = [...conditionsOf(filter).map(({ dimension }) => dimension), ...dimensionsOf(by)];
  const isInDepartment = asked.includes('department');
  const compared = inputs.filter(isNeighbourInput).flatMap((input): Neighbour[] => {
    const kind = withinOf(input)?.kind;
    if (kind === undefined) return [];
    if (kind === 'returned') return [isInDepartment ? 'previousInDepartment' : 'previous'];
    return [isInDepartment ? 'nextInDepartment' : 'next'];
  });
  return inputs.includes('new_customers') ? [...compared, 'previous'] : compared;
}
