import type { Accumulator } from '../accumulator.ts';
import { BASE_MEASURES, baseMeasureIndex, type IntervalColumn } from '../base-measures.ts';
import { vectorAt } from '../sums.ts';
import type { Codec } from './codec.ts';

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

/** {base measure: [interval of the day, value, …]} */
export function intervalsCodec(column: IntervalColumn): Codec {
  const baseMeasures = BASE_MEASURES.flatMap(({ name, intervals }, index) =>
    intervals === column ? [{ name, index }] : [],
  );
  return {
    encode: (accumulator, first) => {
      const intervals = [...accumulator.intervals.keys()].sort((a, b) => a - b);
      const encoded: Record<string, number[]> = {};
      for (const { name, index } of baseMeasures) {
        const pairs = pairsOf(accumulator, intervals, index, first);
        if (pairs.length > 0) encoded[name] = pairs;
      }
      return JSON.stringify(encoded);
    },
    decode: (accumulator, json, first) => {
      for (const [name, pairs] of Object.entries(json as Record<string, number[]>)) {
        const index = baseMeasureIndex(name);
        if (index === undefined) continue;
        for (let at = 0; at < pairs.length; at += 2) {
          vectorAt(accumulator.intervals, first + pairs[at]!, BASE_MEASURES.length)[index] = pairs[at + 1]!;
        }
      }
    },
  };
}

function pairsOf(
  accumulator: Accumulator,
  intervals: readonly number[],
  index: number,
  first: number,
): number[] {
  return intervals.flatMap((interval) => {
    const value = accumulator.intervals.get(interval)![index]!;
    return value === 0 ? [] : [interval - first, value];
  });
}
