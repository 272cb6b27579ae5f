import regularFile from '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf';
import boldFile from '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf';
import { PDF } from '@libpdf/core';
import type { Cell, DocumentHead, Overview } from '../section.ts';
import { BOTTOM, Canvas, COLORS, PAGE, ROOM, type Theme, themeOf } from './canvas.ts';
import { drawChart } from './chart.ts';
import { wholeLabel } from './member-label.ts';
import { drawHead, drawKeyFigures, figureLabel, heading, tenantLabel } from './opening.ts';
import { drawTable, nextPage } from './table.ts';
import { Typeface } from './typeface.ts';

/** With less room than this, a table starts on a new page. */
const ROOM_FOR_TABLE = 110;

export interface PdfContent {
  overview: Overview;
  /** The rows to print, ordered by section. `section` is an index of the sections of the head. */
  rows: readonly { section: number; cells: readonly Cell[] }[];
  /** Total number of rows, printed or not. */
  total: number;
}

/**
 * Renders a report as PDF: A4 landscape with key figures, a chart, and the rows as tables. Fonts are embedded as
 * subsets; characters that they lack print as boxes, with the id beside the name of a member.
 */
export async function renderPdf(head: DocumentHead, content: PdfContent): Promise<Uint8Array> {
  const pdf = PDF.create();
  const theme = themeOf(
    new Typeface(pdf.embedFont(new Uint8Array(regularFile))),
    new Typeface(pdf.embedFont(new Uint8Array(boldFile))),
  );
  pdf.setTitle(`${head.title} – ${head.tenantName}`.toWellFormed(), { showInWindowTitleBar: true });
  pdf.setLanguage('en');
  pdf.setCreator('Callmeter');
  pdf.setCreationDate(new Date(head.generatedAt));

  const canvas = new Canvas(pdf);
  canvas.addPage();
  let y = drawHead(canvas, theme, head);
  y = drawKeyFigures(canvas, theme, content.overview.keyFigures, y);
  if (content.overview.chart) y = drawChart(canvas, theme, content.overview.chart, y);
  if (content.rows.length < content.total) {
    const note = `First ${figureLabel(content.rows.length)} of ${figureLabel(content.total)} rows`;
    canvas.text(note, PAGE.margin, y + 4, theme.muted);
    y += 18;
  }
  drawSections(canvas, theme, head, content, y);
  canvas.finish((page, pages) => drawFoot(canvas, theme, head, page, pages));
  return pdf.save({ subsetFonts: true, compressStreams: true });
}

function drawSections(
  canvas: Canvas,
  theme: Theme,
  head: DocumentHead,
  content: PdfContent,
  from: number,
): void {
  let y = from;
  for (const [index, section] of head.sections.entries()) {
    const rows = content.rows.filter((row) => row.section === index).map((row) => row.cells);
    if (y + (rows.length > 0 ? ROOM_FOR_TABLE : 40) > BOTTOM) y = nextPage(canvas);
    if (head.layout === 'sections') {
      canvas.text(theme.heading.face.printable(heading(section.name)), PAGE.margin, y + 8, theme.heading);
      y += 18;
    }
    if (rows.length > 0) {
      y = drawTable(canvas, theme, section.columns, rows, y) + 22;
    } else {
      canvas.text(
        content.rows.length < content.total ? 'No rows among those shown.' : 'No rows.',
        PAGE.margin,
        y + 8,
        theme.muted,
      );
      y += 30;
    }
  }
}

function drawFoot(canvas: Canvas, theme: Theme, head: DocumentHead, page: number, pages: number): void {
  const { face, size } = theme.label;
  const y = PAGE.height - 24;
  canvas.line(
    [
      [PAGE.margin, y - 13],
      [PAGE.margin + ROOM, y - 13],
    ],
    0.4,
    COLORS.rule,
  );
  const tenant = wholeLabel(tenantLabel(face, head));
  const left = face.fit(`${face.printable(head.title)}  ·  ${tenant}`, size, ROOM / 2);
  canvas.text(left, PAGE.margin, y, theme.label);
  canvas.text(`Page ${page} of ${pages}`, PAGE.margin + ROOM, y, theme.label, 'right');
}
