import type { Accumulator } from '../accumulator.ts';
import { breakdownAt } from '../accumulator.ts';
import type { Breakdown } from '../breakdowns.ts';
import { type BreakdownSums, type CellSums, emptyCell, namedCell } from '../cell-sums.ts';
import type { HistogramName } from '../histograms.ts';
import { binsOf } from '../histograms.ts';
import { isHeld, vectorAt } from '../sums.ts';
import { type Codec, compareKeys } from './codec.ts';
import { packBins, unpackBins } from './histograms.ts';
import type { PackedCounts } from './packed-counts.ts';
import { type PackedVectors, packVectors, unpackVectors } from './packed-vectors.ts';

/**
 * What cells have of one kind: the base measures that are not zero in all of them, and values by cell. A full breakdown
 * also has a last element, the values of all other cells.
 */
type EncodedCells<Values> = [] | [names: string[], cells: Record<string, Values>, others?: Values];

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
  };
}

/** The places of base measures that are not zero in all vectors. */
function placesHeld(
  { baseMeasures }: Breakdown,
  { named, others }: BreakdownSums,
  vectorsOf: (cell: CellSums) => Iterable<readonly number[]>,
): number[] {
  const held = new Set<number>();
  for (const cell of others ? [...named.values(), others] : named.values()) {
    for (const vector of vectorsOf(cell)) {
      for (let place = 0; place < vector.length; place += 1) if (vector[place] !== 0) held.add(place);
    }
  }
  return [...baseMeasures.keys()].filter((place) => held.has(place));
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
  };
}
