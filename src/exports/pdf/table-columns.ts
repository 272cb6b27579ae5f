import type { Cell, Column } from '../section.ts';
import { PAGE, ROOM, type TextStyle, type Theme } from './canvas.ts';
import { type Label, memberLabel, textLabel, wholeLabel } from './member-label.ts';
import { cellLabels, heading } from './opening.ts';
import type { Typeface } from './typeface.ts';

/** The preferred and minimum width of a column, in points. */
export interface WidthWish {
  natural: number;
  least: number;
}

/**
 * Widths that fill `room` exactly. Spare room is distributed in proportion; if room is short, columns shrink towards
 * their minimum. If even the minimum does not fit, all columns shrink alike.
 */
export function columnWidths(wishes: readonly WidthWish[], room: number): number[] {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const natural = sum(wishes.map((wish) => wish.natural));
  const least = sum(wishes.map((wish) => Math.min(wish.least, wish.natural)));
  if (natural <= room || least >= room) {
    const factor = room / (natural <= room ? natural : least);
    return wishes.map(
      (wish) => factor * (natural <= room ? wish.natural : Math.min(wish.least, wish.natural)),
    );
  }
  const share = (room - least) / (natural - least);
  return wishes.map((wish) => {
    const floor = Math.min(wish.least, wish.natural);
    return floor + (wish.natural - floor) * share;
  });
}

/** Room at both sides of a cell, in points. */
export const PADDING = 5;
/** Maximum width that a text gives its column, and the minimum that remains if room is short, in points. */
const MAX_TEXT = 190;
const LEAST_TEXT = 46;

/** A column as it is drawn: `lines` of its head, `x` and `width` in points. */
export interface PrintedColumn {
  lines: string[];
  right: boolean;
  x: number;
  width: number;
  cells: Label[];
}

/** Lays out the columns that have any cell, or all columns if there are no rows. */
export function layOut(
  theme: Theme,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): PrintedColumn[] {
  const { face, size } = theme.cell;
  const head = theme.columnHead;
  const kept = columns.flatMap((column, at) => {
    const cells = columnLabels(
      face,
      rows.map((row) => row[at] ?? null),
    );
    if (rows.length > 0 && cells.every((cell) => wholeLabel(cell) === '')) return [];
    const title = head.face.printable(heading(column.name));
    const longestWord = Math.max(...title.split(' ').map((word) => head.face.widthOf(word, head.size)));
    const widest = widestOf(face, cells.map(wholeLabel), size);
    const tail = widestOf(
      face,
      cells.map((cell) => cell.tail),
      size,
    );
    const right = column.type === 'number';
    const needed = Math.max(longestWord, Math.min(widest, MAX_TEXT)) + 2 * PADDING;
    const leastText = Math.min(Math.max(LEAST_TEXT, tail + 2 * PADDING), needed);
    const least = right ? needed : Math.max(longestWord + 2 * PADDING, leastText);
    return [{ title, cells, right, natural: needed, least }];
  });
  const widths = columnWidths(kept, ROOM);
  let x: number = PAGE.margin;
  return kept.map(({ title, cells, right }, i) => {
    const width = widths[i] ?? 0;
    const column = { lines: wrap(title, head, width - 2 * PADDING), right, x, width, cells };
    x += width;
    return column;
  });
}

function columnLabels(face: Typeface, cells: readonly Cell[]): Label[] {
  return cellLabels(cells).map((text, i) => {
    const cell = cells[i] ?? null;
    return typeof cell === 'object' && cell !== null ? memberLabel(face, cell) : textLabel(face, text);
  });
}

function widestOf(face: Typeface, texts: readonly string[], size: number): number {
  return texts.reduce((width, text) => Math.max(width, face.widthOf(text, size)), 0);
}

/** Wraps words into lines. */
function wrap(text: string, { face, size }: TextStyle, room: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && face.widthOf(longer, size) <= room) lines[lines.length - 1] = longer;
    else lines.push(face.fit(word, size, room + 0.01));
  }
  return lines;
}
