import { describe, expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import type { FactEvent } from '../../src/facts/event.ts';
import { type Accumulator, intervalOf } from '../../src/rollups/accumulator.ts';
import { BASE_MEASURES, baseMeasureIndex } from '../../src/rollups/base-measures.ts';
import { BREAKDOWNS, isDated } from '../../src/rollups/breakdowns.ts';
import { CELL_HISTOGRAMS } from '../../src/rollups/cell-histograms.ts';
import type { BreakdownSums, CellSums } from '../../src/rollups/cell-sums.ts';
import { COLUMNS, columnSql, decode, type EncodedRow, encode } from '../../src/rollups/codec.ts';
import { PARTS } from '../../src/rollups/columns.ts';
import { EVERYTHING, isShared, isSplit, NONE } from '../../src/rollups/dimensions.ts';
import { isCustomersCall } from '../../src/rollups/fold.ts';
import { HISTOGRAMS } from '../../src/rollups/histograms.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { ROW_BOUNDS } from '../../src/rollups/row-bounds.ts';
import { addCounts, addVector, type CountsByInterval, isHeld, zeros } from '../../src/rollups/sums.ts';
import { localDay } from '../../src/time/zones.ts';
import { FactsModel } from '../oracle/facts-model.ts';
import { RandomFacts } from '../oracle/random-facts.ts';
import { seeded } from '../oracle/random-span.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { far, History } from './support.ts';

interface Row extends EncodedRow {
  dimension: string;
  member: string;
  day: number;
}

const KEY = 'r.dimension AS dimension, r.member AS member, r.day AS day';
const ROWS = statement<Row>(`
  SELECT ${KEY}, ${COLUMNS.map((name) => `r.${name} AS ${name}`).join(', ')} FROM rollups r WHERE r.tenant = ?1`);
/** Some parts at a time: a result has at most 100 columns. */
const READ_IN_PARTS = [0, 1, 2]
  .map((third) => PARTS.filter((_, at) => at % 3 === third))
  .map((parts) =>
    statement<Row>(`
  SELECT ${KEY}, ${parts.map(({ column }) => `${columnSql(column, 'r')} AS ${column}`).join(', ')}
  FROM rollups r WHERE r.tenant = ?1`),
  );

const ZONE = 'America/St_Johns';
const DAYS = { start: 20_540 * 86_400, end: 20_543 * 86_400 };
const CROWDED = { ...ROW_BOUNDS, members: 1 };

const cellsOf = ({ named, others }: BreakdownSums): CellSums[] => [
  ...named.values(),
  ...(others ? [others] : []),
];
const summed = (vectors: Iterable<readonly number[]>, length: number): number[] => {
  const sum = zeros(length);
  for (const vector of vectors) addVector(sum, vector);
  return sum;
};
/** Counts without zeros, sorted. */
const counts = (maps: Iterable<ReadonlyMap<number, number>>): [number, number][] => {
  const sum = new Map<number, number>();
  for (const map of maps) addCounts(sum, map);
  return [...sum].filter(([, count]) => count !== 0).sort(([a], [b]) => a - b);
};
const byInterval = (bins: CountsByInterval = new Map()) => bins.values();

/** Everything that is kept twice must agree: the day and its intervals, the row and its cells. */
function check({ dimension, day }: Row, accumulator: Accumulator, hint: string): void {
  const undated = BASE_MEASURES.flatMap(({ dated }, index) => (dated ? [] : [index]));
  const total = summed(accumulator.intervals.values(), BASE_MEASURES.length);
  for (const index of undated) expect(accumulator.baseMeasures[index], hint).toBe(total[index]);
  for (const breakdown of BREAKDOWNS.filter((each) => !isDated(each))) {
    const sums = accumulator.breakdowns[breakdown.name];
    if (!sums) continue;
    const length = breakdown.baseMeasures.length;
    for (const cell of cellsOf(sums))
      expect(summed(cell.intervals.values(), length), `${hint} ${breakdown.name}`).toEqual(cell.day);
    const [only] = breakdown.of;
    if (breakdown.of.length === 1 && isSplit(only!)) continue;
    if (breakdown.of.some(isShared)) continue;
    const indexes = breakdown.baseMeasures.map((name) => baseMeasureIndex(name)!);
    const ofCells = summed(
      cellsOf(sums).map((cell) => cell.day),
      length,
    );
    expect(ofCells, `${hint} ${breakdown.name}`).toEqual(
      indexes.map((index) => accumulator.baseMeasures[index]),
    );
  }
  for (const { name } of HISTOGRAMS) {
    const intervals = byInterval(accumulator.histogramIntervals[name]);
    expect(counts(intervals), `${hint} ${name}`).toEqual(counts([accumulator.histograms[name] ?? new Map()]));
  }
  for (const { breakdown, histogram, within } of CELL_HISTOGRAMS) {
    if (!within.includes(dimension as 'agent')) continue;
    const sums = accumulator.breakdowns[breakdown.name] ?? { named: new Map(), others: undefined };
    const ofCells = cellsOf(sums).flatMap(({ histograms }) => [...byInterval(histograms[histogram.name])]);
    expect(counts(ofCells), hint).toEqual(counts([accumulator.histograms[histogram.name] ?? new Map()]));
  }
  for (const [interval] of accumulator.intervals) expect(localDay(ZONE, interval * 900), hint).toBe(day);
}

interface Played {
  tenant: TestTenant;
  events: FactEvent[];
  rows: { row: Row; accumulator: Accumulator }[];
}

async function played(seed: number, bounds = ROW_BOUNDS): Promise<Played> {
  const tenant = await freshTenant({ timeZone: ZONE });
  const history = new History(tenant, seed);
  const facts = new RandomFacts(seeded(seed), DAYS);
  const model = new FactsModel();
  for (let piece = 0; piece < 4; piece += 1) {
    const records = Array.from({ length: 30 }, () => facts.record());
    for (const record of await history.store(records)) if (record.type !== 'customer') model.apply(record);
    await refresh(tenant, { deadline: far(), bounds });
  }
  const [rows] = await tenant.store.batch([ROWS.with()]);
  const decoded = rows.map((row) => ({ row, accumulator: decode(row, ZONE, row.day) }));
  return { tenant, events: model.events(), rows: decoded };
}

describe.each([
  [11, ROW_BOUNDS],
  [12, ROW_BOUNDS],
  [13, CROWDED],
])('rows of random history %i', (seed, bounds) => {
  test('agree with themselves, part by part', async () => {
    const { tenant, rows, events } = await played(seed, bounds);
    const results = await tenant.store.batch(READ_IN_PARTS.map((each) => each.with()));
    const inParts = rows.map((_, index): Row => Object.assign({}, ...results.map((third) => third[index])));
    for (const [index, { row, accumulator }] of rows.entries()) {
      const hint = `${row.dimension} ${row.member} ${row.day}`;
      check(row, accumulator, hint);
      expect(decode(inParts[index]!, ZONE, row.day), hint).toEqual(accumulator);
      expect(encode(accumulator, ZONE, row.day), hint).toEqual(
        Object.fromEntries(COLUMNS.map((column) => [column, row[column]])),
      );
    }
    expect(
      rows.some(({ accumulator }) => isHeld(accumulator.breakdowns.agents?.named.get(NONE)?.day ?? [])),
    ).toBe(true);
    expect(new Set(rows.map(({ row }) => row.dimension)).size).toBeGreaterThan(8);
    checkCustomers(rows, events, seed);
    checkDirections(rows, events);
  });
});

/** Distinct customers of any range of intervals, by row and by plain counting. */
function checkCustomers(rows: Played['rows'], events: readonly FactEvent[], seed: number): void {
  const random = seeded(seed);
  const last = intervalOf(DAYS.end) + 96;
  for (let range = 0; range < 40; range += 1) {
    const ends = [random(), random()].map(
      (at) => intervalOf(DAYS.start) - 96 + Math.floor(at * (last - intervalOf(DAYS.start) + 96)),
    );
    const [from, to] = [Math.min(...ends), Math.max(...ends)];
    for (const [dimension, member] of [
      ['all', EVERYTHING],
      ['department', 'department0'],
    ]) {
      let counted = 0;
      for (const { row, accumulator } of rows) {
        if (row.dimension !== dimension || row.member !== member) continue;
        for (const [interval, calls] of accumulator.customerIntervals) {
          if (interval < from || interval >= to) continue;
          for (const [previous, count] of calls) if (previous < from) counted += count;
        }
      }
      const calls = events
        .filter(isCustomersCall)
        .filter(({ at }) => intervalOf(at) >= from && intervalOf(at) < to);
      const own = calls.filter(
        ({ interaction }) => dimension === 'all' || interaction.department_id === member,
      );
      expect(counted, `${dimension} ${from} ${to}`).toBe(
        new Set(own.map((call) => call.interaction.customer_id)).size,
      );
    }
  }
}

/** The outbound part of each row is the fold of its outbound events, and the row without it that of the others. */
function checkDirections(rows: Played['rows'], events: readonly FactEvent[]): void {
  const index = baseMeasureIndex('ended')!;
  const sums = { inbound: 0, outbound: 0 };
  const counted = { inbound: 0, outbound: 0 };
  for (const { row, accumulator } of rows) {
    if (row.dimension !== 'agent') continue;
    const outbound = accumulator.outbound?.baseMeasures[index] ?? 0;
    sums.outbound += outbound;
    sums.inbound += accumulator.baseMeasures[index]! - outbound;
  }
  for (const event of events) {
    if (event.source !== 'interaction' || event.interaction.status === 'open') continue;
    if (event.interaction.agent_id) counted[event.interaction.direction] += 1;
  }
  expect(counted.outbound).toBeGreaterThan(0);
  expect(sums).toEqual(counted);
}
