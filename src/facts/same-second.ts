import type { Interaction } from '../records/types.ts';
import type { Neighbours, NeighboursRow } from './neighbours.ts';

/** An interaction with the starts of its neighbours, calls of its own second left out. */
export interface WithNeighbours {
  interaction: Interaction;
  starts: NeighboursRow;
}

/**
 * Completes the starts of neighbours that were read without calls of the same second. `rows` must have all calls of every
 * second that they touch, ordered by start and id.
 */
export function withSameSecond(rows: readonly WithNeighbours[], wanted: Neighbours): WithNeighbours[] {
  const hasPrevious = wanted.has('previous') || wanted.has('previousInDepartment');
  const hasNext = wanted.has('next') || wanted.has('nextInDepartment');
  const later = hasPrevious ? completed(rows, wanted, 'previous') : [...rows];
  return hasNext ? completed(later.toReversed(), wanted, 'next').toReversed() : later;
}

/** In the order of `rows`, whoever comes after a call of the customer in the same second has it as its neighbour. */
function completed(
  rows: readonly WithNeighbours[],
  wanted: Neighbours,
  side: 'previous' | 'next',
): WithNeighbours[] {
  let second: number | undefined;
  const seen = new Set<string>();
  return rows.map((row) => {
    const { interaction, starts } = row;
    const at = interaction.started_at;
    if (at !== second) seen.clear();
    second = at;
    const { customer_id: customer, department_id: department } = interaction;
    if (interaction.kind !== 'call' || interaction.status === 'open' || customer === undefined) return row;
    const isOutbound = interaction.direction === 'outbound';
    const placeOf = (isOut: boolean, within?: string) => JSON.stringify([customer, isOut, within]);
    const isSeen = (isOut: boolean, within?: string) => seen.has(placeOf(isOut, within));
    const found: Partial<NeighboursRow> = {
      ...(wanted.has(side) && {
        ...(isSeen(isOutbound) && { [`${side}_same`]: at }),
        ...(isSeen(!isOutbound) && { [`${side}_other`]: at }),
      }),
      ...(wanted.has(`${side}InDepartment`) &&
        department !== undefined && {
          ...(isSeen(isOutbound, department) && { [`${side}_department_same`]: at }),
          ...(isSeen(!isOutbound, department) && { [`${side}_department_other`]: at }),
        }),
    };
    seen.add(placeOf(isOutbound));
    if (department !== undefined) seen.add(placeOf(isOutbound, department));
    return { interaction, starts: { ...starts, ...found } };
  });
}
