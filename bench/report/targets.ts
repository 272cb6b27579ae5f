import type { IngestMeasured } from '../ingest.ts';
import type { SizeMeasured } from '../size.ts';
import { allowance, settledAllowance } from './allowance.ts';
import { count, met, ms, table } from './format.ts';

type Verdict = [target: string, measured: string, verdict: string];

const RECORDS_A_SECOND = 2_000;
const WRITTEN_A_CALL = 30;
const REBUILD = { calls: 10_000, read: 60_000, written: 500 };
const CPU_MS = 10;
const CPU_PENDING_MS = 100;

/** Each target, what was measured, and whether it is met. */
export function targetsTable(sizes: readonly SizeMeasured[], ingest: IngestMeasured, days: number): string {
  const verdicts = [
    settledRows(sizes, days),
    sameAtEverySize(sizes),
    trips(sizes),
    ...kindRows(sizes, days),
    ...conditionRows(sizes, days),
    ...ingestVerdicts(ingest),
    ...rebuildVerdicts(sizes),
    ...cpuVerdicts(sizes, days),
  ];
  return table(['target', 'measured', ''], verdicts, 3);
}

function served(sizes: readonly SizeMeasured[]) {
  return sizes.flatMap(({ reads }) => reads.filter(({ measured }) => measured.status === 200));
}

function settledRows(sizes: readonly SizeMeasured[], days: number): Verdict {
  const reads = served(sizes).filter(({ read }) => read.kind === 'figures' && read.hasPeriod);
  const worst = Math.max(...reads.map(({ measured }) => measured.rowsRead));
  const most = settledAllowance(days);
  return [
    `a read over N = ${days} settled days: ≤ 2 N + 20 = ${most} rows`,
    `at most ${count(worst)}`,
    met(worst <= most),
  ];
}

function sameAtEverySize(sizes: readonly SizeMeasured[]): Verdict {
  const [first, ...others] = sizes;
  const target = `whatever the number of calls (${sizes.map(({ calls }) => count(calls)).join(', ')} a day)`;
  if (others.length === 0) return [target, 'one size was run', 'not measured'];
  const differing = (first?.reads ?? []).filter(
    ({ read, measured }, index) =>
      read.kind === 'figures' &&
      read.hasPeriod &&
      others.some(({ reads }) => reads[index]!.measured.rowsRead !== measured.rowsRead),
  );
  return [
    target,
    differing.length === 0 ? 'the same rows at every size' : `${differing.length} reads differ between sizes`,
    met(differing.length === 0),
  ];
}

function trips(sizes: readonly SizeMeasured[]): Verdict {
  const warm = Math.max(...served(sizes).map(({ measured }) => measured.trips));
  const cold = Math.max(...sizes.map(({ coldTrips }) => coldTrips));
  return ['1 trip to D1 warm, ≤ 3 cold', `${warm} warm, ${cold} cold`, met(warm <= 1 && cold <= 3)];
}

function kindRows(sizes: readonly SizeMeasured[], days: number): Verdict[] {
  const kinds = [
    ['list', 'lists: ≤ 2 N + 20 + offset + 4 rows an item'],
    ['search', 'phone search: ≤ 10 + 2 rows a match'],
  ] as const;
  return kinds.flatMap(([kind, target]): Verdict[] => {
    const reads = served(sizes).filter(({ read }) => read.kind === kind);
    if (reads.length === 0) return [[target, 'no such route yet', 'not measured']];
    const shares = reads.map(({ read, measured }) => measured.rowsRead / allowance(read, measured, days));
    const worst = Math.max(...shares);
    return [[target, `at most ${(worst * 100).toFixed(0)} % of that`, met(worst <= 1)]];
  });
}

