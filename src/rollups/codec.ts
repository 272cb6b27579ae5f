import { startOfDay } from '../time/zones.ts';
import { type Accumulator, emptyAccumulator, INTERVAL_SECONDS, type OmissiblePart } from './accumulator.ts';
import { BASE_MEASURES } from './base-measures.ts';
import {
  PACKED_COLUMNS,
  PARTS,
  type PackedColumn,
  type Part,
  partNamed,
  type RollupColumn,
  type StoredColumn,
} from './columns.ts';

export { COLUMNS, type RollupColumn } from './columns.ts';

/**
 * The columns of an accumulator as JSON text. The text contains names, so that rows stay readable after a base measure
 * is added. Zeros are left out and keys are sorted, so that equal accumulators give equal text.
 */
export type EncodedRow = Record<StoredColumn, string>;

/** The same before it is packed. */
export type EncodedParts = Record<RollupColumn, string>;

const EMPTY_LIST = '[]';

/** The JSON of an omitted part. All others are lists. */
const OMITTED = '{}';

const EMPTY = encodeParts(emptyAccumulator(), 0);

/** The text of a column without figures. */
export function emptyText(column: RollupColumn): string {
  return EMPTY[column];
}

/** A sum is not exact: beyond ±(2^53 − 1), or not an integer. */
export class InexactSum extends Error {}

/** SQL that selects a column of a rollup row; `alias` is that of the table. Parts of packed columns are extracted. */
export function columnSql(column: RollupColumn, alias: string): string {
  const { packed } = partNamed(column);
  if (!packed) return `${alias}.${column}`;
  return `coalesce(${alias}.${packed.column} ->> '$."${packed.name}"', '${EMPTY[column]}')`;
}

/**
 * Encodes the accumulator of local day `day` in `zone`; undefined if all its values are zero. Throws InexactSum if a
 * sum is not exact, because it could never be subtracted again.
 */
export function encode(accumulator: Accumulator, zone: string, day: number): EncodedRow | undefined {
  const parts = encodeExact(accumulator, firstInterval(zone, day));
  return parts && packed(parts);
}

/** As `encode`, before packing. `first` is the first interval of the day. */
export function encodeExact(accumulator: Accumulator, first: number): EncodedParts | undefined {
  for (const { baseMeasures } of [accumulator, accumulator.outbound ?? accumulator]) {
    const inexact = baseMeasures.findIndex((value) => !Number.isSafeInteger(value));
    if (inexact >= 0)
      throw new InexactSum(`The sum of ${BASE_MEASURES[inexact]!.name} is beyond what is counted exactly.`);
  }
  const parts = encodeParts(accumulator, first);
  return PARTS.some(({ column }) => parts[column] !== EMPTY[column]) ? parts : undefined;
}

function encodeParts(accumulator: Accumulator, first: number): EncodedParts {
  const parts = Object.fromEntries(
    PARTS.map(({ column, codec, byDay }) => [
      column,
      byDay && isOmitted(accumulator, column) ? OMITTED : codec.encode(accumulator, first),
    ]),
  ) as EncodedParts;
  // Of what is empty, nothing is omitted: from then on it is kept by interval again.
  for (const { column, byDay } of PARTS)
    if (parts[column] === OMITTED && byDay && parts[byDay] === EMPTY_LIST) parts[column] = EMPTY_LIST;
  return parts;
}

function isOmitted({ omitted }: Accumulator, column: RollupColumn): boolean {
  return omitted.has(column as OmissiblePart);
}

/** Whether a part was read that the row omits. */
export function isOmittedJson({ byDay }: Pick<Part, 'byDay'>, json: unknown): boolean {
  return byDay !== undefined && !Array.isArray(json);
}

/** Leaves a part out of an accumulator's row. */
export function omit(accumulator: Accumulator, parts: EncodedParts, column: OmissiblePart): void {
  accumulator.omitted.add(column);
  parts[column] = OMITTED;
}

/** Encodes one column of an accumulator. `first` is the first interval of the day. */
export function encodeColumn(column: RollupColumn, accumulator: Accumulator, first: number): string {
  return partNamed(column).codec.encode(accumulator, first);
}

/** Puts encoded columns together as the table stores them. */
export function packed(parts: EncodedParts): EncodedRow {
  const row: Record<string, string> = {};
  const held = new Map<PackedColumn, string[]>(PACKED_COLUMNS.map((column) => [column, []]));
  for (const { column, packed: into } of PARTS) {
    if (!into) row[column] = parts[column];
    else if (parts[column] !== EMPTY[column])
      held.get(into.column)!.push(`${JSON.stringify(into.name)}:${parts[column]}`);
  }
  for (const [column, members] of held) row[column] = `{${members.join()}}`;
  return row as EncodedRow;
}

/** Encoded columns as they are read: of the table, or single parts of packed ones. */
export type ReadableRow = Partial<Record<RollupColumn | StoredColumn, string>>;

/** Decodes the given columns of local day `day` in `zone`. Throws an Error if one cannot be read. */
export function decode(encoded: ReadableRow, zone: string, day: number): Accumulator {
  const accumulator = emptyAccumulator();
  const first = firstInterval(zone, day);
  const unpacked = Object.fromEntries(
    PACKED_COLUMNS.map((column) => [column, JSON.parse(encoded[column] ?? '{}') as Record<string, unknown>]),
  );
  for (const part of PARTS) {
    const { column, codec, packed: from } = part;
    const text = encoded[column];
    const json =
      text === undefined ? from && unpacked[from.column]?.[from.name] : (JSON.parse(text) as unknown);
    if (json === undefined) continue;
    if (isOmittedJson(part, json)) accumulator.omitted.add(column as OmissiblePart);
    else codec.decode(accumulator, json, first);
  }
  return accumulator;
}

/** The first interval of local day `day` in `zone`. */
export function firstInterval(zone: string, day: number): number {
  return Math.floor(startOfDay(zone, day) / INTERVAL_SECONDS);
}
