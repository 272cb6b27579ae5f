import type { Cell, ColumnType, DocumentHead } from '../section.ts';
import { cleanText } from './flat-table.ts';
import { cellXml, textXml } from './sheet-cells.ts';
import { sheetClosing, sheetOpening } from './workbook-parts.ts';
import { STYLES } from './workbook-styles.ts';

/** Name of the first sheet of a workbook. */
export const ABOUT = 'About';

/** Width of the two columns, in characters. */
const WIDTHS = [24, 60];
const LOCAL_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A sheet of the workbook and its rows, without the header row. */
export interface FilledSheet {
  name: string;
  rows: number;
}

/** XML of the first sheet, which says what the workbook is and how many rows each of its other sheets has. */
export function aboutSheet(head: DocumentHead, sheets: readonly FilledSheet[]): string {
  const { from, to, timeZone } = head.period;
  const bound = (text: string): Line => [text, LOCAL_DATE.test(text) ? 'date' : 'text'];
  const facts: (readonly [label: string, ...Line])[] = [
    ['Tenant', `${head.tenantName} (${head.tenantSlug})`, 'text'],
    ['From', ...bound(from)],
    ['To, included', ...bound(to)],
    ['Time zone', `${timeZone}, of all dates and times`, 'text'],
    ['Generated at', head.generatedAt, 'instant'],
    ...(head.filters.length > 0
      ? head.filters.map(({ label, value }) => [label, value, 'text'] as const)
      : ([['Filters', 'none', 'plain']] as const)),
  ];
  const rows = [
    [styledText(STYLES.title, head.title)],
    [],
    ...facts.map(([label, cell, type]) => [styledText(STYLES.label, label), cellOf(cell, type)]),
    [],
    [styledText(STYLES.head, 'Sheet'), styledText(STYLES.head, 'Rows')],
    ...sheets.map(({ name, rows }) => [cellOf(name, 'text'), cellOf(rows, 'number')]),
  ];
  const xml = rows.map((cells, i) => {
    const row = i + 1;
    return `<row r="${row}">${cells.map((cell, at) => cell(`${'AB'[at]}${row}`)).join('')}</row>`;
  });
  return `${sheetOpening(WIDTHS, 'shown first')}${xml.join('')}${sheetClosing(null)}`;
}

type Line = readonly [cell: Cell, type: ColumnType];
/** XML of a cell at this reference. */
type Placed = (reference: string) => string;

function styledText(style: number, text: string): Placed {
  return (reference) => textXml(reference, cleanText(text), style);
}

function cellOf(cell: Cell, type: ColumnType): Placed {
  return (reference) => cellXml(reference, cell, type);
}
