import type { Cell } from '../section.ts';

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
  const numbers = cells.filter((cell) => typeof cell === 'number' && Number.isFinite(cell));
  const decimals = numbers.reduce<number>((most, cell) => Math.max(most, decimalsOf(Number(cell))), 0);
  const format = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return cells.map((cell) => {
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
