import { BASE_MEASURES, baseMeasureIndex, type IntervalColumn } from '../base-measures.ts';
import { vectorAt } from '../sums.ts';
import type { Codec } from './codec.ts';
import { type PackedVectors, packVectors, unpackVectors } from './packed-vectors.ts';

/** {base measure: value} */
export const BASE_MEASURES_CODEC: Codec = {
  encode: ({ baseMeasures }) => {
    const entries = BASE_MEASURES.map(({ name }, index) => [name, baseMeasures[index]!] as const);
    return JSON.stringify(Object.fromEntries(entries.filter(([, value]) => value !== 0)));
  },
  decode: ({ baseMeasures }, json) => {
    for (const [name, value] of Object.entries(json as Record<string, number>)) {
      const index = baseMeasureIndex(name);
      if (index !== undefined) baseMeasures[index] = value;
    }
  },
};

/** Base measures by interval. */
type EncodedIntervals = [] | [names: string[], vectors: PackedVectors];

/** As rows had it until `PackedVectors`: {base measure: [interval of the day, value, …]} */
type FormerIntervals = Record<string, number[]>;

/** [[base measure, …], vectors] */
export function intervalsCodec(column: IntervalColumn): Codec {
  const indexes = [...BASE_MEASURES.keys()].filter((index) => BASE_MEASURES[index]!.intervals === column);
  return {
    encode: ({ intervals }, first) => {
      const vectors = [...intervals.values()];
      const held = indexes.filter((index) => vectors.some((vector) => vector[index] !== 0));
      const packed = packVectors(intervals, held, first);
      return JSON.stringify(packed ? [held.map((index) => BASE_MEASURES[index]!.name), packed] : []);
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
  };
}

function decodeFormer(encoded: FormerIntervals, vectorOf: (interval: number) => number[]): void {
  for (const [name, pairs] of Object.entries(encoded)) {
    const index = baseMeasureIndex(name);
    if (index === undefined) continue;
    for (let at = 0; at < pairs.length; at += 2) vectorOf(pairs[at]!)[index] = pairs[at + 1]!;
  }
}
