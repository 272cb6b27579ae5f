import type { Cursor, Overview, Section } from '../../section.ts';

/** The lines after `cursor`, or the first ones if it is null: objects in the order of a key. */
export type Lines = (
  cursor: Cursor | null,
) => Promise<{ lines: readonly Readonly<Record<string, unknown>>[]; next: Cursor | null }>;

/** A section with one column, in which each line is a JSON text. Counting lines would cost as much as reading them. */
export function linesSection(name: string, lines: Lines): Section {
  return {
    name,
    columns: [{ name: 'line', type: 'plain' }],
    count: async () => null,
    async page(cursor) {
      const page = await lines(cursor);
      return { rows: page.lines.map((line) => [JSON.stringify(line)]), next: page.next };
    },
  };
}

/** The key of the last row of a full page; null if the page was not full and therefore the last. */
export function cursorAfter<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => Cursor,
): Cursor | null {
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return last === undefined ? null : keyOf(last);
}

/** These files are never PDF. */
export const emptyOverview: Overview = { keyFigures: [], chart: null };
