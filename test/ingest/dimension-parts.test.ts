import { env } from 'cloudflare:workers';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { BOUNDS } from '../../src/bounds.ts';
import { newMeter } from '../../src/db/meter.ts';
import { statement } from '../../src/db/statement.ts';
import { storeFor } from '../../src/db/tenant-store.ts';
import { dimensionNamesIn, dimensionNamesStatement } from '../../src/query/ranking.ts';
import { costOf } from '../support/client.ts';
import type { Sent } from '../support/records.ts';
import { removal, type Sender, senderOf } from './client.ts';

interface Part {
  from_id: string;
  records: number;
  bytes: number;
}

const PARTS = statement<Part>(`
  SELECT from_id, records, length(CAST(body AS BLOB)) AS bytes FROM dimension_packs
  WHERE tenant = ?1 AND type = ?2 ORDER BY from_id`);

let sender: Sender;

beforeEach(async () => {
  sender = await senderOf();
});

function agent(id: string, name = `Agent ${id}`, fields: Sent = {}): Sent {
  return { type: 'agent', id, name, updated_at: '2026-03-01T00:00:00Z', ...fields };
}

async function partsOf(type = 'agent'): Promise<Part[]> {
  const [parts] = await sender.tenant.store.batch([PARTS.with(type)]);
  return parts;
}

/** Names by id, and the rows that reading them took. */
async function directory(): Promise<{ names: Record<string, string | undefined>; read: number }> {
  const meter = newMeter();
  const store = storeFor(sender.tenant.slug, env.DB, meter);
  const [rows] = await store.batch([dimensionNamesStatement('agent')]);
  const names = Object.fromEntries([...dimensionNamesIn(rows)].map(([id, { name }]) => [id, name]));
  return { names, read: meter.rowsRead };
}

/** As many rows of agents as if they had been sent, without their parts. */
async function fill(count: number, name: string): Promise<void> {
  await env.DB.prepare(`
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
    INSERT INTO dimensions (tenant, type, id, version, digest, removed, body)
    SELECT ?1, 'agent', printf('f%05d', i), 1, x'd1', 0, json_object('name', ?3, 'active', json('true'), 'kind', 'human')
    FROM n`)
    .bind(sender.tenant.slug, count, name)
    .run();
}

describe('names', () => {
  test('of some hundred agents are one row read, and one row written per batch that changes them', async () => {
    const agents = Array.from({ length: 300 }, (_, index) => agent(`a${index}`));
    await sender.send();
    // Each batch that stores something writes the usage of the day and the data version as well.
    expect(costOf(await sender.post({ records: agents })).written).toBe(303);
    const { names, read } = await directory();
    expect([Object.keys(names).length, read, (await partsOf()).length]).toEqual([300, 1, 1]);
    const changed = agent('a7', 'Anna', { updated_at: '2026-03-02T00:00:00Z' });
    expect(costOf(await sender.post({ records: [changed] })).written).toBe(4);
    expect((await directory()).names.a7).toBe('Anna');
  });

  test('that stay as they are write no part', async () => {
    await sender.send(agent('a'));
    const touched = await sender.post({
      records: [agent('a', undefined, { updated_at: '2026-03-02T00:00:00Z' })],
    });
    expect(costOf(touched).written).toBe(1);
  });

  test('of thousands of agents with long names lie in parts far below what a row may hold', async () => {
    const long = (index: number) => `${'名'.repeat(190)} ${index}`;
    const agents = Array.from({ length: 2_801 }, (_, index) =>
      agent(`a${index}`, long(index), { team_id: '😀'.repeat(128) }),
    );
    for (let from = 0; from < agents.length; from += 1_000)
      await sender.send(...agents.slice(from, from + 1_000));
    const parts = await partsOf();
    expect(parts.length).toBeGreaterThan(10);
    for (const { bytes } of parts) expect(bytes).toBeLessThanOrEqual(BOUNDS.dimensionPartBytes.value);
    expect(parts.reduce((sum, { records }) => sum + records, 0)).toBe(2_801);
    const { names, read } = await directory();
    expect(names).toEqual(Object.fromEntries(agents.map(({ id, name }) => [id, name])));
    expect(read).toBeLessThanOrEqual(parts.length + 1);

    const one = costOf(
      await sender.post({ records: [agent('a1500', 'Short', { updated_at: '2026-03-02T00:00:00Z' })] }),
    );
    expect(one.written).toBe(4);
    expect(one.read).toBeLessThan(2_000);
    expect((await directory()).names).toEqual({ ...names, a1500: 'Short' });
  });

  test('come out as they went in, whatever their ids and the order they come in', async () => {
    const id = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
      fc.constantFrom(
        '__proto__',
        'constructor',
        '"',
        '\\',
        "'",
        '%',
        '\u{10FFFF}',
        '\uFFFF',
        'ÿ',
        '0',
        '7',
        '-1',
      ),
    );
    const valid = id.filter((text) => text.trim() !== '' && !/\p{Cc}/u.test(text));
    const batch = fc.uniqueArray(valid, { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 4 }), async (batches) => {
        sender = await senderOf();
        const expected = new Map<string, string>();
        for (const [turn, ids] of batches.entries()) {
          // 2 kB each, so that some batches need several parts.
          const records = ids.map((each) =>
            agent(each, `${'x'.repeat(198)}${turn}`, {
              team_id: '\u{1F600}'.repeat(128),
              department_id: '\u{1F600}'.repeat(128),
            }),
          );
          await sender.send(
            ...records.map((record) => ({ ...record, updated_at: `2026-03-0${turn + 1}T00:00:00Z` })),
          );
          for (const { id: each, name } of records) expected.set(String(each), String(name));
        }
        const [rows] = await sender.tenant.store.batch([dimensionNamesStatement('agent')]);
        const found = [...dimensionNamesIn(rows)].map(([each, { name }]) => [each, name] as const);
        expect(new Map(found)).toEqual(expected);
        expect(found.length).toBe(expected.size);
      }),
      { numRuns: 15 },
    );
  });
});

