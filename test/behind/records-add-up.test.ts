import { describe, expect, test } from 'vitest';
import type { Cell } from '../../src/behind/cell.ts';
import { cellToken } from '../../src/behind/cell-token.ts';
import type { Position } from '../../src/behind/page-steps.ts';
import { type RecordsContext, type RecordsPage, recordsOf } from '../../src/behind/records-of.ts';
import { storeRecords } from '../../src/ingest/store-records.ts';
import { parseRecord } from '../../src/records/parse.ts';
import { bringUpToDate } from '../../src/rollups/generations.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { seeded } from '../oracle/random-span.ts';
import { seeds } from '../oracle/seeds.ts';
import { contextOf } from '../support/context.ts';
import { freshTenant, nowSeconds } from '../support/tenant.ts';
import { RandomCells } from './random-cells.ts';

const ZONES = ['UTC', 'Europe/Paris', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
/** Around changes of clocks. */
const SPANS = [
  ['2026-03-27', '2026-04-07'],
  ['2026-10-02', '2026-10-06'],
  ['2026-10-23', '2026-10-27'],
].map(([start, end]) => ({ start: Date.parse(start!) / 1_000, end: Date.parse(end!) / 1_000 }));
const QUERIES = 25;
const CELLS = 3;

/** The cell as the last page shows it, and the records of all pages. */
async function walk(context: RecordsContext, token: string, limit: number) {
  const records: RecordsPage['records'] = [];
  let after: Position | undefined;
  for (;;) {
    const page = await recordsOf(context, { token, after, limit });
    expect(page.records.length).toBeLessThanOrEqual(limit);
    records.push(...page.records);
    if (!page.next) return { ...page, records };
    expect(page.next).not.toEqual(after);
    after = page.next;
  }
}

function sumOf(records: RecordsPage['records'], part: 'numerator' | 'denominator'): number {
  return records.reduce((sum, record) => sum + (record[part] ?? 0), 0);
}

/** Compares the records of a cell with the cell. Returns how many there are. */
async function checkCell(context: RecordsContext, cell: Cell, limit: number, seed: number): Promise<number> {
  const { cell: shown, changed, records } = await walk(context, await cellToken(context, cell), limit);
  const about = `seed ${seed} ${JSON.stringify(cell, (_, value) => (value instanceof Set ? [...value] : value))}`;
  expect(changed, about).toBe(false);
  const denominator = shown.parts.denominator === null ? null : sumOf(records, 'denominator');
  expect({ numerator: sumOf(records, 'numerator'), denominator }, about).toEqual(shown.parts);
  const keys = new Set(records.map(({ type, id }) => `${type} ${id}`));
  expect(keys.size, about).toBe(records.length);
  if (shown.rank !== null) {
    const ranked = records.map(({ numerator }) => numerator).sort((a, b) => a - b)[shown.rank - 1]!;
    expect(Math.abs(cell.value.numerator - ranked), about).toBeLessThanOrEqual(ranked / 100);
  }
  return records.length;
}

async function run(seed: number): Promise<{ cells: number; records: number }> {
  const random = seeded(seed);
  const facts = new RandomCells(random, SPANS[seed % SPANS.length]!, ZONES);
  let zone = facts.pick(ZONES);
  const tenant = await freshTenant({ timeZone: zone });
  const counts = { cells: 0, records: 0 };
  let now = nowSeconds();
  for (let step = 0; step < 4; step += 1) {
    const records = Array.from({ length: 40 + facts.int(60) }, () => {
      now += 1;
      const parsed = parseRecord(JSON.parse(JSON.stringify(facts.record())), contextOf(tenant, { now }));
      if (!parsed.ok || parsed.record.type === 'customer') throw new Error(JSON.stringify(parsed));
      return parsed.record;
    });
    await storeRecords(contextOf(tenant, { now }), { records });
    const context = contextOf(tenant, { tenant: { timeZone: zone } });
    for (let asked = 0; asked < QUERIES; asked += 1) {
      const cells = (await facts.cells(context)).filter(() => random() < 0.5).slice(0, CELLS);
      for (const cell of cells) {
        counts.cells += 1;
        counts.records += await checkCell(context, cell, facts.pick([1, 3, 1_000]), seed);
      }
    }
    const deadline = Date.now() + 60_000;
    const maintenance = facts.pick(['refresh', 'another zone', 'none']);
    if (maintenance === 'refresh') await refresh(tenant, { deadline });
    if (maintenance === 'another zone') {
      zone = facts.pick(ZONES);
      await bringUpToDate(tenant, { timeZone: zone, deadline });
    }
  }
  return counts;
}

describe('the parts of all records behind a cell add up to it', () => {
  test.each(seeds())('random history %i', async (seed) => {
    const { cells, records } = await run(seed);
    expect(cells).toBeGreaterThan(50);
    expect(records).toBeGreaterThan(cells);
  });
});
