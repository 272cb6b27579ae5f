import type { Cell, Column } from '../section.ts';
import { BOTTOM, type Canvas, COLORS, PAGE, ROOM, type TextStyle, type Theme } from './canvas.ts';
import { fitLabel } from './member-label.ts';
import { layOut, PADDING, type PrintedColumn } from './table-columns.ts';

const ROW = 14;
const LINE = 9.5;
const TOP = 40;

/** Draws the rows from `y` on, over as many pages as needed. Returns the `y` below them. */
export function drawTable(
  canvas: Canvas,
  theme: Theme,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  y: number,
): number {
  const printed = layOut(theme, columns, rows);
  const headHeight = Math.max(1, ...printed.map((column) => column.lines.length)) * LINE + 7;
  let top = y;
  if (top + headHeight + 2 * ROW > BOTTOM) top = nextPage(canvas);
  top = drawColumnHeads(canvas, theme, printed, headHeight, top);
  for (const index of rows.keys()) {
    if (top + ROW > BOTTOM) top = drawColumnHeads(canvas, theme, printed, headHeight, nextPage(canvas));
    if (index % 2 === 1) canvas.rectangle(PAGE.margin, top, ROOM, ROW, COLORS.zebra);
    for (const column of printed) {
      const { face, size } = theme.cell;
      const label = column.cells[index] ?? { text: '', tail: '' };
      put(canvas, column, fitLabel(face, label, size, column.width - 2 * PADDING), top + 10, theme.cell);
    }
    top += ROW;
  }
  canvas.line(
    [
      [PAGE.margin, top],
      [PAGE.margin + ROOM, top],
    ],
    0.6,
    COLORS.rule,
  );
  return top;
}

/** Starts a new page. Returns the `y` where its content begins. */
export function nextPage(canvas: Canvas): number {
  canvas.addPage();
  return TOP;
}

function drawColumnHeads(
  canvas: Canvas,
  theme: Theme,
  columns: PrintedColumn[],
  height: number,
  y: number,
): number {
  canvas.rectangle(PAGE.margin, y, ROOM, height, COLORS.accent);
  for (const column of columns) {
    for (const [i, line] of column.lines.entries()) {
      put(canvas, column, line, y + 10.5 + i * LINE, theme.columnHead);
    }
  }
  return y + height;
}

function put(canvas: Canvas, column: PrintedColumn, text: string, y: number, style: TextStyle): void {
  const x = column.right ? column.x + column.width - PADDING : column.x + PADDING;
  canvas.text(text, x, y, style, column.right ? 'right' : 'left');
}
