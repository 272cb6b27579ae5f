import type { SizeMeasured } from '../size.ts';
import { allowance, allowanceFormula, settledAllowance } from './allowance.ts';
import { count, met, table } from './format.ts';

const sizes = (all: readonly SizeMeasured[]): string[] =>
  all.map(({ calls }) => `${count(calls)} calls a day`);

/** Rows and trips of every read over settled days, one column per size. */
export function rowsTable(all: readonly SizeMeasured[], days: number): string {
  const [first] = all;
  const head = ['read', 'with', 'may read', ...sizes(all), 'trips', 'bytes', ''];
  const rows = (first?.reads ?? []).map(({ read }, index) => {
    const measured = all.map(({ reads }) => reads[index]!);
    const last = measured.at(-1)!.measured;
    const isServed = measured.every(({ measured: { status } }) => status === 200);
    const isMet = measured.every(
      (each) => each.measured.rowsRead <= allowance(each.read, each.measured, days),
    );
    return [
      `${read.route.contract} ${read.route.path}`,
      read.variant || '–',
      allowanceFormula(read),
      ...measured.map(({ measured: { rowsRead, status } }) =>
        status === 200 ? count(rowsRead) : `answered ${status}`,
      ),
      count(last.trips),
      count(last.bytes),
      isServed ? met(isMet) : 'not served',
    ];
  });
  return table(head, rows, 3);
}

/** The cost of partial days, another time zone and pending changes. */
export function conditionsTable(all: readonly SizeMeasured[], days: number): string {
  const head = ['calls a day', 'condition', 'read', 'may read', 'rows read', 'median ms', '× one row', ''];
  const rows = all.flatMap(({ calls, conditions, oneRow }) =>
    conditions.flatMap(({ name, granted, grantedFor, reads }) =>
      reads.map(({ name: read, status, rowsRead, medianMs }) => [
        count(calls),
        name,
        read,
        `${count(settledAllowance(days) + granted)} (2 N + 20 + ${grantedFor})`,
        status === 200 ? count(rowsRead) : `answered ${status}`,
        medianMs.toFixed(1),
        (medianMs / oneRow.medianMs).toFixed(1),
        status === 200 ? met(rowsRead <= settledAllowance(days) + granted) : 'not served',
      ]),
    ),
  );
  return table(head, rows, 3);
}
