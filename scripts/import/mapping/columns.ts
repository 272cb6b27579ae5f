import type { CompiledMapping } from './compile.ts';
import { MappingError } from './mapping.ts';

/**
 * Checks that the columns that a mapping uses are in the header of a file, once each; optional fields can do without
 * theirs. Throws MappingError that names each path.
 */
export function checkColumns(mapping: CompiledMapping, columns: readonly string[]): void {
  const problems = mapping.all.flatMap(({ path, expression, isOptional }) =>
    expression.paths.flatMap(([name = '']) => {
      const places = columns.flatMap((column, index) => (column === name ? [index + 1] : []));
      if (places.length === 1 || (places.length === 0 && isOptional)) return [];
      if (places.length === 0)
        return [`${path}: the file has no column "${name}"; it has ${columns.join(', ')}`];
      return [
        `${path}: columns ${places.join(' and ')} of the file are both named "${name}"; name the columns in file.columns, with file.header as it is`,
      ];
    }),
  );
  const names = mapping.all.flatMap(({ expression }) => expression.paths.map(([name = '']) => name));
  if (problems.length > 0) throw new MappingError([...problems, ...undivided(columns, names)]);
}

/** How a header would be divided that is a single column, although the mapping names parts of it. */
function undivided([only = '', ...more]: readonly string[], names: readonly string[]): string[] {
  if (more.length > 0) return [];
  const forExcel = /^sep=(.)$/.exec(only)?.[1];
  if (forExcel !== undefined) {
    return [
      `file: the first line is one for Excel; set delimiter to ${JSON.stringify(forExcel)}, header to 2`,
    ];
  }
  const delimiter = [';', '\t', '|', ','].find((each) =>
    only.split(each).some((part) => names.includes(part.trim())),
  );
  if (delimiter === undefined || names.includes(only)) return [];
  return [`file.delimiter: the header is one column; set ${JSON.stringify(delimiter)} to divide it`];
}

/** Watches which of the names that a mapping uses occur: objects have no header that could be checked before. */
export class Occurrences {
  readonly #missing = new Map<string, string[]>();

  constructor(mapping: CompiledMapping) {
    for (const { expression } of mapping.all) {
      for (const path of expression.paths) this.#missing.set(path.join('.'), path);
    }
  }

  /** Notes the names of a row. */
  see(cells: object): void {
    for (const [name, path] of this.#missing) if (isIn(cells, path)) this.#missing.delete(name);
  }

  /** The names that no row has had. */
  get missing(): string[] {
    return [...this.#missing.keys()];
  }
}

function isIn(value: unknown, [head, ...rest]: string[]): boolean {
  if (head === undefined) return true;
  if (Array.isArray(value)) return value.some((each) => isIn(each, [head, ...rest]));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, head)) return false;
  return isIn((value as Record<string, unknown>)[head], rest);
}
