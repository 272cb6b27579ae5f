import type { Accumulator } from '../accumulator.ts';
import { LAST_LEVEL } from '../deadline-levels.ts';
import { addCount, addCounts } from '../sums.ts';
import { type Codec, sortedPairs } from './codec.ts';

/** [key, count, …]. `of` returns the counts of an accumulator, if it has any. */
export function countsCodec(
  of: (accumulator: Accumulator) => Map<number, number> | undefined,
  create: (accumulator: Accumulator) => Map<number, number>,
): Codec {
  return {
    encode: (accumulator) => JSON.stringify(sortedPairs(of(accumulator) ?? new Map())),
    decode: (accumulator, json) => addPairs(create(accumulator), json as number[]),
    holds: (accumulator) => (of(accumulator)?.size ?? 0) > 0,
    add: (json, delta) => {
      const sums = new Map<number, number>();
      addPairs(sums, json as number[]);
      addCounts(sums, of(delta)!);
      return sortedPairs(sums);
    },
  };
}

function addPairs(into: Map<number, number>, pairs: readonly number[]): void {
  for (let at = 0; at < pairs.length; at += 2) addCount(into, pairs[at]!, pairs[at + 1]!);
}

/** [deadline, conversations, …]; if the level is above 0, it comes first, as a number */
export const DEADLINES_CODEC: Codec = {
  encode: ({ deadlines: { level, counts } }) => {
    const pairs = sortedPairs(counts);
    return JSON.stringify(level > 0 && pairs.length > 0 ? [level, ...pairs] : pairs);
  },
  decode: ({ deadlines }, json, first) => {
    const encoded = json as (string | number)[];
    const hasLevel = typeof encoded[0] === 'number';
    if (hasLevel)
      Object.assign(deadlines, { level: Math.min(encoded[0] as number, LAST_LEVEL), firstInterval: first });
    for (let at = hasLevel ? 1 : 0; at < encoded.length; at += 2) {
      deadlines.counts.set(String(encoded[at]), encoded[at + 1] as number);
    }
  },
  holds: ({ deadlines }) => deadlines.counts.size > 0,
};
