import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Accumulator,
  addAccumulator,
  breakdownAt,
  emptyAccumulator,
} from '../../../src/rollups/accumulator.ts';
import { baseMeasureIndex } from '../../../src/rollups/base-measures.ts';
import { BREAKDOWNS } from '../../../src/rollups/breakdowns.ts';
import { type CellSums, countingCell } from '../../../src/rollups/cell-sums.ts';
import { decode, type EncodedRow, encode, firstInterval, InexactSum } from '../../../src/rollups/codec.ts';
import { coarsen, LAST_LEVEL } from '../../../src/rollups/deadline-levels.ts';
import { type Deadline, deadlineKey, deadlineOf, TARGETS } from '../../../src/rollups/deadlines.ts';
import { NONE, OTHERS } from '../../../src/rollups/dimensions.ts';
import { encodeWithin, ROW_BOUNDS } from '../../../src/rollups/row-bounds.ts';
import { vectorAt } from '../../../src/rollups/sums.ts';

const DAY = 20_541;
const ZONE = 'Asia/Kathmandu';
const FIRST = firstInterval(ZONE, DAY);
const TOPICS = BREAKDOWNS.find(({ name }) => name === 'topics')!;

/** An accumulator with so many conversations of each topic. */
function topics(counts: Readonly<Record<string, number>>): Accumulator {
  const accumulator = emptyAccumulator();
  for (const [topic, count] of Object.entries(counts)) {
    const cell = countingCell(breakdownAt(accumulator, 'topics'), topic, TOPICS);
    cell.day[0]! += count;
    vectorAt(cell.intervals, FIRST + (topic.codePointAt(0)! % 3), 1)[0]! += count;
    accumulator.baseMeasures[baseMeasureIndex('conversations')!]! += count;
  }
  return accumulator;
}

const stored = (accumulator: Accumulator, members: number) =>
  encodeWithin(accumulator, ZONE, DAY, { ...ROW_BOUNDS, members })!;
const topicsOf = (text: string): unknown => JSON.parse(text).slice(1);
/** Sums over the intervals, in the form of `topicsOf`. */
const overIntervals = (row: EncodedRow): unknown => {
  const { named, others } = breakdownAt(
    decode({ breakdown_intervals: row.breakdown_intervals }, ZONE, DAY),
    'topics',
  );
  const sum = ({ intervals }: CellSums): number[] => [
    [...intervals.values()].reduce((all, [count]) => all + count!, 0),
  ];
  return [
    Object.fromEntries([...named].map(([key, cell]) => [key, sum(cell)])),
    ...(others ? [sum(others)] : []),
  ];
};

describe('members of a table', () => {
  test.each<[Record<string, number>, number, Record<string, number>, number | undefined]>([
    [{ a: 1, b: 2 }, 2, { a: 1, b: 2 }, undefined],
    [{ a: 1, b: 2, c: 3 }, 2, { b: 2, c: 3 }, 1],
    [{ a: 1, b: 1, c: 1 }, 2, { a: 1, b: 1 }, 1],
    [{ a: 0, b: 1, c: 1 }, 2, { b: 1, c: 1 }, undefined],
    [{ a: 5, b: 1, c: 1 }, 0, {}, 7],
    [{ constructor: 2, toString: 1 }, 1, { constructor: 2 }, 1],
  ])('%j, at most %i named: %j and %i others', (counts, members, named, others) => {
    const vectors = Object.fromEntries(Object.entries(named).map(([key, count]) => [key, [count]]));
    const row = stored(topics(counts), members);
    expect(topicsOf(row.topics)).toEqual(others === undefined ? [vectors] : [vectors, [others]]);
    expect(overIntervals(row)).toEqual(topicsOf(row.topics));
  });

  test('interactions without a value are never among others', () => {
    const counts = { a: 3, b: 2, [NONE]: 1 };
    expect(topicsOf(stored(topics(counts), 1).topics)).toEqual([{ a: [3], [NONE]: [1] }, [2]]);
    const full = decode(stored(topics({ a: 3, b: 2 }), 1), ZONE, DAY);
    addAccumulator(full, topics({ [NONE]: 4, c: 1 }));
    expect(topicsOf(stored(full, 1).topics)).toEqual([{ a: [3], [NONE]: [4] }, [3]]);
  });

  test('a full table counts who is not named under others until these are nothing', () => {
    const full = decode(stored(topics({ a: 3, b: 2, c: 1 }), 2), ZONE, DAY);
    addAccumulator(full, topics({ b: 1, d: 4 }));
    const encoded = stored(full, 2);
    expect(topicsOf(encoded.topics)).toEqual([{ a: [3], b: [3] }, [5]]);
    expect(overIntervals(encoded)).toEqual([{ a: [3], b: [3] }, [5]]);
    const emptied = decode(encoded, ZONE, DAY);
    addAccumulator(emptied, topics({ c: -1, d: -4, a: -3 }));
    const open = stored(emptied, 2);
    expect(topicsOf(open.topics)).toEqual([{ b: [3] }]);
    const again = decode(open, ZONE, DAY);
    addAccumulator(again, topics({ d: 4 }));
    expect(topicsOf(stored(again, 2).topics)).toEqual([{ b: [3], d: [4] }]);
  });

  test.each(['x', 'é', '"', '\\', '\u0001', '漢'])('names of %s stay within the bytes of a row', (letter) => {
    const accumulator = topics(
      Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`${at}`.padEnd(200, letter), at + 1])),
    );
    const bytes = 20_000;
    const encoded = encodeWithin(accumulator, ZONE, DAY, { ...ROW_BOUNDS, bytes })!;
    expect(new TextEncoder().encode(JSON.stringify(Object.values(encoded))).length).toBeLessThanOrEqual(
      bytes,
    );
    const [named, [others]] = topicsOf(encoded.topics) as [Record<string, [number]>, [number]];
    const shown = Object.values(named).reduce((sum, [count]) => sum + count, 0);
    expect(shown + others).toBe((300 * 301) / 2);
    expect(Object.values(named).every(([count]) => count > 300 - Object.keys(named).length)).toBe(true);
  });

  test('a sum beyond what is exact is not packed', () => {
    expect(() => encode(topics({ a: 2 ** 53 }), ZONE, DAY)).toThrow(InexactSum);
    expect(() => encode(topics({ a: Number.NaN }), ZONE, DAY)).toThrow(InexactSum);
  });
});

