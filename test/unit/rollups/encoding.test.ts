import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packCounts, unpackCounts } from '../../../src/rollups/encoding/packed-counts.ts';
import { packVectors, unpackVectors } from '../../../src/rollups/encoding/packed-vectors.ts';
import { isHeld, vectorAt } from '../../../src/rollups/sums.ts';

const FIRST = 1_000;
const PLACES = [0, 1, 2, 3];

type Vectors = Map<number, number[]>;

const vectors = (...values: [number, ...number[]][]): Vectors =>
  new Map(values.map(([interval, ...vector]) => [FIRST + interval, vector]));

function unpacked(
  packed: ReturnType<typeof packVectors>,
  places: readonly (number | undefined)[] = PLACES,
): Vectors {
  const into: Vectors = new Map();
  if (packed) unpackVectors(packed, places, FIRST, (interval) => vectorAt(into, interval, PLACES.length));
  return into;
}

describe('vectors by interval', () => {
  test.each<[string, Vectors, unknown]>([
    ['nothing', vectors([3, 0, 0, 0, 0]), undefined],
    ['one call', vectors([3, 1, 0, 0, 0]), [4]],
    ['a call in each of two intervals', vectors([3, 1, 0, 0, 0], [9, 1, 0, 0, 0]), [4, 6]],
    ['several at once', vectors([3, 2, 0, 0, 0]), [[4], [2]]],
    ['columns that are the same', vectors([0, 2, 2, 9, 2], [1, 1, 1, 5, 1]), [[1, 1], [2, 1], 1, [9, 5], 1]],
    ['columns of ones and zeros', vectors([0, 5, 0, 1, 0], [2, 6, 0, 1, 0]), [[1, 2], [5, 6], 0, -1]],
    [
      'a column that is mostly zero',
      vectors([0, 1, 0, 0, 0], [1, 1, 7, 0, 0], [2, 1, 0, 0, 0], [3, 1, 0, 0, 0]),
      [[1, 1, 1, 1], -1, [[1, 7]]],
    ],
    ['sums below zero', vectors([0, -1, 0, -1, 0]), [[1], [-1], 0, 1]],
  ])('%s', (_, given, packed) => {
    expect(packVectors(given, PLACES, FIRST)).toEqual(packed);
  });

  const anyVectors = fc
    .uniqueArray(
      fc.tuple(
        fc.integer({ min: 0, max: 99 }),
        fc.array(fc.constantFrom(0, 0, 0, 1, 1, 2, -3, 700), { minLength: 4, maxLength: 4 }),
      ),
      {
        selector: ([interval]) => interval,
      },
    )
    .map((entries): Vectors => new Map(entries.map(([interval, vector]) => [FIRST + interval, vector])));

  test('come back as they were, whatever their order', () => {
    fc.assert(
      fc.property(anyVectors, (given) => {
        const packed = packVectors(given, PLACES, FIRST);
        expect(unpacked(packed)).toEqual(new Map([...given].filter(([, vector]) => isHeld(vector))));
        expect(packVectors(new Map([...given].reverse()), PLACES, FIRST)).toEqual(packed);
      }),
    );
  });

  test('leave out base measures that are not known any more', () => {
    fc.assert(
      fc.property(anyVectors, (given) => {
        const some = unpacked(packVectors(given, PLACES, FIRST), [undefined, 0, undefined, 3]);
        for (const [interval, vector] of some) {
          const [, second, , fourth] = given.get(interval)!;
          expect(vector).toEqual([second, 0, 0, fourth]);
        }
      }),
    );
  });
});

describe('counts', () => {
  test.each<[[number, number][], number[]]>([
    [[], []],
    [[[5, 1]], [5]],
    [
      [
        [5, 1],
        [6, 1],
        [9, 3],
      ],
      [5, 1, 3, 0, 3],
    ],
    [
      [
        [9, 2],
        [1, 0],
        [4, -1],
      ],
      [4, 0, -1, 5, 0, 2],
    ],
  ])('%j', (given, packed) => {
    expect(packCounts(new Map(given))).toEqual(packed);
  });

  test('come back as they were', () => {
    const anyCounts = fc.uniqueArray(
      fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.constantFrom(1, 1, 1, 2, -1, 70)),
      { selector: ([number]) => number },
    );
    fc.assert(
      fc.property(anyCounts, (given) => {
        const back = new Map<number, number>();
        unpackCounts(['ignored' as never, ...packCounts(new Map(given))], 1, (number, count) =>
          back.set(number, count),
        );
        expect(back).toEqual(new Map(given));
      }),
    );
  });
});
