import type { Measured } from '../measure.ts';
import type { SizeMeasured } from '../size.ts';
import { count, ms, table } from './format.ts';

/** Median and p99 of every read of one size, compared with an empty route and one row of D1. */
export function timesTable({ reads, empty, oneRow }: SizeMeasured): string {
  const head = [
    'read',
    'with',
    'median ms',
    'p99 ms',
    '× empty',
    '× one row',
    'above one row, ms',
    'CPU, ms',
    'CPU above one row, ms',
  ];
  const cpu = (milliseconds: number | undefined): string => milliseconds?.toFixed(1) ?? '–';
  const line = (name: string, variant: string, measured: typeof empty): string[] => [
    name,
    variant || '–',
    ms(measured.medianMs),
    ms(measured.p99Ms),
    (measured.medianMs / empty.medianMs).toFixed(1),
    (measured.medianMs / oneRow.medianMs).toFixed(1),
    (measured.medianMs - oneRow.medianMs).toFixed(1),
    cpu(measured.cpuMs),
    cpu(cpuAbove(measured, oneRow)),
  ];
  const rows = [
    line('empty route', '', empty),
    line('one row of D1', '', oneRow),
    ...reads
      .filter(({ measured }) => measured.status === 200)
      .map(({ read, measured }) => line(`${read.route.contract} ${read.route.path}`, read.variant, measured)),
  ];
  return table(head, rows, 2);
}

/** CPU of a read above that of reading one row of D1; undefined if the system does not report it. */
export function cpuAbove({ cpuMs }: Measured, oneRow: Measured): number | undefined {
  return cpuMs === undefined || oneRow.cpuMs === undefined ? undefined : cpuMs - oneRow.cpuMs;
}

/** Warm requests with and without the limiter. */
export function limiterTable(all: readonly SizeMeasured[]): string {
  const head = ['calls a day', 'read', 'median ms', 'without', 'more', 'CPU, ms', 'without', 'more'];
  const rows = all.flatMap(({ calls, limiter }) =>
    limiter.map(({ name, limited, unlimited }) => [
      count(calls),
      name,
      ...compared(limited.medianMs, unlimited.medianMs),
      ...compared(limited.cpuMs, unlimited.cpuMs),
    ]),
  );
  return table(head, rows, 2);
}

function compared(limited: number | undefined, unlimited: number | undefined): string[] {
  if (limited === undefined || unlimited === undefined) return ['–', '–', '–'];
  return [limited, unlimited, limited - unlimited].map((milliseconds) => milliseconds.toFixed(1));
}

/** Kinds of queries, compared with one SQL query over the facts that has the same result. */
export function queriesTable(all: readonly SizeMeasured[]): string {
  const head = [
    'calls a day',
    'query',
    'rows by SQL',
    'rows',
    'ms by SQL',
    'ms',
    'times faster',
    'figures equal',
  ];
  const rows = all.flatMap(({ calls, queries }) =>
    queries.map((each) => [
      count(calls),
      each.name,
      count(each.rowsBySql),
      each.status === 200 ? count(each.rowsRead) : `answered ${each.status}`,
      ms(each.millisecondsBySql),
      ms(each.milliseconds),
      (each.millisecondsBySql / each.milliseconds).toFixed(1),
      each.differences.length === 0 ? 'yes' : `**no**: ${each.differences[0]}`,
    ]),
  );
  return table(head, rows, 2);
}

/** The routes of calls, compared in the same way. */
export function rawTable(all: readonly SizeMeasured[]): string {
  const head = [
    'calls a day',
    'figures',
    'rows by SQL',
    'rows by route',
    'ms by SQL',
    'ms by route',
    'times faster',
    'figures equal',
  ];
  const rows = all.flatMap(({ calls, raw, reads }) =>
    raw.flatMap(({ figures, rowsRead, milliseconds, differences }) => {
      const route = reads.find(
        ({ read }) =>
          read.route.contract === 'calls' && read.variant === '' && read.route.path.endsWith(figures),
      );
      if (!route) return [];
      const { measured } = route;
      return [
        [
          count(calls),
          figures,
          count(rowsRead),
          count(measured.rowsRead),
          ms(milliseconds),
          ms(measured.medianMs),
          (milliseconds / measured.medianMs).toFixed(1),
          differences.length === 0 ? 'yes' : `**no**: ${differences[0]}`,
        ],
      ];
    }),
  );
  return table(head, rows, 2);
}
