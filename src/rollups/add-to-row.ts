import { type Accumulator, addAccumulator, emptyAccumulator } from './accumulator.ts';
import { BREAKDOWNS } from './breakdowns.ts';
import { type EncodedRow, emptyText, isOmittedJson } from './codec.ts';
import {
  PACKED_COLUMNS,
  PARTS,
  type PackedColumn,
  type Part,
  partNamed,
  type RollupColumn,
  type StoredColumn,
} from './columns.ts';
import { NONE } from './dimensions.ts';
import { type EncodedCells, isFull } from './encoding/encoded-cells.ts';

type Values = Record<string, number>;

/** The text of base measures that are all zero. */
const NO_BASE_MEASURES = '{}';

const PARTS_IN = new Map(
  PACKED_COLUMNS.map((column) => [column, PARTS.filter(({ packed }) => packed?.column === column)]),
);

/**
 * Adds `delta` to a stored row, and leaves the text of whatever `delta` does not touch as it is: columns, cells,
 * intervals. `first` is the first interval of the day, `members` how many cells a breakdown may name. The result is
 * what decoding, adding and encoding give. Returns undefined if that has to be done: a breakdown is or becomes full,
 * nothing is left, of the row or of a part that it omits, or a sum is not exact. Throws an Error if the row cannot be read.
 */
export function addToRow(
  row: EncodedRow,
  delta: Accumulator,
  { first, members }: { first: number; members: number },
): EncodedRow | undefined {
  const touched = new Set<string>(
    BREAKDOWNS.map(({ name }) => name).filter((name) => delta.breakdowns[name]),
  );
  for (const name of touched) if (isFull(row[name as StoredColumn])) return undefined;
  const sum = { ...row };
  const packed = new PackedSums(row);
  const omitted: Part[] = [];
  for (const part of PARTS) {
    const { column, codec, packed: into } = part;
    if (!codec.holds(delta)) continue;
    if (into) {
      if (isOmittedJson(part, packed.add(part, delta, first))) omitted.push(part);
      continue;
    }
    const text = row[column as StoredColumn];
    const json = addToPart(part, () => JSON.parse(text), delta, first);
    if (column === 'base_measures' && !isExact(json as Values)) return undefined;
    if (touched.has(column) && namesIn(json as EncodedCells<unknown>) > members) return undefined;
    sum[column as StoredColumn] = JSON.stringify(json);
    if (isOmittedJson(part, json)) omitted.push(part);
  }
  Object.assign(sum, packed.texts());
  const isEmpty = sum.base_measures === NO_BASE_MEASURES;
  return isEmpty || omitted.some(({ byDay }) => isNothing(sum, byDay!)) ? undefined : sum;
}

/** Adds `delta` to one part, decoded if its codec needs that. `parse` is called again if the JSON may be half changed. */
function addToPart(part: Part, parse: () => unknown, delta: Accumulator, first: number): unknown {
  const { codec } = part;
  const stored = parse();
  if (isOmittedJson(part, stored)) return stored;
  const sum = codec.add?.(stored, delta, first);
  if (sum !== undefined) return sum;
  const accumulator = emptyAccumulator();
  codec.decode(accumulator, parse(), first);
  addAccumulator(accumulator, delta);
  return JSON.parse(codec.encode(accumulator, first));
}

/** Whether a row has no figures of a part that is a list. */
function isNothing(row: EncodedRow, column: RollupColumn): boolean {
  const { packed } = partNamed(column);
  if (!packed) return row[column as StoredColumn] === emptyText(column);
  return !Object.hasOwn(JSON.parse(row[packed.column]) as object, packed.name);
}

function isExact(values: Values): boolean {
  return Object.values(values).every(Number.isSafeInteger);
}

function namesIn([, cells = {}]: EncodedCells<unknown>): number {
  return Object.keys(cells).length - Number(Object.hasOwn(cells, NONE));
}

/** The packed columns of a row, parsed when something is added to them. */
class PackedSums {
  readonly #row: EncodedRow;
  readonly #sums = new Map<PackedColumn, Record<string, unknown>>();

  constructor(row: EncodedRow) {
    this.#row = row;
  }

  /** Returns the JSON of the sum. */
  add(part: Part, delta: Accumulator, first: number): unknown {
    const { column, name } = part.packed!;
    let sums = this.#sums.get(column);
    if (!sums) {
      sums = this.#parsed(column);
      this.#sums.set(column, sums);
    }
    let known: Record<string, unknown> | undefined = sums;
    const parse = (): unknown => {
      const { [name]: json = JSON.parse(emptyText(part.column)) } = known ?? this.#parsed(column);
      known = undefined;
      return json;
    };
    sums[name] = addToPart(part, parse, delta, first);
    return sums[name];
  }

  #parsed(column: PackedColumn): Record<string, unknown> {
    return JSON.parse(this.#row[column]) as Record<string, unknown>;
  }

  texts(): Partial<EncodedRow> {
    const texts: Partial<EncodedRow> = {};
    for (const [column, sums] of this.#sums) {
      const members = PARTS_IN.get(column)!.flatMap(({ column: part, packed }) => {
        const text = JSON.stringify(sums[packed!.name]);
        return text === undefined || text === emptyText(part)
          ? []
          : [`${JSON.stringify(packed!.name)}:${text}`];
      });
      texts[column] = `{${members.join()}}`;
    }
    return texts;
  }
}
