import type { HistogramName } from '../histograms.ts';
import { binsOf } from '../histograms.ts';
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

/** Bins begin at 0, packed counts at 1. */
const BIN_OFFSET = 1;

const FORM: ListForm = {
  pack: (bins) => packCounts(new Map([...bins].map(([bin, count]) => [bin + BIN_OFFSET, count]))),
  unpack: (list, _, into) =>
    unpackCounts(list, 1, (number, count) => addCount(into, number - BIN_OFFSET, count)),
};

/** Packs the bins of a histogram by interval. */
export function packBins(bins: CountsByInterval | undefined, first: number): PackedCounts {
  return packIntervals(bins ?? new Map(), first, FORM);
}

/** Adds packed bins to `into`. */
export function unpackBins(packed: PackedCounts, first: number, into: CountsByInterval): void {
  unpackIntervals(packed, first, (interval, list) => FORM.unpack(list, interval, countsAt(into, interval)));
}

/** Adds bins to packed ones, which it changes. */
export function addBins(packed: PackedCounts, bins: CountsByInterval, first: number): PackedCounts {
  return addToIntervals(packed, bins, first, FORM);
}

/** The bins of a histogram by interval: `PackedCounts` */
export function histogramIntervalsCodec(name: HistogramName): Codec {
  return {
    encode: ({ histogramIntervals }, first) => JSON.stringify(packBins(histogramIntervals[name], first)),
    decode: ({ histogramIntervals }, json, first) => {
      const packed = json as PackedCounts;
      if (packed.length > 0) unpackBins(packed, first, binsOf(histogramIntervals, name));
    },
    holds: ({ histogramIntervals }) => (histogramIntervals[name]?.size ?? 0) > 0,
    add: (json, { histogramIntervals }, first) =>
      addBins(json as PackedCounts, histogramIntervals[name]!, first),
  };
}
