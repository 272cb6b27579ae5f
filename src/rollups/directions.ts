import { type Accumulator, breakdownAt, histogramAt, outboundAt } from './accumulator.ts';
import { BREAKDOWNS, type Breakdown } from './breakdowns.ts';
import { type BreakdownSums, type CellSums, namedCell } from './cell-sums.ts';
import { noDeadlines } from './deadline-levels.ts';
import { deadlineOf } from './deadlines.ts';
import type { Direction } from './dimensions.ts';
import { binsOf, type HistogramName, type Histograms } from './histograms.ts';
import { addCount, addCountsByInterval, countsAt, vectorAt } from './sums.ts';

/**
 * Splits the figures of a row by direction: what is outbound, and the row without it. Changes `whole` in place. Base
 * measures of dates have no direction and stay with what is inbound; `customers`, which are by day, are in neither.
 */
export function splitByDirection(whole: Accumulator): Record<Direction, Accumulator> {
  const outbound = outboundAt(whole);
  subtractVector(whole.baseMeasures, outbound.baseMeasures);
  subtractVectors(whole.intervals, outbound.intervals);
  for (const breakdown of BREAKDOWNS) {
    const sums = whole.breakdowns[breakdown.name];
    if (sums) subtractCells(sums, breakdownAt(outbound, breakdown.name), breakdown);
  }
  for (const [name, bins] of Object.entries(outbound.histograms))
    subtractCounts(histogramAt(whole, name as HistogramName), bins);
  subtractHistograms(whole.histogramIntervals, outbound.histogramIntervals);
  whole.customers.clear();
  addCountsByInterval(whole.customerIntervals, whole.inboundCustomers);
  splitDeadlines(whole, outbound);
  return { inbound: whole, outbound };
}

function subtractCells(from: BreakdownSums, part: BreakdownSums, breakdown: Breakdown): void {
  for (const [key, cell] of part.named) subtractCell(namedCell(from, key, breakdown), cell);
  if (!from.others) return;
  if (part.others) subtractCell(from.others, part.others);
  // What is not named in a full breakdown is unknown; a cell without anything outbound is known.
  for (const key of from.named.keys()) namedCell(part, key, breakdown);
}

function subtractCell(from: CellSums, { day, intervals, histograms }: CellSums): void {
  subtractVector(from.day, day);
  subtractVectors(from.intervals, intervals);
  subtractHistograms(from.histograms, histograms);
}

function subtractVectors(from: Map<number, number[]>, vectors: ReadonlyMap<number, number[]>): void {
  for (const [interval, vector] of vectors) subtractVector(vectorAt(from, interval, vector.length), vector);
}

function subtractVector(from: number[], vector: readonly number[]): void {
  for (let index = 0; index < vector.length; index += 1) from[index]! -= vector[index]!;
}

function subtractHistograms(from: Histograms, part: Histograms): void {
  for (const [name, byInterval] of Object.entries(part)) {
    const bins = binsOf(from, name as HistogramName);
    for (const [interval, counts] of byInterval) subtractCounts(countsAt(bins, interval), counts);
  }
}

/** Leaves no zeros: a bin that is there has values. */
function subtractCounts(from: Map<number, number>, counts: ReadonlyMap<number, number>): void {
  for (const [bin, count] of counts) {
    addCount(from, bin, -count);
    if (from.get(bin) === 0) from.delete(bin);
  }
}

function splitDeadlines(whole: Accumulator, outbound: Accumulator): void {
  const { counts } = whole.deadlines;
  whole.deadlines = noDeadlines();
  for (const [key, count] of counts) {
    const side = deadlineOf(key).direction === 'outbound' ? outbound : whole;
    side.deadlines.counts.set(key, count);
  }
}
