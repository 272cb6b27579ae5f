import { PDF } from '@libpdf/core';
import { expect, test } from 'vitest';
import { type PdfContent, renderPdf } from '../../../src/exports/pdf/render.ts';
import type { DocumentHead, Overview } from '../../../src/exports/section.ts';
import { headOf, SECTIONS } from '../../unit/exports/writers/documents.ts';

const NOTHING: Overview = { keyFigures: [], chart: null };
const HEAD = headOf([
  { name: 'review_id', type: 'plain' },
  { name: 'agent_name', type: 'text' },
  { name: 'engagement_id', type: 'plain' },
  { name: 'score', type: 'number' },
]);

async function pagesOf(head: DocumentHead, content: Partial<PdfContent>): Promise<string[]> {
  const rows = content.rows ?? [];
  const bytes = await renderPdf(head, { overview: NOTHING, total: rows.length, ...content, rows });
  const pdf = await PDF.load(bytes);
  return pdf.getPages().map((page) => page.extractText().text);
}

const review = (agent: string | null, score: number | null = 1) => ({
  section: 0,
  cells: ['r1', agent, null, score],
});

test('tells what it is about, with key figures, chart and rows', async () => {
  const overview: Overview = {
    keyFigures: [{ label: 'Average score', value: '62.8 %' }],
    chart: {
      title: 'Reviews by day',
      counts: true,
      points: [
        { label: '2026-03-01', value: 1310 },
        { label: '2026-03-02', value: null },
      ],
    },
  };
  const [page = ''] = await pagesOf(HEAD, { overview, rows: [review('Ann', 1234.5)] });
  for (const text of [
    'Reviews',
    'Ávila & Łukasz',
    '2026-03-01 to 2026-03-31',
    'Europe/Lisbon',
    '2026-04-01T09:00:00+01:00',
    'Average score',
    '62.8 %',
    'Reviews by day',
    '1,500',
    '2026-03-02',
    'Review ID',
    'Ann',
    '1,234.5',
    'Page 1 of 1',
  ]) {
    expect(page).toContain(text);
  }
  expect(page).not.toContain('First');
});

test('prints Latin, Greek and Cyrillic, composed, and boxes for what the font lacks', async () => {
  const names = [
    'João',
    'Ávila',
    'Łukasz',
    'Ωμέγα',
    'Жук',
    'e\u0301clair',
    '中文',
    'a\u0000\u200B\uD800b',
    'x\ny',
  ];
  const [page = ''] = await pagesOf(HEAD, { rows: names.map((name) => review(name)) });
  for (const name of ['João', 'Ávila', 'Łukasz', 'Ωμέγα', 'Жук', 'éclair', '□□', 'a\uFFFDb', 'x y']) {
    expect(page).toContain(name);
  }
});

test('leaves out columns without any cell and cuts long texts', async () => {
  const [page = ''] = await pagesOf(HEAD, { rows: [review('word '.repeat(500)), review(null)] });
  expect(page).toContain('Agent name');
  expect(page).not.toContain('Engagement');
  expect(page).toMatch(/word word.*…/);
});

test('says of how many rows it shows the first', async () => {
  const [page = ''] = await pagesOf(HEAD, { rows: [review('Ann'), review('Bo')], total: 34_120 });
  expect(page).toContain('First 2 of 34,120 rows');
});

test('has a table for every section, with the columns of its own', async () => {
  const text = (await pagesOf(SECTIONS, { rows: [{ section: 2, cells: ['Ann', 7] }] })).join('\n');
  expect(text).toMatch(/Day[\s\S]*No rows\.[\s\S]*SLA[\s\S]*No rows\.[\s\S]*Call[\s\S]*Agent[\s\S]*Ann/);
  expect(text).not.toContain('State');
});

test('prints 2,000 rows of 14 columns in under 2 MB, with the column heads on every page', async () => {
  const columns = Array.from({ length: 14 }, (_, i) => ({ name: `field_${i}`, type: 'text' as const }));
  const rows = Array.from({ length: 2000 }, (_, i) => ({
    section: 0,
    cells: columns.map((_column, c) => `Ł${i}-${c}`),
  }));
  const bytes = await renderPdf(headOf(columns), { overview: NOTHING, rows, total: 2000 });
  expect(bytes.length).toBeLessThan(2_000_000);
  const pages = (await PDF.load(bytes)).getPages();
  expect(pages.length).toBeGreaterThan(40);
  const last = pages.at(-1)?.extractText().text ?? '';
  expect(last).toContain('Field 0');
  expect(last).toContain('Ł1999-0');
  expect(last).toContain(`Page ${pages.length} of ${pages.length}`);
});
