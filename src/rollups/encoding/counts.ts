import type { Accumulator } from '../accumulator.ts';
import { LAST_LEVEL } from '../deadline-levels.ts';
import { type Codec, sortedPairs } from './codec.ts';

/** [key, count, …] */
export function countsCodec(of: (accumulator: Accumulator) => Map<number, number>): Codec {
  return {
    encode: (accumulator) => JSON.stringify(sortedPairs(of(accumulator))),
    decode: (accumulator, json) => {
      const pairs = json as number[];
      for (let at = 0; at < pairs.length; at += 2) of(accumulator).set(pairs[at]!, pairs[at + 1]!);
    },
  };
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
};
