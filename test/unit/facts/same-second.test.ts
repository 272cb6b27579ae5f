import { describe, expect, test } from 'vitest';
import type { Neighbour, NeighboursRow } from '../../../src/facts/neighbours.ts';
import { withSameSecond } from '../../../src/facts/same-second.ts';
import type { Interaction } from '../../../src/records/types.ts';

const NONE: NeighboursRow = {
  ...{ previous_same: null, previous_other: null },
  ...{ previous_department_same: null, previous_department_other: null },
  ...{ next_same: null, next_other: null, next_department_same: null, next_department_other: null },
};

/** A call of customer c at an instant; `read` are starts that a query found. */
function row(started_at: number, fields: Partial<Interaction> = {}, read: Partial<NeighboursRow> = {}) {
  const call = { kind: 'call', status: 'completed', direction: 'inbound', customer_id: 'c', started_at };
  return { interaction: { ...call, ...fields } as Interaction, starts: { ...NONE, ...read } };
}

/** The starts that each row has in the end, without those that are null. */
function startsOf(rows: ReturnType<typeof row>[], ...wanted: Neighbour[]) {
  return withSameSecond(rows, new Set(wanted)).map(({ starts }) =>
    Object.fromEntries(Object.entries(starts).filter(([, at]) => at !== null)),
  );
}

describe('withSameSecond', () => {
  test('the call before in the same second takes the place of the one that was read', () => {
    const before = { previous_same: 3, previous_other: 4 };
    expect(
      startsOf([row(9, {}, before), row(9, {}, before), row(10, {}, { previous_same: 9 })], 'previous'),
    ).toEqual([
      { previous_same: 3, previous_other: 4 },
      { previous_same: 9, previous_other: 4 },
      { previous_same: 9 },
    ]);
  });

  test('directions, departments and customers are told apart', () => {
    const rows = [
      row(9, { direction: 'outbound', department_id: 'a' }),
      row(9, { department_id: 'a' }),
      row(9, { department_id: 'b' }),
      row(9, { customer_id: 'other', department_id: 'b' }),
      row(9),
    ];
    expect(startsOf(rows, 'previous', 'previousInDepartment')).toEqual([
      {},
      { previous_other: 9, previous_department_other: 9 },
      { previous_same: 9, previous_other: 9 },
      {},
      { previous_same: 9, previous_other: 9 },
    ]);
  });

  test('the next call of the same second is the first after it', () => {
    expect(startsOf([row(9, {}, { next_same: 12 }), row(9, {}, { next_same: 12 })], 'next')).toEqual([
      { next_same: 9 },
      { next_same: 12 },
    ]);
  });

  test('only ended calls of known customers are neighbours', () => {
    const { customer_id: _, ...unknown } = row(9).interaction;
    const rows = [
      row(9, { status: 'open' }),
      row(9, { kind: 'conversation' }),
      { interaction: unknown as Interaction, starts: NONE },
      row(9),
    ];
    expect(startsOf(rows, 'previous', 'next')).toEqual([{}, {}, {}, {}]);
  });

  test('what was not asked for stays out', () => {
    expect(startsOf([row(9), row(9)])).toEqual([{}, {}]);
    expect(
      startsOf([row(9, { department_id: 'a' }), row(9, { department_id: 'a' })], 'nextInDepartment'),
    ).toEqual([{ next_department_same: 9 }, {}]);
  });
});
