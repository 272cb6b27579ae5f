import type { HistogramName } from '../histograms.ts';
import { binsOf } from '../histograms.ts';
import { addCount, type CountsByInterval, countsAt } from '../sums.ts';
import type { Codec } from './codec.ts';
import {
  type PackedCounts,
  packCounts,
  packIntervals,
  unpackCounts,
  unpackIntervals,
} from './packed-counts.ts';

/** Bins begin at 0, packed counts at 1. */
const BIN_OFFSET = 1;

/** Packs the bins of a histogram by interval. */
export function packBins(bins: CountsByInterval | undefined, first: number): PackedCounts {
  return packIntervals(bins ?? new Map(), first, (counts) =>
    packCounts(new Map([...counts].map(([bin, count]) => [bin + BIN_OFFSET, count]))),
  );
}

/** Adds packed bins to `into`. */
export function unpackBins(packed: PackedCounts, first: number, into: CountsByInterval): void {
  unpackIntervals(packed, first, (interval, list) => {
    const counts = countsAt(into, interval);
    unpackCounts(list, 1, (number, count) => addCount(counts, number - BIN_OFFSET, count));
  });
}

/** The bins of a histogram by interval: `PackedCounts` */
export function histogramIntervalsCodec(name: HistogramName): Codec {
  return {
    encode: ({ histogramIntervals }, first) => JSON.stringify(packBins(histogramIntervals[name], first)),
    decode: ({ histogramIntervals }, json, first) => {
      const packed = json as PackedCounts;
      if (packed.length > 0) unpackBins(packed, first, binsOf(histogramIntervals, name));
    },
  };
}
