import { NEVER } from '../accumulator.ts';
import { countsAt } from '../sums.ts';
import type { Codec } from './codec.ts';
import {
  type PackedCounts,
  packCounts,
  packIntervals,
  unpackCounts,
  unpackIntervals,
} from './packed-counts.ts';

/**
 * Calls by their interval and that of the customer's previous call: by interval, the calls without a previous one, then
 * the others by how many intervals the previous one was before
 */
export const CUSTOMER_INTERVALS_CODEC: Codec = {
  encode: ({ customerIntervals }, first) =>
    JSON.stringify(
      packIntervals(customerIntervals, first, (counts, interval) => {
        const ages = new Map([...counts].map(([previous, count]) => [interval - previous, count]));
        const newcomers = counts.get(NEVER) ?? 0;
        ages.delete(interval - NEVER);
        const packed = packCounts(ages);
        return newcomers === 0 && packed.length === 0 ? [] : [newcomers, ...packed];
      }),
    ),
  decode: ({ customerIntervals }, json, first) => {
    unpackIntervals(json as PackedCounts, first, (interval, list) => {
      const counts = countsAt(customerIntervals, interval);
      if (list[1] !== 0) counts.set(NEVER, list[1]!);
      unpackCounts(list, 2, (age, count) => counts.set(interval - age, count));
    });
  },
};