function conditionRows(sizes: readonly SizeMeasured[], days: number): Verdict[] {
  const all = sizes.flatMap(({ conditions }) => conditions);
  const share = (isOf: (name: string) => boolean): number =>
    Math.max(
      ...all
        .filter(({ name }) => isOf(name))
        .flatMap(({ reads, granted }) =>
          reads.map(({ rowsRead }) => rowsRead / (settledAllowance(days) + granted)),
        ),
    );
  const isPending = (name: string): boolean => name.endsWith('pending');
  const pending = share(isPending);
  const ragged = share((name) => !isPending(name));
  const wrong = all.filter(({ differences }) => differences.length > 0);
  return [
    [
      'changes pending: ≤ 4 rows more a changed record',
      `at most ${percent(pending)} of that`,
      met(pending <= 1),
    ],
    [
      'ragged ends: ≤ 3 rows more a fact of the partial days',
      `at most ${percent(ragged)} of that`,
      met(ragged <= 1),
    ],
    [
      'figures equal plain SQL over the facts, under these conditions too',
      wrong.length === 0
        ? `${all.length} overviews compared, all equal`
        : `${wrong.length} of ${all.length} differ`,
      met(wrong.length === 0),
    ],
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

function ingestVerdicts({ paced, fast }: IngestMeasured): Verdict[] {
  const aCall = (paced.ingestWritten + paced.refreshWritten) / paced.calls;
  const best = Math.max(...fast.map(({ records, seconds }) => records / seconds));
  return [
    [
      `ingest: ≤ ${WRITTEN_A_CALL} rows written a call in all`,
      `${aCall.toFixed(1)} (a day of ${count(paced.records)} records and ${paced.refreshes} refreshes)`,
      met(aCall <= WRITTEN_A_CALL),
    ],
    [
      `ingest: ≥ ${count(RECORDS_A_SECOND)} records/s on two cores`,
      fast
        .map(
          ({ senders, records, seconds }) =>
            `${count(records / seconds)} with ${senders} sender${senders > 1 ? 's' : ''}`,
        )
        .join(', '),
      met(best >= RECORDS_A_SECOND),
    ],
  ];
}

function rebuildVerdicts(sizes: readonly SizeMeasured[]): Verdict[] {
  const size = sizes.find(({ calls }) => calls === REBUILD.calls);
  const target = `a day of ${count(REBUILD.calls)} calls: ≤ ${count(REBUILD.read)} rows read, ≤ ${REBUILD.written} written`;
  if (!size) return [[`rebuilding ${target}`, 'this size was not run', 'not measured']];
  const isMet = ({ rowsRead, rowsWritten }: typeof size.built): boolean =>
    rowsRead <= REBUILD.read && rowsWritten <= REBUILD.written;
  const words = ({ rowsRead, rowsWritten, milliseconds }: typeof size.built): string =>
    `${count(rowsRead)} read, ${count(rowsWritten)} written, ${ms(milliseconds)} ms`;
  return [
    [`rebuilding ${target} (every row was wrong)`, words(size.rebuilt), met(isMet(size.rebuilt))],
    [`building ${target} (for the first time)`, words(size.built), met(isMet(size.built))],
  ];
}

function cpuVerdicts(sizes: readonly SizeMeasured[], days: number): Verdict[] {
  const settled = Math.max(
    ...sizes.flatMap(({ reads, oneRow }) =>
      reads
        .filter(({ measured }) => measured.status === 200)
        .map(({ measured }) => measured.medianMs - oneRow.medianMs),
    ),
  );
  const pending = sizes.flatMap(({ conditions, oneRow }) =>
    conditions
      .filter(({ name }) => name.endsWith('pending'))
      .flatMap(({ name, reads }) =>
        reads.map(({ medianMs }) => ({ name, above: medianMs - oneRow.medianMs })),
      ),
  );
  const worst = pending.reduce((a, b) => (b.above > a.above ? b : a), { name: 'none', above: 0 });
  return [
    [
      `Worker CPU of a read: ≤ ${CPU_MS} ms at 30 settled days`,
      `estimated ≤ ${ms(settled)} ms at ${days} days`,
      met(settled <= CPU_MS),
    ],
    [
      `Worker CPU of a read: ≤ ${CPU_PENDING_MS} ms with 20,000 changes pending`,
      `estimated ≤ ${ms(worst.above)} ms with ${worst.name}; ingest lets no more than 5,000 wait`,
      met(worst.above <= CPU_PENDING_MS),
    ],
  ];
}
