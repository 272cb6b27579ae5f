import { env } from 'cloudflare:workers';
import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { SliceOutcome, Workshop } from '../../src/exports/context.ts';
import { formatOf } from '../../src/exports/format-of.ts';
import { runSlice } from '../../src/exports/run.ts';
import type { CsvOptions } from '../../src/exports/spec.ts';
import { freshTenant, nowSeconds, type TestTenant } from '../support/tenant.ts';
import { newJob, workshopOf } from './synthetic.ts';

/** Three pages a section. */
const ROWS = 5_000;

interface Wanted {
  format: 'csv' | 'xlsx' | 'json';
  csv?: CsvOptions;
}

/** The file that a new job writes with the writer of its format, and the outcomes of its slices. */
async function writtenBy(
  tenant: TestTenant,
  { format, csv }: Wanted,
  now: number,
  options: Parameters<typeof workshopOf>[2],
): Promise<{ file: Uint8Array<ArrayBuffer>; outcomes: SliceOutcome[] }> {
  const { job } = await newJob(tenant, format, now, csv);
  const workshop: Workshop = workshopOf(tenant, ROWS, { ...options, formatOf });
  const outcomes: SliceOutcome[] = [];
  while (outcomes.at(-1) !== 'over' && outcomes.length < 20) outcomes.push(await runSlice(workshop, job.id));
  const stored = await env.EXPORT_FILES.get(`${tenant.slug}/${job.id}.${format}`);
  if (!stored) throw new Error('There is no file.');
  return { file: new Uint8Array(await stored.arrayBuffer()), outcomes };
}

/** The text of a ZIP entry, found by its local header. */
function entryOf(file: Uint8Array, name: string): string {
  const bytes = Buffer.from(file);
  return inflateRawSync(bytes.subarray(bytes.indexOf(name) + name.length)).toString();
}

/** Fails the first time that the second section reaches its second page. */
function killed(): (section: string, first: number) => void {
  let isOver = false;
  return (section, first) => {
    if (isOver || section !== 'b' || first === 0) return;
    isOver = true;
    throw new Error('Killed.');
  };
}

test.each<[name: string, wanted: Wanted]>([
  ['CSV', { format: 'csv' }],
  ['CSV for Excel', { format: 'csv', csv: { bom: true, delimiter: ';', decimal: ',' } }],
  ['CSV with tabs', { format: 'csv', csv: { bom: true, delimiter: '\t', decimal: '.' } }],
  ['XLSX', { format: 'xlsx' }],
  ['JSON', { format: 'json' }],
])('%s is the same in one slice, in a slice a page, and after a kill', async (_, wanted) => {
  const tenant = await freshTenant();
  const now = nowSeconds();
  const whole = await writtenBy(tenant, wanted, now, {});
  expect(whole.outcomes).toEqual(['over']);
  const sliced = await writtenBy(tenant, wanted, now, { sliceMilliseconds: 0 });
  expect(sliced.outcomes).toEqual(['more', 'more', 'more', 'more', 'over']);
  const resumed = await writtenBy(tenant, wanted, now, { sliceMilliseconds: 0, each: killed() });
  expect(resumed.outcomes).toContain('again');
  expect(Buffer.from(sliced.file).equals(whole.file)).toBe(true);
  expect(Buffer.from(resumed.file).equals(whole.file)).toBe(true);
});

test('the options of a CSV file come from its job, also in later slices', async () => {
  const csv = { bom: true, delimiter: ';', decimal: '.' } as const;
  const tenant = await freshTenant();
  const { file } = await writtenBy(tenant, { format: 'csv', csv }, nowSeconds(), { sliceMilliseconds: 0 });
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file);
  const lines = text.split('\r\n');
  expect(lines).toHaveLength(2 * ROWS + 2);
  expect(lines[0]).toBe('\uFEFFsection;name;row;filler');
  expect(lines[1]).toMatch(/^a;a;0;x+$/);
  expect(lines.at(-2)).toMatch(/^b;b;4999;x+$/);
  expect(text.lastIndexOf('\uFEFF')).toBe(0);
});

test('a workbook that was written in slices has all rows of all sections', async () => {
  const tenant = await freshTenant();
  const { file } = await writtenBy(tenant, { format: 'xlsx' }, nowSeconds(), { sliceMilliseconds: 0 });
  const about = entryOf(file, 'xl/worksheets/sheet1.xml');
  expect(about).toContain(`<v>${ROWS}</v></c></row><row r="12">`);
  for (const number of [2, 3]) {
    const rows = entryOf(file, `xl/worksheets/sheet${number}.xml`).match(/<row /g);
    expect(rows).toHaveLength(ROWS + 1);
  }
});
