import { startOfDay } from '../time/zones.ts';
import {
  type Accumulator,
  breakdownAt,
  emptyAccumulator,
  histogramAt,
  INTERVAL_SECONDS,
  vectorAt,
} from './accumulator.ts';
import { BASE_MEASURES, baseMeasureIndex, INTERVAL_COLUMNS, type IntervalColumn } from './base-measures.ts';
import { BREAKDOWNS, type BreakdownName } from './breakdowns.ts';
import { LAST_LEVEL } from './deadline-levels.ts';
import { HISTOGRAMS, type HistogramName } from './histograms.ts';

export type RollupColumn =
  | 'base_measures'
  | IntervalColumn
  | 'customers'
  | 'deadlines'
  | BreakdownName
  | HistogramName;

/**
 * The columns of an accumulator as JSON text. The text contains names, so that rows stay readable after a base measure
 * is added. Zeros are left out and keys are sorted, so that equal accumulators give equal text.
 */
export type EncodedRow = Record<RollupColumn, string>;

interface Codec {
  /** `first` is the first interval of the day. */
  encode(accumulator: Accumulator, first: number): string;
  decode(accumulator: Accumulator, text: string, first: number): void;
}

const CODECS: Record<RollupColumn, Codec> = {
  /** {base measure: value} */
  base_measures: { encode: encodeBaseMeasures, decode: decodeBaseMeasures },
  /** {base measure: [interval of the day, value, …]} */
  ...(Object.fromEntries(INTERVAL_COLUMNS.map((column) => [column, intervalsCodec(column)])) as Record<
    IntervalColumn,
    Codec
  >),
  /** [previous day, calls, …] */
  customers: countsCodec((accumulator) => accumulator.customers, Number),
  /** [deadline, conversations, …]; if the level is above 0, it comes first, as a number */
  deadlines: { encode: encodeDeadlines, decode: decodeDeadlines },
  /** [[base measure, …], {member: [value, …]}]; a full breakdown also has a last [value, …] for all other members */
  ...(Object.fromEntries(
    BREAKDOWNS.map(({ name, baseMeasures }) => [name, breakdownCodec(name, baseMeasures)]),
  ) as Record<BreakdownName, Codec>),
  /** [bin, count, …] */
  ...(Object.fromEntries(
    HISTOGRAMS.map(({ name }) => [
      name,
      countsCodec((accumulator) => histogramAt(accumulator, name), Number),
    ]),
  ) as Record<HistogramName, Codec>),
};

/** The value columns of a rollup row. */
export const COLUMNS = Object.keys(CODECS) as RollupColumn[];

const EMPTY = encodeAll(emptyAccumulator(), 0);

/** A sum is not exact: beyond ±(2^53 − 1), or not an integer. */
export class InexactSum extends Error {}

/**
 * Encodes the accumulator of local day `day` in `zone`; undefined if all its values are zero. Throws InexactSum if a
 * sum is not exact, because it could never be subtracted again.
 */
export function encode(accumulator: Accumulator, zone: string, day: number): EncodedRow | undefined {
  const inexact = accumulator.baseMeasures.findIndex((value) => !Number.isSafeInteger(value));
  if (inexact >= 0)
    throw new InexactSum(`The sum of ${BASE_MEASURES[inexact]!.name} is beyond what is counted exactly.`);
  const encoded = encodeAll(accumulator, firstInterval(zone, day));
  return COLUMNS.some((column) => encoded[column] !== EMPTY[column]) ? encoded : undefined;
}

/** Encodes one column of the accumulator of local day `day` in `zone`. */
export function encodeColumn(
  column: RollupColumn,
  accumulator: Accumulator,
  zone: string,
  day: number,
): string {
  return CODECS[column].encode(accumulator, firstInterval(zone, day));
}

/** Decodes the given columns of local day `day` in `zone`. */
export function decode(encoded: Partial<EncodedRow>, zone: string, day: number): Accumulator {
  const accumulator = emptyAccumulator();
  const first = firstInterval(zone, day);
  for (const column of COLUMNS) {
    const text = encoded[column];
    if (text !== undefined) CODECS[column].decode(accumulator, text, first);
  }
  return accumulator;
}

function encodeAll(accumulator: Accumulator, first: number): EncodedRow {
  return Object.fromEntries(
    COLUMNS.map((column) => [column, CODECS[column].encode(accumulator, first)]),
  ) as EncodedRow;
}

/** The first interval of local day `day` in `zone`. */
export function firstInterval(zone: string, day: number): number {
  return Math.floor(startOfDay(zone, day) / INTERVAL_SECONDS);
}

