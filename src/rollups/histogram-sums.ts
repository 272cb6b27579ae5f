import type { HistogramName } from './histograms.ts';
import { addCountsByInterval, type CountsByInterval } from './sums.ts';

/** Histograms by interval: numbers of values by bin. Created on first use. */
export type Histograms = { [Name in HistogramName]?: CountsByInterval };

/** The bins of a histogram by interval; created if missing. */
export function binsOf(histograms: Histograms, name: HistogramName): CountsByInterval {
  histograms[name] ??= new Map();
  return histograms[name];
}

/** Adds every count of `from` to `into`. */
export function addHistograms(into: Histograms, from: Histograms): void {
  for (const [name, bins] of Object.entries(from))
    addCountsByInterval(binsOf(into, name as HistogramName), bins);
}