const anyDeadline: fc.Arbitrary<Deadline> = fc.record({
  target: fc.constantFrom(...TARGETS),
  at: fc.integer({ min: FIRST * 900, max: 4_102_444_800 }),
  interval: fc.integer({ min: FIRST, max: FIRST + 95 }),
  priority: fc.constantFrom('urgent', 'low', undefined),
  team: fc.constantFrom('red', 'blue', undefined),
  direction: fc.constantFrom('inbound', 'outbound'),
});

/** An accumulator that was brought to a level, and counts `deadlines` before and after it was. */
function atLevel(level: number, before: readonly Deadline[], after: readonly Deadline[]): Accumulator {
  const accumulator = emptyAccumulator();
  const counted = (deadlines: readonly Deadline[]): Accumulator => {
    const delta = emptyAccumulator();
    for (const each of deadlines) {
      const key = deadlineKey(each);
      delta.deadlines.counts.set(key, (delta.deadlines.counts.get(key) ?? 0) + 1);
    }
    return delta;
  };
  addAccumulator(accumulator, counted(before));
  while (accumulator.deadlines.level < level) coarsen(accumulator.deadlines, FIRST);
  addAccumulator(accumulator, counted(after));
  return decode({ deadlines: encode(accumulator, ZONE, DAY)?.deadlines ?? '[]' }, ZONE, DAY);
}

describe('undecided deadlines', () => {
  test('are counted alike whether they came before or after their row became coarser', () => {
    fc.assert(
      fc.property(
        fc.array(anyDeadline, { minLength: 1 }),
        fc.integer({ min: 1, max: LAST_LEVEL }),
        (all, level) => {
          const early = atLevel(level, all, []);
          const late = atLevel(level, [all[0]!], all.slice(1));
          expect(late.deadlines).toEqual(early.deadlines);
          expect(early.deadlines.level).toBe(level);
        },
      ),
    );
  });

  test('are never early, and of the same day', () => {
    fc.assert(
      fc.property(anyDeadline, fc.integer({ min: 0, max: LAST_LEVEL }), (deadline, level) => {
        const [key] = atLevel(level, [deadline], []).deadlines.counts.keys();
        const { at, interval, team, target, priority } = deadlineOf(key!);
        const late = at - deadline.at;
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThanOrEqual([0, 59, 899, 3_599, 3_599, Number.POSITIVE_INFINITY][level]!);
        expect(interval).toBeGreaterThanOrEqual(FIRST);
        expect(interval).toBeLessThanOrEqual(deadline.interval);
        expect([target, priority]).toEqual([deadline.target, deadline.priority]);
        expect(team).toBe(level < 4 ? deadline.team : OTHERS);
      }),
    );
  });

  test('100,000 different ones fit into their part of a row', () => {
    const accumulator = emptyAccumulator();
    for (let at = 0; at < 100_000; at += 1) {
      const deadline = {
        target: TARGETS[at % 3]!,
        at: FIRST * 900 + at * 977,
        interval: FIRST + (at % 96),
        priority: 'low',
        team: `team ${at}`,
        direction: 'inbound' as const,
      };
      accumulator.deadlines.counts.set(deadlineKey(deadline), 1);
    }
    const encoded = encodeWithin(accumulator, ZONE, DAY, ROW_BOUNDS)!;
    expect(encoded.deadlines.length).toBeLessThanOrEqual(ROW_BOUNDS.deadlineBytes);
    const kept = decode(encoded, ZONE, DAY).deadlines.counts;
    expect([...kept.values()].reduce((sum, count) => sum + count, 0)).toBe(100_000);
  });
});
