import { type Cell, type ColumnType, plainCell } from '../section.ts';
import { cleanText, looksLikeFormula } from './flat-table.ts';
import { STYLES } from './workbook-styles.ts';

/** The limit of spreadsheets. */
const MAX_CHARACTERS = 32_767;
const DAY_MILLISECONDS = 86_400_000;
/** 1970-01-01 in days of spreadsheets. */
const EPOCH_SERIAL = 25_569;
/** 1900-03-01. Spreadsheets disagree about the days before it. */
const FIRST_SERIAL = 61;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** With its offset, which a cell cannot hold: it shows the wall time. */
const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:Z|[+-]\d{2}:\d{2})$/;

/** `A` for 0, `AA` for 26. */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26);
  return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(65 + (index % 26));
}

/**
 * XML of a cell: numbers as numbers, dates and instants as days since 1899-12-30 (wall time) with a number format, all
 * else as text, never as a formula. Empty for an empty cell.
 */
export function cellXml(reference: string, cell: Cell, type: ColumnType): string {
  const plain = plainCell(cell);
  if (plain === null || plain === '') return '';
  if (typeof plain === 'number') return Number.isFinite(plain) ? numberXml(reference, plain, 0) : '';
  if (type === 'date' || type === 'instant') {
    const serial = serialOf(plain, type);
    if (serial !== undefined) return numberXml(reference, serial, STYLES[type]);
  }
  const text = cleanText(plain);
  return textXml(reference, text, type === 'text' && looksLikeFormula(text) ? STYLES.quoted : 0);
}

/** XML of a cell with this text, cut to what a cell can hold. `style` is one of STYLES, or 0. */
export function textXml(reference: string, text: string, style: number): string {
  const short = text.length > MAX_CHARACTERS ? cleanText(`${text.slice(0, MAX_CHARACTERS - 1)}…`) : text;
  const escaped = escapedXml(short.replace(/\r\n?/g, '\n').replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_'));
  return `<c r="${reference}" t="inlineStr"${styled(style)}><is><t xml:space="preserve">${escaped}</t></is></c>`;
}

/** Text that can stand in an element or in an attribute. Expects cleaned text. */
export function escapedXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function numberXml(reference: string, value: number, style: number): string {
  return `<c r="${reference}"${styled(style)}><v>${value}</v></c>`;
}

function styled(style: number): string {
  return style === 0 ? '' : ` s="${style}"`;
}

/** Undefined for a text that is no date, or one that spreadsheets cannot hold. */
function serialOf(text: string, type: 'date' | 'instant'): number | undefined {
  const wall = type === 'date' ? DATE.exec(text)?.[0] : INSTANT.exec(text)?.[1];
  if (wall === undefined) return undefined;
  const milliseconds = Date.parse(type === 'date' ? `${wall}T00:00:00Z` : `${wall}Z`);
  const serial = EPOCH_SERIAL + milliseconds / DAY_MILLISECONDS;
  return serial >= FIRST_SERIAL ? serial : undefined;
}
