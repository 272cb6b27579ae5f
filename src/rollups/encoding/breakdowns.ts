import type { Accumulator } from '../accumulator.ts';
import { breakdownAt } from '../accumulator.ts';
import type { Breakdown } from '../breakdowns.ts';
import { type BreakdownSums, type CellSums, emptyCell, namedCell } from '../cell-sums.ts';
import type { HistogramName } from '../histograms.ts';
import { binsOf } from '../histograms.ts';
import { isHeld, isHeldCounts, vectorAt } from '../sums.ts';
import { addCells, insertCells } from './add-cells.ts';
import { type Codec, compareKeys } from './codec.ts';
import { type EncodedCells, placesHeld } from './encoded-cells.ts';
import { addBins, packBins, unpackBins } from './histograms.ts';
import type { PackedCounts } from './packed-counts.ts';
import { addVectors, type PackedVectors, packVectors, unpackVectors } from './packed-vectors.ts';

/** [[base measure, …], {cell: [value, …]}, [others …]?] */
export function breakdownCodec(breakdown: Breakdown): Codec {
  const { name } = breakdown;
  return {
    encode: ({ breakdowns }) => {
      const sums = breakdowns[name];
      if (!sums) return '[]';
      const places = placesHeld(breakdown, sums, ({ day }) => [day]);
      return encodeCells(breakdown, sums, places, ({ day }) =>
        isHeld(day) ? places.map((place) => day[place]!) : undefined,
      );
    },
    decode: (accumulator, json) => {
      decodeCells(accumulator, breakdown, json as EncodedCells<number[]>, (cell, values, places) => {
        for (const [index, place] of places.entries())
          if (place !== undefined) cell.day[place] = values[index]!;
      });
    },
    holds: ({ breakdowns }) => breakdowns[name] !== undefined,
    add: (json, { breakdowns }) =>
      addCells<number[]>(json as EncodedCells<number[]>, breakdown, breakdowns[name]!, {
        vectorsOf: ({ day }) => [day],
        add: (values, { day }, { places, before }) => {
          const sums = before.map((index) => values?.[index] ?? 0);
          for (const [index, place] of places.entries()) {
            const added = day[place]!;
            sums[index]! += added;
            if (added !== 0 && sums[index] === 0) return undefined;
          }
          return sums;
        },
      }),
  };
}

/** The same by interval: [[base measure, …], {cell: vectors}, others?], with `PackedVectors` */
export function breakdownIntervalsCodec(breakdown: Breakdown): Codec {
  const { name, baseMeasures } = breakdown;
  return {
    encode: ({ breakdowns }, first) => {
      const sums = breakdowns[name];
      if (!sums) return '[]';
      const places = placesHeld(breakdown, sums, ({ intervals }) => intervals.values());
      return encodeCells(breakdown, sums, places, ({ intervals }) => packVectors(intervals, places, first));
    },
    decode: (accumulator, json, first) => {
      decodeCells(
        accumulator,
        breakdown,
        json as EncodedCells<PackedVectors>,
        ({ intervals }, packed, places) =>
          unpackVectors(packed, places, first, (interval) =>
            vectorAt(intervals, interval, baseMeasures.length),
          ),
      );
    },
    holds: ({ breakdowns }) => breakdowns[name] !== undefined,
    add: (json, { breakdowns }, first) =>
      addCells<PackedVectors>(json as EncodedCells<PackedVectors>, breakdown, breakdowns[name]!, {
        vectorsOf: ({ intervals }) => intervals.values(),
        add: (packed, { intervals }, placed) => addVectors(packed, placed, intervals, first),
      }),
  };
}

function encodeCells<Values>(
  { baseMeasures }: Breakdown,
  sums: BreakdownSums,
  places: readonly number[],
  encode: (cell: CellSums) => Values | undefined,
): string {
  if (places.length === 0) return '[]';
  const cells = [...sums.named].sort(compareKeys).flatMap(([key, cell]) => {
    const values = encode(cell);
    return values ? [[key, values] as const] : [];
  });
  const others = sums.others && encode(sums.others);
  const names = places.map((place) => baseMeasures[place]!);
  return JSON.stringify([names, Object.fromEntries(cells), ...(others ? [others] : [])]);
}

function decodeCells<Values>(
  accumulator: Accumulator,
  breakdown: Breakdown,
  [names, cells, others]: EncodedCells<Values>,
  decode: (cell: CellSums, values: Values, places: readonly (number | undefined)[]) => void,
): void {
  if (!names || !cells) return;
  const places = names.map((name) => {
    const place = (breakdown.baseMeasures as readonly string[]).indexOf(name);
    return place < 0 ? undefined : place;
  });
  const sums = breakdownAt(accumulator, breakdown.name);
  for (const [key, values] of Object.entries(cells)) decode(namedCell(sums, key, breakdown), values, places);
  if (!others) return;
  sums.others ??= emptyCell(breakdown);
  decode(sums.others, others, places);
}

/** A histogram of the cells: [{cell: bins}, others?], with `PackedCounts`. A full one has all named cells, empty too. */
export function cellHistogramCodec(breakdown: Breakdown, histogram: HistogramName): Codec {
  const { name } = breakdown;
  return {
    encode: ({ breakdowns }, first) => {
      const { named = new Map<string, CellSums>(), others } = breakdowns[name] ?? {};
      const pack = ({ histograms }: CellSums): PackedCounts => packBins(histograms[histogram], first);
      const packedOthers = others ? pack(others) : [];
      const isFull = packedOthers.length > 0;
      const cells = [...named].sort(compareKeys).flatMap(([key, cell]) => {
        const packed = pack(cell);
        return packed.length > 0 || (isFull && isHeld(cell.day)) ? [[key, packed] as const] : [];
      });
      if (cells.length === 0 && !isFull) return '[]';
      return JSON.stringify([Object.fromEntries(cells), ...(isFull ? [packedOthers] : [])]);
    },
    decode: (accumulator, json, first) => {
      const [cells, others] = json as [Record<string, PackedCounts>?, PackedCounts?];
      if (!cells) return;
      const sums = breakdownAt(accumulator, name);
      const unpack = ({ histograms }: CellSums, packed: PackedCounts): void =>
        unpackBins(packed, first, binsOf(histograms, histogram));
      for (const [key, packed] of Object.entries(cells)) unpack(namedCell(sums, key, breakdown), packed);
      if (!others) return;
      sums.others ??= emptyCell(breakdown);
      unpack(sums.others, others);
    },
    holds: ({ breakdowns }) => {
      const { named = new Map<string, CellSums>() } = breakdowns[name] ?? {};
      return [...named.values()].some(({ histograms }) => histograms[histogram] !== undefined);
    },
    add: (json, { breakdowns }, first) => {
      const [cells = {}] = json as [Record<string, PackedCounts>?];
      const inserted: [string, PackedCounts][] = [];
      for (const [key, { histograms }] of breakdowns[name]!.named) {
        const bins = histograms[histogram];
        if (!bins || ![...bins.values()].some(isHeldCounts)) continue;
        const stored = Object.hasOwn(cells, key) ? cells[key] : undefined;
        const packed = addBins(stored ?? [], bins, first);
        if (packed.length === 0) return undefined;
        if (stored) cells[key] = packed;
        else inserted.push([key, packed]);
      }
      const sums = insertCells(cells, inserted);
      return Object.keys(sums).length > 0 ? [sums] : [];
    },
  };
}
