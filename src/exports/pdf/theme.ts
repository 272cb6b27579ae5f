import type { Color, TextStyle } from './canvas.ts';
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
