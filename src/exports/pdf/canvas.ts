import { ops, type PDF, type PDFPage } from '@libpdf/core';
import type { Typeface } from './typeface.ts';

const INK: Color = [0.12, 0.16, 0.23];
const MUTED: Color = [0.42, 0.47, 0.55];
const WHITE: Color = [1, 1, 1];

export const COLORS = {
  accent: [0.11, 0.31, 0.53],
  bar: [0.2, 0.47, 0.74],
  tile: [0.95, 0.965, 0.98],
  zebra: [0.965, 0.973, 0.982],
  rule: [0.85, 0.88, 0.91],
} as const satisfies Record<string, Color>;

export type Theme = Record<
  'title' | 'heading' | 'text' | 'muted' | 'figure' | 'label' | 'columnHead' | 'cell',
  TextStyle
>;

export function themeOf(regular: Typeface, bold: Typeface): Theme {
  return {
    title: { face: bold, size: 20, color: INK },
    heading: { face: bold, size: 12, color: INK },
    text: { face: regular, size: 10, color: INK },
    muted: { face: regular, size: 8.5, color: MUTED },
    figure: { face: bold, size: 16, color: COLORS.accent },
    label: { face: regular, size: 8, color: MUTED },
    columnHead: { face: bold, size: 7.5, color: WHITE },
    cell: { face: regular, size: 7.5, color: INK },
  };
}

type Operator = ReturnType<typeof ops.stroke>;

/** Red, green and blue, each from 0 to 1. */
export type Color = readonly [number, number, number];

/** A4 landscape, in points. */
export const PAGE = { width: 842, height: 595, margin: 40 } as const;
/** Width between the margins. */
export const ROOM = PAGE.width - 2 * PAGE.margin;
/** Lower end of the content, measured from the top of the page. */
export const BOTTOM = PAGE.height - 48;

export interface TextStyle {
  face: Typeface;
  size: number;
  color: Color;
}

/** Draws on the last page. Coordinates start at its top left corner. A page is one content stream. */
export class Canvas {
  readonly #pdf: PDF;
  readonly #pages: { page: PDFPage; drawn: Operator[] }[] = [];

  constructor(pdf: PDF) {
    this.#pdf = pdf;
  }

  get pages(): number {
    return this.#pages.length;
  }

  addPage(): void {
    this.#pages.push({ page: this.#pdf.addPage({ width: PAGE.width, height: PAGE.height }), drawn: [] });
  }

  /**
   * Draws one line of text with its baseline at `y`. `x` is its left end, right end or middle, depending on `align`.
   */
  text(
    text: string,
    x: number,
    y: number,
    style: TextStyle,
    align: 'left' | 'right' | 'center' = 'left',
  ): void {
    if (text === '') return;
    const { page, drawn } = this.#last();
    const width = align === 'left' ? 0 : style.face.widthOf(text, style.size);
    const left = align === 'center' ? x - width / 2 : x - width;
    drawn.push(
      ops.beginText(),
      ops.setNonStrokingRGB(...style.color),
      ops.setFont(page.registerFont(style.face.font), style.size),
      ops.moveText(rounded(left), rounded(PAGE.height - y)),
      ops.showText(style.face.encode(text)),
      ops.endText(),
    );
  }

  rectangle(x: number, y: number, width: number, height: number, color: Color): void {
    this.#last().drawn.push(
      ops.setNonStrokingRGB(...color),
      ops.rectangle(rounded(x), rounded(PAGE.height - y - height), rounded(width), rounded(height)),
      ops.fill(),
    );
  }

  /** Draws a line through the points. */
  line(points: readonly (readonly [number, number])[], thickness: number, color: Color): void {
    const { drawn } = this.#last();
    drawn.push(ops.setStrokingRGB(...color), ops.setLineWidth(thickness), ops.setLineJoin(1));
    for (const [i, [x, y]] of points.entries()) {
      drawn.push((i === 0 ? ops.moveTo : ops.lineTo)(rounded(x), rounded(PAGE.height - y)));
    }
    drawn.push(ops.stroke());
  }

  /** Calls `draw` for each page, then adds all pages to the document. */
  finish(draw: (page: number, pages: number) => void): void {
    const all = [...this.#pages];
    for (const [i, sheet] of all.entries()) {
      this.#pages.push(sheet);
      draw(i + 1, all.length);
      this.#pages.pop();
      sheet.page.drawOperators(sheet.drawn);
    }
  }

  #last(): { page: PDFPage; drawn: Operator[] } {
    const last = this.#pages.at(-1);
    if (!last) throw new Error('No page to draw on.');
    return last;
  }
}

/** Hundredths of a point are finer than any printer. */
function rounded(points: number): number {
  return Math.round(points * 100) / 100;
}
