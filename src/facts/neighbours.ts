import { outboundOf } from '../records/stored-body.ts';
import type { Interaction } from '../records/types.ts';
import { type FactEvent, interactionEvent, type PreviousStarts } from './event.ts';
import { nextCallSql, type OfOneSecond, previousCallSql } from './images.ts';

/** A call of the same customer whose start is read with a call: the last before it or the first after it. */
export type Neighbour = 'previous' | 'previousInDepartment' | 'next' | 'nextInDepartment';
export type Neighbours = ReadonlySet<Neighbour>;

/** What rebuilding rollups needs: they count calls by their previous ones. */
export const PREVIOUS_CALLS: Neighbours = new Set(['previous', 'previousInDepartment']);

/** The columns of `neighboursSql`: starts in the direction of the call and in the other; NULL if not wanted. */
export interface NeighboursRow {
  previous_same: number | null;
  previous_other: number | null;
  previous_department_same: number | null;
  previous_department_other: number | null;
  next_same: number | null;
  next_other: number | null;
  next_department_same: number | null;
  next_department_other: number | null;
}

/** A key for what is wanted. */
export function neighboursKey(wanted: Neighbours): string {
  return [...wanted].sort().join();
}

/**
 * SQL: the columns of NeighboursRow of the interaction `i` (an alias). Each start costs one row read, one in the direction
 * of the call two if those of its second are not left out.
 */
export function neighboursSql(i: string, wanted: Neighbours, ofOneSecond: OfOneSecond): string {
  const start = (neighbour: Neighbour, direction: 'same' | 'other'): string => {
    if (!wanted.has(neighbour)) return 'NULL';
    const isInDepartment = neighbour.endsWith('InDepartment');
    return neighbour.startsWith('next')
      ? nextStartSql(i, isInDepartment, direction, ofOneSecond)
      : previousCallSql(i, isInDepartment, direction, ofOneSecond);
  };
  const columns = {
    previous: 'previous',
    previous_department: 'previousInDepartment',
    next: 'next',
    next_department: 'nextInDepartment',
  } as const;
  return Object.entries(columns)
    .flatMap(([column, neighbour]) =>
      (['same', 'other'] as const).map((side) => `${start(neighbour, side)} AS ${column}_${side}`),
    )
    .join(', ');
}

function nextStartSql(
  i: string,
  isInDepartment: boolean,
  direction: 'same' | 'other',
  ofOneSecond: OfOneSecond,
): string {
  const own = outboundOf(i);
  const next = nextCallSql('started_at', {
    customer: `${i}.customer_id`,
    startedAt: `${i}.started_at`,
    id: `${i}.id`,
    direction: direction === 'same' ? `(${own})` : `(CASE WHEN ${own} IS NULL THEN 'outbound' END)`,
    department: isInDepartment ? `${i}.department_id` : undefined,
    ofOneSecond,
  });
  return `CASE WHEN ${i}.is_call = 1 AND ${i}.customer_id IS NOT NULL THEN ${next} END`;
}

/** The event of an interaction and the columns of `neighboursSql`. */
export function eventOfRow(interaction: Interaction, row: NeighboursRow): FactEvent {
  const event = interactionEvent(
    interaction,
    { inDirection: row.previous_same, inOther: row.previous_other },
    { inDirection: row.previous_department_same, inOther: row.previous_department_other },
  );
  const next = earliest({ inDirection: row.next_same, inOther: row.next_other });
  const nextInDepartment = earliest({
    inDirection: row.next_department_same,
    inOther: row.next_department_other,
  });
  return Object.assign(event, {
    ...(next !== null && { next }),
    ...(nextInDepartment !== null && { nextInDepartment }),
    ...(row.next_same !== null && { nextInDirection: row.next_same }),
    ...(row.next_department_same !== null && { nextInDepartmentAndDirection: row.next_department_same }),
  });
}

function earliest({ inDirection, inOther }: PreviousStarts): number | null {
  if (inDirection === null || inOther === null) return inDirection ?? inOther;
  return Math.min(inDirection, inOther);
}
