import { escapedXml } from './sheet-cells.ts';
import { stylesheet } from './workbook-styles.ts';
import { joinBytes, type ZipWriter } from './zip.ts';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Name of the ZIP entry of sheet `number`, counted from 1. */
export function sheetEntry(number: number): string {
  return `xl/worksheets/sheet${number}.xml`;
}

/** XML before the first row of a sheet. `widths` are in characters. */
export function sheetOpening(widths: readonly number[], view: 'frozen head' | 'shown first'): string {
  const columns = widths.map(
    (width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`,
  );
  const selected = view === 'shown first' ? ' showGridLines="0" tabSelected="1"' : '';
  const pane =
    view === 'frozen head'
      ? '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
      : '';
  return (
    `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView${selected} workbookViewId="0">${pane}</sheetView>` +
    `</sheetViews>${columns.length > 0 ? `<cols>${columns.join('')}</cols>` : ''}<sheetData>`
  );
}

/**
 * XML after the last row. `filtered` is the range including the header row; null if nothing can be filtered. Texts
 * that are digits, such as ids, are not marked as mistakes in it.
 */
export function sheetClosing(filtered: string | null): string {
  const ending =
    filtered === null
      ? ''
      : `<autoFilter ref="${filtered}"/><ignoredErrors><ignoredError sqref="${filtered}" numberStoredAsText="1"/></ignoredErrors>`;
  return `</sheetData>${ending}</worksheet>`;
}

/** The parts of a workbook that depend on its sheets, which are named in their order. */
export function workbookEntries(zip: ZipWriter, sheets: readonly string[]): Uint8Array {
  const numbers = sheets.map((_, index) => index + 1);
  const stylesId = `rId${sheets.length + 1}`;
  const names = sheets.map(
    (name, i) => `<sheet name="${escapedXml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  );
  const targets = numbers.map(
    (n) => `<Relationship Id="rId${n}" Type="${DOCUMENT}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
  );
  const overrides = numbers.map(
    (n) => `<Override PartName="/${sheetEntry(n)}" ContentType="${TYPES}.worksheet+xml"/>`,
  );
  return joinBytes([
    zip.entry('xl/styles.xml', XML + stylesheet(MAIN)),
    zip.entry(
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets>${names.join('')}</sheets></workbook>`,
    ),
    zip.entry(
      'xl/_rels/workbook.xml.rels',
      `${XML}<Relationships xmlns="${PACKAGE}/relationships">${targets.join('')}` +
        `<Relationship Id="${stylesId}" Type="${DOCUMENT}/styles" Target="styles.xml"/></Relationships>`,
    ),
    zip.entry(
      '_rels/.rels',
      `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
        `<Relationship Id="rId1" Type="${DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    zip.entry(
      '[Content_Types].xml',
      `${XML}<Types xmlns="${PACKAGE}/content-types">` +
        `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Default Extension="xml" ContentType="application/xml"/>` +
        `<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${overrides.join('')}</Types>`,
    ),
  ]);
}
