import { type Accumulator, NEVER } from '../accumulator.ts';
import { addCount, type CountsByInterval, countsAt } from '../sums.ts';
import type { Codec } from './codec.ts';
import {
  addToIntervals,
  type ListForm,
  type PackedCounts,
  packCounts,
  packIntervals,
  unpackCounts,
  unpackIntervals,
} from './packed-counts.ts';

const FORM: ListForm = {
  pack: (counts, interval) => {
    const ages = new Map([...counts].map(([previous, count]) => [interval - previous, count]));
    const newcomers = counts.get(NEVER) ?? 0;
    ages.delete(interval - NEVER);
    const packed = packCounts(ages);
    return newcomers === 0 && packed.length === 0 ? [] : [newcomers, ...packed];
  },
  unpack: (list, interval, into) => {
    if (list[1] !== 0) addCount(into, NEVER, list[1]!);
    unpackCounts(list, 2, (age, count) => addCount(into, interval - age, count));
  },
};

/**
 * Calls by their interval and that of the customer's previous call: by interval, the calls without a previous one, then
 * the others by how many intervals the previous one was before
 */
export function customerIntervalsCodec(of: (accumulator: Accumulator) => CountsByInterval): Codec {
  return {
    encode: (accumulator, first) => JSON.stringify(packIntervals(of(accumulator), first, FORM)),
    decode: (accumulator, json, first) => {
      unpackIntervals(json as PackedCounts, first, (interval, list) =>
        FORM.unpack(list, interval, countsAt(of(accumulator), interval)),
      );
    },
    holds: (accumulator) => of(accumulator).size > 0,
    add: (json, delta, first) => addToIntervals(json as PackedCounts, of(delta), first, FORM),
  };
}