describe('records of one type', () => {
  const most = BOUNDS.dimensionRecords.value;

  test('beyond the bound are rejected with a reason; changes, deactivations and deletions pass', async () => {
    await fill(most - 1, 'Filler');
    const changed = agent('f00000', 'Changed');
    expect(await sender.counts(changed)).toEqual({ updated: 1 });
    const parts = await partsOf();
    expect(parts.reduce((sum, { records }) => sum + records, 0)).toBe(most - 1);
    for (const { bytes } of parts) expect(bytes).toBeLessThanOrEqual(BOUNDS.dimensionPartBytes.value);
    const report = await sender.send(agent('new 1'), agent('new 2'), { type: 'team', id: 't', name: 'T' });
    expect(report).toMatchObject({ created: 2, rejected: 1 });
    expect(report.errors).toEqual([
      {
        index: 1,
        type: 'agent',
        id: 'new 2',
        errors: [{ path: '', message: expect.stringContaining(`At most ${most} records of type agent`) }],
      },
    ]);
    expect(
      await sender.counts(
        agent('f00001', 'Filler', { active: false }),
        agent('f00002', 'Renamed'),
        removal('agent', 'f00003'),
        removal('agent', 'never came'),
      ),
    ).toEqual({ updated: 2, deleted: 1, unchanged: 1 });
    // A deleted one keeps its name, and so its place.
    expect((await sender.send(agent('new 2'))).rejected).toBe(1);
  });

  test('have a bound of bytes together', async () => {
    await fill(BOUNDS.dimensionBytes.value / 400, 'x'.repeat(350));
    await sender.send(agent('f00000', 'y'.repeat(200)));
    const total = (await partsOf()).reduce((sum, { bytes }) => sum + bytes, 0);
    expect(total).toBeGreaterThan(BOUNDS.dimensionBytes.value - 400);
    expect(total).toBeLessThanOrEqual(BOUNDS.dimensionBytes.value);
    const large = { team_id: '😀'.repeat(128), updated_at: '2026-03-05T00:00:00Z' };
    const report = await sender.send(
      agent('new', 'N', large),
      agent('f00000', 'y'.repeat(200), large),
      agent('f00000', 'y'.repeat(200), { active: false, updated_at: '2026-03-06T00:00:00Z' }),
      removal('agent', 'f00001'),
    );
    expect(report).toMatchObject({ created: 0, updated: 1, deleted: 1, rejected: 2 });
    expect(report.errors[0]?.errors[0]?.message).toContain('at most 8000000 bytes');
  });

  test('of requests at once do not pass the bound', async () => {
    await fill(most - 5, 'Filler');
    await sender.send(agent('f00000', 'Changed'));
    const requests = Array.from({ length: 4 }, (_, index) =>
      [0, 1, 2].map((each) => agent(`new ${index} ${each}`)),
    );
    const reports = await Promise.all(requests.map((records) => sender.send(...records)));
    expect(reports.reduce((sum, { created }) => sum + created, 0)).toBe(5);
    expect(reports.reduce((sum, { rejected }) => sum + rejected, 0)).toBe(7);
  });
});
