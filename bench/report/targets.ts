import { BOUNDS } from '../../src/bounds.ts';
import type { Condition } from '../conditions.ts';
import type { IngestMeasured } from '../ingest.ts';
import type { Measured } from '../measure.ts';
import type { SizeMeasured } from '../size.ts';
import { allowance, matchesOf, searchAllowance, settledAllowance } from './allowance.ts';
import { count, met, ms, table } from './format.ts';
import { bytesEach, type Stored } from './ingest.ts';
import { cpuAbove } from './times.ts';

type Verdict = [target: string, measured: string, verdict: string];

const RECORDS_A_SECOND = 2_000;
const WRITTEN_A_CALL = 8;
const BYTES_EACH = 1_200;
const SPILLED_SHARE = 0.02;
const REBUILD = { calls: 10_000, read: 60_000, written: 500 };
const CPU_MS = 10;
const CPU_PENDING_MS = 100;

/** Each target, the measured value, and whether it is met. */
export function targetsTable(
  {
    sizes,
    ingest,
    storage,
  }: { sizes: readonly SizeMeasured[]; ingest: IngestMeasured; storage: readonly Stored[] },
  days: number,
): string {
  const verdicts = [
    settledRows(sizes, days),
    sameAtEverySize(sizes),
    trips(sizes),
    listRows(sizes, days),
    ...searchRows(sizes),
    ...conditionRows(sizes, days),
    ...ingestVerdicts(ingest),
    ...storage.flatMap(storageVerdicts),
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
  const worst = Math.max(0, ...reads.map(({ measured }) => measured.rowsRead));
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

/** Searches are left out: they count the search, read what they find and write an audit entry. */
function trips(sizes: readonly SizeMeasured[]): Verdict {
  const reads = served(sizes).filter(({ read }) => read.kind !== 'search');
  const warm = Math.max(0, ...reads.map(({ measured }) => measured.trips));
  const cold = Math.max(...sizes.map(({ coldTrips }) => coldTrips));
  return [
    '1 trip to D1 warm, ≤ 3 cold (phone search aside)',
    `${warm} warm, ${cold} cold`,
    met(warm <= 1 && cold <= 3),
  ];
}

function listRows(sizes: readonly SizeMeasured[], days: number): Verdict {
  const target = 'lists: ≤ 2 N + 20 + offset + 4 rows an item';
  const reads = served(sizes).filter(({ read }) => read.kind === 'list');
  if (reads.length === 0) return [target, 'no list was read', 'not measured'];
  const shares = reads.map(({ read, measured }) => measured.rowsRead / allowance(read, measured, days));
  const worst = Math.max(...shares);
  return [target, `at most ${percent(worst)} of that`, met(worst <= 1)];
}

function searchRows(sizes: readonly SizeMeasured[]): Verdict[] {
  const searches = sizes.flatMap(({ calls, reads }) =>
    reads.filter(({ read }) => read.kind === 'search').map((each) => ({ ...each, calls })),
  );
  const target = 'phone search: ≤ 10 + 2 rows a match';
  if (searches.length === 0) return [[target, 'no search was run', 'not measured']];
  const variants = [...new Set(searches.map(({ read }) => read.variant))];
  return variants.map((variant): Verdict => {
    const ofVariant = searches.filter(({ read }) => read.variant === variant);
    const isMet = ofVariant.every(
      ({ measured }) => measured.status === 200 && measured.rowsRead <= searchAllowance(measured),
    );
    const found = ofVariant.map(({ calls, measured }) =>
      measured.status === 200
        ? `${count(measured.rowsRead)} rows of ${count(searchAllowance(measured))} (matches: ${count(matchesOf(measured))}) at ${count(calls)} calls a day`
        : `answered ${measured.status} at ${count(calls)} calls a day`,
    );
    return [`${target}, by ${variant}`, found.join('; '), met(isMet)];
  });
}

function conditionRows(sizes: readonly SizeMeasured[], days: number): Verdict[] {
  const all = sizes.flatMap(({ conditions }) => conditions);
  const isPending = ({ name }: Condition): boolean => name.endsWith('pending');
  const compared = all.filter(({ differences }) => differences !== undefined);
  const wrong = compared.filter(({ differences }) => differences?.length !== 0);
  return [
    conditionVerdict('changes pending: ≤ 4 rows more a changed record', all.filter(isPending), days),
    conditionVerdict(
      'ragged ends: ≤ 3 rows more a fact of the partial days',
      all.filter((condition) => !isPending(condition)),
      days,
    ),
    [
      'figures equal plain SQL over the facts, under these conditions too',
      `${compared.length} overviews compared, ${wrong.length === 0 ? 'all equal' : `${wrong.length} differ`}`,
      met(wrong.length === 0),
    ],
  ];
}

function conditionVerdict(target: string, conditions: readonly Condition[], days: number): Verdict {
  const reads = conditions.flatMap(({ reads, granted }) => reads.map((read) => ({ ...read, granted })));
  const answered = reads.filter(({ status }) => status === 200);
  const shares = answered.map(({ rowsRead, granted }) => rowsRead / (settledAllowance(days) + granted));
  const worst = Math.max(0, ...shares);
  const refused = reads.length - answered.length;
  const note = refused > 0 ? `; ${refused} of ${reads.length} reads answered 400` : '';
  return [target, `at most ${percent(worst)} of that${note}`, met(worst <= 1 && refused === 0)];
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

function storageVerdicts(stored: Stored): Verdict[] {
  const [each, share] = [bytesEach(stored), stored.spilled / stored.interactions];
  return [
    [
      `facts and indexes of the ${stored.of}: ≤ ${count(BYTES_EACH)} bytes an interaction`,
      count(each),
      met(each <= BYTES_EACH),
    ],
    [
      `rows that spill, of the ${stored.of}: < ${SPILLED_SHARE * 100} %`,
      `${(100 * share).toFixed(1)} %`,
      met(share < SPILLED_SHARE),
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
  const settled = sizes.flatMap(({ reads, oneRow }) =>
    reads
      .filter(({ read, measured }) => measured.status === 200 && read.kind !== 'search')
      .map(({ read, measured }) => estimate(`${read.route.path} ${read.variant}`.trim(), measured, oneRow)),
  );
  const pending = sizes.flatMap(({ conditions, oneRow }) =>
    conditions
      .filter(({ name }) => name.endsWith('pending'))
      .flatMap(({ name, reads }) =>
        reads.map((measured) => estimate(`${measured.name}, ${name}`, measured, oneRow)),
      ),
  );
  return [
    cpuVerdict(`Worker CPU of a read: ≤ ${CPU_MS} ms at 30 settled days`, settled, CPU_MS, `at ${days} days`),
    cpuVerdict(
      `Worker CPU of a read: ≤ ${CPU_PENDING_MS} ms with 20,000 changes pending`,
      pending,
      CPU_PENDING_MS,
      `ingest lets no more than ${BOUNDS.pendingChanges.value.toLocaleString('en-US')} wait`,
    ),
  ];
}

interface Estimate {
  name: string;
  byTime: number;
  byCpu: number | undefined;
}

function estimate(name: string, measured: Measured, oneRow: Measured): Estimate {
  return { name, byTime: measured.medianMs - oneRow.medianMs, byCpu: cpuAbove(measured, oneRow) };
}

/** Uses CPU time if the system reports it, else wall-clock time. */
function cpuVerdict(target: string, estimates: readonly Estimate[], most: number, note: string): Verdict {
  const best = ({ byCpu, byTime }: Estimate): number => byCpu ?? byTime;
  const [first, ...others] = estimates;
  if (!first) return [target, 'nothing was read', 'not measured'];
  const worst = others.reduce((a, b) => (best(b) > best(a) ? b : a), first);
  const clock = Math.max(...estimates.map(({ byTime }) => byTime));
  const measured = `estimated ≤ ${ms(best(worst))} ms (${worst.name}); by the clock ≤ ${ms(clock)} ms; ${note}`;
  return [target, measured, met(best(worst) <= most)];
}
