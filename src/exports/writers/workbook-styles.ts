/** Indices of cell styles in the stylesheet. 0 has no format. */
export const STYLES = { head: 1, quoted: 2, instant: 3, date: 4, title: 5, label: 6 } as const;

/** Number formats of one's own have ids from 164 on. */
const FORMATS = { instant: 164, date: 165 } as const;
const GENERAL = 0;
/** Indices of fonts and fills below. */
const FONTS = { regular: 0, bold: 1, title: 2 } as const;
const FILLS = { none: 0, head: 2 } as const;

/** The content of styles.xml, in the XML namespace `main`. */
export function stylesheet(main: string): string {
  const styles = [
    style(GENERAL, FONTS.regular, FILLS.none),
    style(GENERAL, FONTS.bold, FILLS.head),
    // So that what looks like a formula stays text when the cell is edited.
    style(GENERAL, FONTS.regular, FILLS.none, ' quotePrefix="1"'),
    style(FORMATS.instant, FONTS.regular, FILLS.none),
    style(FORMATS.date, FONTS.regular, FILLS.none),
    style(GENERAL, FONTS.title, FILLS.none),
    style(GENERAL, FONTS.bold, FILLS.none),
  ];
  return (
    `<styleSheet xmlns="${main}"><numFmts count="2">` +
    `<numFmt numFmtId="${FORMATS.instant}" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>` +
    `<numFmt numFmtId="${FORMATS.date}" formatCode="yyyy\\-mm\\-dd"/></numFmts>` +
    `<fonts count="3">${font(11, '')}${font(11, '<b/>')}${font(14, '<b/>')}</fonts>` +
    // The first two fills are fixed, whatever a file says of them.
    `<fills count="3">${fill('none', '')}${fill('gray125', '')}` +
    `${fill('solid', '<fgColor rgb="FFE3EAF3"/><bgColor indexed="64"/>')}</fills>` +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${styles.length}">${styles.join('')}</cellXfs>` +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  );
}

function font(size: number, bold: string): string {
  return `<font>${bold}<sz val="${size}"/><name val="Calibri"/><family val="2"/></font>`;
}

function fill(pattern: string, colors: string): string {
  return `<fill><patternFill patternType="${pattern}">${colors}</patternFill></fill>`;
}

function style(format: number, fontId: number, fillId: number, more = ''): string {
  return (
    `<xf numFmtId="${format}" fontId="${fontId}" fillId="${fillId}" borderId="0" xfId="0"` +
    ` applyNumberFormat="1" applyFont="1" applyFill="1"${more}/>`
  );
}