function encodeBaseMeasures(accumulator: Accumulator): string {
  const entries = BASE_MEASURES.map(({ name }, index) => [name, accumulator.baseMeasures[index]!] as const);
  return JSON.stringify(Object.fromEntries(entries.filter(([, value]) => value !== 0)));
}

function decodeBaseMeasures(accumulator: Accumulator, text: string): void {
  for (const [name, value] of Object.entries(JSON.parse(text) as Record<string, number>)) {
    const index = baseMeasureIndex(name);
    if (index !== undefined) accumulator.baseMeasures[index] = value;
  }
}

function intervalsCodec(column: IntervalColumn): Codec {
  const baseMeasures = BASE_MEASURES.flatMap(({ name, intervals }, index) =>
    intervals === column ? [{ name, index }] : [],
  );
  return {
    encode: (accumulator, first) => {
      const intervals = [...accumulator.intervals.keys()].sort((a, b) => a - b);
      const encoded: Record<string, number[]> = {};
      for (const { name, index } of baseMeasures) {
        const pairs: number[] = [];
        for (const interval of intervals) {
          const value = accumulator.intervals.get(interval)![index]!;
          if (value !== 0) pairs.push(interval - first, value);
        }
        if (pairs.length > 0) encoded[name] = pairs;
      }
      return JSON.stringify(encoded);
    },
    decode: (accumulator, text, first) => {
      for (const [name, pairs] of Object.entries(JSON.parse(text) as Record<string, number[]>)) {
        const index = baseMeasureIndex(name);
        if (index === undefined) continue;
        for (let at = 0; at < pairs.length; at += 2) {
          vectorAt(accumulator.intervals, first + pairs[at]!, BASE_MEASURES.length)[index] = pairs[at + 1]!;
        }
      }
    },
  };
}

/** Counts as a flat list of keys and counts, sorted by key. */
function encodeCounts(counts: ReadonlyMap<string | number, number>): (string | number)[] {
  const held = [...counts].filter(([, count]) => count !== 0);
  return held.sort(([a], [b]) => (a < b ? -1 : 1)).flat();
}

function countsCodec(
  of: (accumulator: Accumulator) => Map<number, number>,
  keyFrom: (value: string | number) => number,
): Codec {
  return {
    encode: (accumulator) => JSON.stringify(encodeCounts(of(accumulator))),
    decode: (accumulator, text) => {
      const pairs = JSON.parse(text) as (string | number)[];
      for (let at = 0; at < pairs.length; at += 2)
        of(accumulator).set(keyFrom(pairs[at]!), pairs[at + 1] as number);
    },
  };
}

function encodeDeadlines({ deadlines: { level, counts } }: Accumulator): string {
  const pairs = encodeCounts(counts);
  return JSON.stringify(level > 0 && pairs.length > 0 ? [level, ...pairs] : pairs);
}

function decodeDeadlines({ deadlines }: Accumulator, text: string, first: number): void {
  const encoded = JSON.parse(text) as (string | number)[];
  const hasLevel = typeof encoded[0] === 'number';
  if (hasLevel)
    Object.assign(deadlines, { level: Math.min(encoded[0] as number, LAST_LEVEL), firstInterval: first });
  for (let at = hasLevel ? 1 : 0; at < encoded.length; at += 2) {
    deadlines.counts.set(String(encoded[at]), encoded[at + 1] as number);
  }
}

function isHeld(vector: readonly number[]): boolean {
  return vector.some((value) => value !== 0);
}

function breakdownCodec(name: BreakdownName, baseMeasures: readonly string[]): Codec {
  return {
    encode: (accumulator) => {
      const { named = new Map<string, number[]>(), others = [] } = accumulator.breakdowns[name] ?? {};
      const rows = [...named].filter(([, vector]) => isHeld(vector)).sort(([a], [b]) => (a < b ? -1 : 1));
      if (rows.length === 0 && !isHeld(others)) return '[]';
      return JSON.stringify([baseMeasures, Object.fromEntries(rows), ...(isHeld(others) ? [others] : [])]);
    },
    decode: (accumulator, text) => {
      const [names, rows, others] = JSON.parse(text) as [string[]?, Record<string, number[]>?, number[]?];
      if (!names || !rows) return;
      const isSame = names.join() === baseMeasures.join();
      const places = baseMeasures.map((baseMeasure) => names.indexOf(baseMeasure));
      const inOrder = (vector: number[]): number[] =>
        isSame ? vector : places.map((place) => vector[place] ?? 0);
      const breakdown = breakdownAt(accumulator, name);
      for (const [member, vector] of Object.entries(rows)) breakdown.named.set(member, inOrder(vector));
      if (others) breakdown.others = inOrder(others);
    },
  };
}
