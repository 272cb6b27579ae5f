import { PDF } from '@libpdf/core';
import { describe, expect, test } from 'vitest';
import { type PdfContent, renderPdf } from '../../../src/exports/pdf/render.ts';
import type { Cell, Chart, DocumentHead, Overview } from '../../../src/exports/section.ts';
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

const review = (agent: Cell, score: number | null = 1) => ({
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

test('shows the id beside a name that the font cannot print, in tables and charts', async () => {
  const members: [name: string, id: string, shown: string][] = [
    ['李雷', 'agent-7', '□□ · agent-7'],
    ['韩梅', 'agent-8', '□□ · agent-8'],
    ['محمد', 'agent-9', '□□□□ · agent-9'],
    ['Ann 🙂', 'agent-10', 'Ann □ · agent-10'],
    ['\u200B', 'agent-11', 'agent-11'],
    // It has no name but its id, which is spelled.
    ['山田', '山田', '□□ · \\u5C71\\u7530'],
    ['דנה', 'א', '□□□ · \\u05D0'],
    ['José Łukasz', 'agent-12', 'José Łukasz'],
    ['Жук Ωμέγα', 'agent-13', 'Жук Ωμέγα'],
    ['Nguyễn', 'agent-14', 'Nguyễn'],
  ];
  const rows = members.map(([name, id]) => review({ name, id }));
  const inTable = (await pagesOf(HEAD, { rows })).join('\n');
  const points = members.map(([name, id], i) => ({ label: { name, id }, value: 1 + i }));
  const chart = { title: 'Agents', counts: true, points };
  const inChart = (await pagesOf(HEAD, { overview: { keyFigures: [], chart } })).join('\n');
  for (const [, , shown] of members) {
    expect(inTable).toContain(shown);
    expect(inChart).toContain(shown);
  }
  for (const id of ['agent-12', 'agent-13', 'agent-14']) {
    expect(inTable).not.toContain(id);
    expect(inChart).not.toContain(id);
  }
});

test('cuts the name and keeps the id of a member that has too little room', async () => {
  const columns = Array.from({ length: 12 }, (_, i) => ({ name: `field_${i}`, type: 'text' as const }));
  const cells: Cell[] = columns.map(() => 'x'.repeat(60));
  cells[3] = { name: '李'.repeat(60), id: 'agent-7' };
  const [page = ''] = await pagesOf(headOf(columns), { rows: [{ section: 0, cells }] });
  expect(page).toMatch(/□… · agent-7/);
});

test('tells members of the same name apart in a chart', async () => {
  const points = ['a-1', 'a-2'].map((id) => ({ label: { name: 'Ann', id }, value: 1 }));
  const [page = ''] = await pagesOf(HEAD, {
    overview: { keyFigures: [], chart: { title: 'Agents', counts: true, points } },
  });
  expect(page).toContain('Ann · a-1');
  expect(page).toContain('Ann · a-2');
});

test('shows the slug of a tenant whose name cannot be printed, and spells filters', async () => {
  const head = { ...HEAD, tenantName: '李 Ltd', filters: [{ label: 'Agents', value: '李, bo' }] };
  const [page = ''] = await pagesOf(head, {});
  expect(page).toContain('□ Ltd · avila');
  expect(page).toContain('Agents: \\u674E, bo');
});

describe('a chart', () => {
  const day = (i: number) => new Date(Date.UTC(2026, 0, 31 + i)).toISOString().slice(0, 10);
  const linesOf = async (chart: Chart) => {
    const [page = ''] = await pagesOf(HEAD, { overview: { keyFigures: [], chart } });
    return page.split('\n').map((line) => line.trim());
  };
  const daily = (days: number, counts = true): Chart => ({
    title: 'Calls',
    counts,
    points: Array.from({ length: days }, (_, i) => ({ label: day(i), value: i % 3 })),
  });

  test.each([1, 7, 12])('of %i days has every date', async (days) => {
    const text = (await linesOf(daily(days))).join(' ');
    for (let i = 0; i < days; i += 1) expect(text).toContain(day(i));
  });

  test.each([14, 31, 62])('of %i days has the day of the month below every bar', async (days) => {
    const text = (await linesOf(daily(days))).join(' ');
    const numbers = Array.from({ length: days }, (_, i) => String(Number(day(i).slice(8))));
    expect(text.replaceAll(/\s+/g, ' ')).toContain(numbers.join(' '));
    for (const month of ['Jan 2026', 'Feb 2026']) expect(text).toContain(month);
  });

  test('of few calls has whole numbers at its axis, and one of rates need not', async () => {
    const few = (counts: boolean) => linesOf({ ...daily(2, counts), points: [{ label: day(0), value: 1 }] });
    expect((await few(true)).join(' ')).not.toMatch(/0\.(25|5|75)/);
    expect((await few(false)).join(' ')).toMatch(/0\.25/);
  });

  test('of ten agents with long names has the name and the value of each', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `Maria Fernanda of the long name, number ${i}`);
    const points = names.map((name, i) => ({ label: { name, id: `a-${i}` }, value: 5_000 + i }));
    const text = (await linesOf({ title: 'Agents', counts: true, points })).join('\n');
    for (const [i, name] of names.entries()) {
      expect(text).toContain(name);
      expect(text).toContain(`5,00${i}`);
    }
  });

  test('without anybody says so', async () => {
    expect(await linesOf({ title: 'Agents', counts: true, points: [] })).toContain('Nothing to show.');
  });
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
