import { BASE_MEASURES, baseMeasureIndex, type IntervalColumn } from '../base-measures.ts';
import { isHeld, vectorAt } from '../sums.ts';
import type { Codec } from './codec.ts';
import { addVectors, type PackedVectors, packVectors, unpackVectors } from './packed-vectors.ts';

type EncodedBaseMeasures = Record<string, number>;

/** {base measure: value} */
export const BASE_MEASURES_CODEC: Codec = {
  encode: ({ baseMeasures }) => JSON.stringify(named(baseMeasures)),
  decode: ({ baseMeasures }, json) => {
    for (const [name, value] of Object.entries(json as EncodedBaseMeasures)) {
      const index = baseMeasureIndex(name);
      if (index !== undefined) baseMeasures[index] = value;
    }
  },
  holds: ({ baseMeasures }) => isHeld(baseMeasures),
  add: (json, { baseMeasures }) => {
    const sums = [...baseMeasures];
    for (const [name, value] of Object.entries(json as EncodedBaseMeasures)) {
      const index = baseMeasureIndex(name);
      if (index !== undefined) sums[index]! += value;
    }
    return named(sums);
  },
};

function named(vector: readonly number[]): EncodedBaseMeasures {
  const values: EncodedBaseMeasures = {};
  for (let index = 0; index < vector.length; index += 1)
    if (vector[index] !== 0) values[BASE_MEASURES[index]!.name] = vector[index]!;
  return values;
}

/** Base measures by interval. */
type EncodedIntervals = [] | [names: string[], vectors: PackedVectors];

/** As rows had it until `PackedVectors`: {base measure: [interval of the day, value, …]} */
type FormerIntervals = Record<string, number[]>;

/** [[base measure, …], vectors] */
export function intervalsCodec(column: IntervalColumn): Codec {
  const indexes = [...BASE_MEASURES.keys()].filter((index) => BASE_MEASURES[index]!.intervals === column);
  const heldIn = (vectors: Iterable<readonly number[]>): Set<number> => {
    const held = new Set<number>();
    for (const vector of vectors) for (const index of indexes) if (vector[index] !== 0) held.add(index);
    return held;
  };
  const namesOf = (held: readonly number[]): string[] => held.map((index) => BASE_MEASURES[index]!.name);
  return {
    encode: ({ intervals }, first) => {
      const held = sorted(heldIn(intervals.values()));
      const packed = packVectors(intervals, held, first);
      return JSON.stringify(packed ? [namesOf(held), packed] : []);
    },
    decode: ({ intervals }, json, first) => {
      const vectorOf = (interval: number): number[] => vectorAt(intervals, interval, BASE_MEASURES.length);
      if (!Array.isArray(json)) {
        decodeFormer(json as FormerIntervals, (interval) => vectorOf(first + interval));
        return;
      }
      const [names, packed] = json as EncodedIntervals;
      if (names && packed) unpackVectors(packed, names.map(baseMeasureIndex), first, vectorOf);
    },
    holds: ({ intervals }) => heldIn(intervals.values()).size > 0,
    add: (json, { intervals }, first) => {
      if (!Array.isArray(json)) return undefined;
      const [names = [], packed] = json as EncodedIntervals;
      const before = names.map(baseMeasureIndex);
      if (before.includes(undefined)) return undefined;
      const places = sorted(new Set([...heldIn(intervals.values()), ...(before as number[])]));
      const placed = { places, before: places.map((place) => before.indexOf(place)) };
      const sums = addVectors(packed, placed, intervals, first);
      return sums && [namesOf(places), sums];
    },
  };
}

function sorted(held: ReadonlySet<number>): number[] {
  return [...held].sort((a, b) => a - b);
}

function decodeFormer(encoded: FormerIntervals, vectorOf: (interval: number) => number[]): void {
  for (const [name, pairs] of Object.entries(encoded)) {
    const index = baseMeasureIndex(name);
    if (index === undefined) continue;
    for (let at = 0; at < pairs.length; at += 2) vectorOf(pairs[at]!)[index] = pairs[at + 1]!;
  }
}
