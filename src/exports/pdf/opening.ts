import { type Cell, type DocumentHead, type Overview, plainCell } from '../section.ts';
import { type Canvas, COLORS, PAGE, ROOM, type TextStyle, type Theme } from './canvas.ts';
import { fitLabel, type Label, memberLabel, textLabel } from './member-label.ts';
import type { Typeface } from './typeface.ts';

const ACRONYMS = new Set(['id', 'sla', 'ai', 'llm', 'tts', 'stt', 'usd']);
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;
const figures = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 });

/** `avg_duration_seconds` and `avgDurationSeconds` become `Avg duration seconds`. */
export function heading(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split('_')
    .map((word) => (ACRONYMS.has(word) ? word.toUpperCase() : word));
  const joined = words.join(' ');
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}

/**
 * The cells of a column as text. Instants lose their offset, because the page names the time zone. Numbers get as many
 * decimals as the most precise of them, at most 4.
 */
export function cellLabels(cells: readonly Cell[]): string[] {
  const plain = cells.map(plainCell);
  const numbers = plain.filter((cell) => typeof cell === 'number' && Number.isFinite(cell));
  const decimals = numbers.reduce<number>((most, cell) => Math.max(most, decimalsOf(Number(cell))), 0);
  const format = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return plain.map((cell) => {
    if (cell === null) return '';
    if (typeof cell === 'number') return Number.isFinite(cell) ? format.format(cell) : '';
    return cell.replace(INSTANT, '$1 $2');
  });
}

/** Like `1,234.5`. */
export function figureLabel(value: number): string {
  return figures.format(value);
}

function decimalsOf(value: number): number {
  return (figures.format(value).split('.')[1] ?? '').length;
}

const TILES_A_LINE = 6;
const TILE = { height: 46, gap: 10, padding: 10 } as const;

/** Draws the title, tenant, period, time zone and filters at the top of the first page. Returns the `y` below them. */
export function drawHead(canvas: Canvas, theme: Theme, head: DocumentHead): number {
  const { from, to, timeZone } = head.period;
  const draw = (label: Label, y: number, style: TextStyle) => {
    canvas.text(fitLabel(style.face, label, style.size, ROOM), PAGE.margin, y, style);
  };
  const put = (text: string, y: number, style: TextStyle) => draw(textLabel(style.face, text), y, style);
  canvas.rectangle(0, 0, PAGE.width, 6, COLORS.accent);
  put(head.title, 52, theme.title);
  draw(tenantLabel(theme.text.face, head), 70, theme.text);
  put(`${from} to ${to}  ·  ${timeZone}  ·  Generated at ${head.generatedAt}`, 85, theme.muted);
  if (head.filters.length === 0) return 102;
  // The values are ids, which have to be told apart.
  const { face } = theme.muted;
  const filters = head.filters.map(({ label, value }) => `${label}: ${face.spelled(value)}`);
  put(filters.join('  ·  '), 98, theme.muted);
  return 115;
}

/** The tenant by its name, with its slug beside it if the font lacks a character of the name. */
export function tenantLabel(face: Typeface, { tenantName, tenantSlug }: DocumentHead): Label {
  return memberLabel(face, { name: tenantName, id: tenantSlug });
}

/** Draws the key figures side by side at `y`. Returns the `y` below them. */
export function drawKeyFigures(
  canvas: Canvas,
  theme: Theme,
  keyFigures: Overview['keyFigures'],
  y: number,
): number {
  if (keyFigures.length === 0) return y;
  const lines = Math.ceil(keyFigures.length / TILES_A_LINE);
  const perLine = Math.ceil(keyFigures.length / lines);
  const width = (ROOM - TILE.gap * (perLine - 1)) / perLine;
  const inside = width - 2 * TILE.padding;
  for (const [i, { label, value }] of keyFigures.entries()) {
    const x = PAGE.margin + (i % perLine) * (width + TILE.gap);
    const top = y + Math.floor(i / perLine) * (TILE.height + TILE.gap);
    canvas.rectangle(x, top, width, TILE.height, COLORS.tile);
    canvas.rectangle(x, top, 2.5, TILE.height, COLORS.bar);
    const put = (text: string, style: TextStyle, below: number) => {
      const printable = style.face.printable(text);
      canvas.text(style.face.fit(printable, style.size, inside), x + TILE.padding, top + below, style);
    };
    put(label, theme.label, 16);
    put(value, theme.figure, 36);
  }
  return y + lines * (TILE.height + TILE.gap) + 8;
}
