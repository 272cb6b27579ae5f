import { env } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { hexOf } from '../../src/db/binary.ts';
import { statement } from '../../src/db/statement.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { allText } from '../privacy/client.ts';
import { aCall, aRating, senderOf } from './client.ts';

const HASHES = statement<{
  phone_hash: string;
  phone_last4: string;
  customer_id: string;
}>(`
  SELECT ${hexOf('phone_hash')} AS phone_hash, ${hexOf('phone_last4')} AS phone_last4, customer_id
  FROM interactions WHERE tenant = ?1 ORDER BY id`);

/** Every value of every table, as one text. */
async function everythingStored(): Promise<string> {
  const tables = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'`,
  ).all<{ name: string }>();
  const rows = await env.DB.batch(
    tables.results.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`)),
  );
  expect(rows.length).toBeGreaterThan(10);
  return allText(rows.map(({ results }) => results));
}

const SENT = [
  aCall('c1', {
    customer: { name: 'Ana', phone: '+55 (11) 91234-5678', email: 'Ana.Silva@Example.com' },
    subject: 'About 91234-5678',
    transcript: 'A secret word: xylophone',
  }),
  aCall('c2', { customer: { phone: '011 91234-5678' } }),
  aCall('c3', { customer: { id: '+5511912345678' } }),
  aCall('c4', { customer: { id: 'ana.silva@example.com' } }),
  aCall('c5', { customer: { id: 'crm-7', phone: '00 55 11 91234 5678' } }),
  aRating('e1', 'c1', 5, { comment: 'Write to ana.silva@example.com', followup_answer: '(11) 91234-0000' }),
];
/** Long enough that no hash holds it by chance. */
const NEVER_IN_CLEAR = /91234[ -]*[05]|ana\.silva|silva@|example\.com|xylophone/i;

describe('phone numbers, e-mail addresses and transcripts', () => {
  test('are in no table in clear, before and after the rollups took them in', async () => {
    const sender = await senderOf({ countryCode: '55' });
    expect(await sender.counts(...SENT)).toEqual({ created: SENT.length });
    expect((await everythingStored()).match(NEVER_IN_CLEAR)).toBeNull();
    await refresh(sender.tenant, { deadline: Date.now() + 60_000 });
    const stored = await everythingStored();
    expect(stored.match(NEVER_IN_CLEAR)).toBeNull();
    expect(stored).toContain('crm-7');
  });

  test('one number, however it is written, is one customer', async () => {
    const sender = await senderOf({ countryCode: '55' });
    await sender.send(...SENT);
    const [rows] = await sender.tenant.store.batch([HASHES.with()]);
    const [c1, c2, c3, c4, c5] = rows;
    expect([c2, c3]).toEqual([c1, c1]);
    expect(c5).toEqual({ ...c1, customer_id: 'crm-7' });
    expect(c4).toMatchObject({ phone_hash: null, customer_id: expect.stringMatching(/^e-/) });
    expect((await sender.figures()).total).toMatchObject({ calls: 5, distinct_customers: 3 });
  });

  test('tenants do not share hashes', async () => {
    const [one, two] = [await senderOf({ countryCode: '55' }), await senderOf({ countryCode: '55' })];
    const hashes = [];
    for (const sender of [one, two]) {
      await sender.send(SENT[0]!);
      const [[row]] = await sender.tenant.store.batch([HASHES.with()]);
      hashes.push(...Object.values(row!));
    }
    expect(new Set(hashes).size).toBe(6);
  });

  test('are in no log line and no answer, where they are refused too', async () => {
    const lines: unknown[] = [];
    for (const level of ['log', 'info', 'warn', 'error'] as const) {
      vi.spyOn(console, level).mockImplementation((...line) => void lines.push(line));
    }
    const sender = await senderOf({ countryCode: '55' });
    const report = await sender.send(
      ...SENT,
      aCall('c7', { customer: { phone: '+55 11 91234-5678 91234-5678' } }),
      aCall('c8', { status: 'lost', customer: { phone: '+55 11 91234-5678 91234-5678' } }),
      aCall('c9', { customer: { id: 'ana.silva@example.com', 'ana.silva@example.com': 1 } }),
      { type: 'interaction', id: '+55 11 91234-0000', kind: 'call' },
    );
    vi.restoreAllMocks();
    expect([report.rejected, report.warned]).toEqual([3, 1]);
    expect(JSON.stringify(report)).not.toMatch(NEVER_IN_CLEAR);
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toMatch(NEVER_IN_CLEAR);
  });
});
