import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { aCall, aRating, type Sender, senderOf } from '../ingest/client.ts';
import { costOf } from '../support/client.ts';
import type { Sent } from '../support/records.ts';
import { erase, erasure, erasureEntriesOf, everythingOf, interactionsOf, PHONE, sendAt } from './client.ts';

const E164 = '+5511912345678';
const ANA = { id: 'crm-7', name: 'Ana Silva', phone: PHONE };
const BO = { id: 'crm-8', name: 'Bo', phone: PHONE };
const PSEUDONYM = expect.stringMatching(/^erased-/);
const FORGOTTEN = { personal: null, phone_hash: null, phone_last4: null };
const KEPT = { personal: expect.any(String), phone_hash: expect.any(String) };
const chat = { kind: 'conversation', channel: 'whatsapp' };

/** Calls and conversations with one number, of nobody else known, of crm-7 and of crm-8; c4 is from another number. */
const SENT: Sent[] = [
  aCall('c1', { customer: { phone: PHONE, name: 'Ana' } }),
  aCall('c2', { customer: ANA, subject: `Call ${PHONE}`, transcript: 'xylophone' }),
  aCall('c3', { customer: BO }),
  aCall('c4', { customer: { ...ANA, phone: '+5511900001111' }, transcript: 'other' }),
  aCall('open', { customer: ANA, status: 'open', duration_seconds: null }),
  aCall('v1', { customer: ANA, ...chat, transcript: 'xylophone' }),
  aCall('v2', { customer: { phone: PHONE }, ...chat }),
  aRating('e2', 'c2', 5, { comment: `xylophone ${PHONE}` }),
];

async function aSender(): Promise<Sender> {
  const sender = await senderOf({ countryCode: '55' });
  await sender.send(...SENT);
  return sender;
}

describe('a number', () => {
  test('is taken from all that bears it; customers with an id keep that, and all else', async () => {
    const sender = await aSender();
    const [before] = await interactionsOf(sender);
    const figures = await sender.figures();
    expect((await erase(sender, PHONE)).status).toBe(204);
    const after = await interactionsOf(sender);
    expect(after).toMatchObject([
      { id: 'c1', customer_id: PSEUDONYM, ...FORGOTTEN },
      { id: 'c2', customer_id: 'crm-7', ...FORGOTTEN },
      { id: 'c3', customer_id: 'crm-8', ...FORGOTTEN },
      { id: 'c4', customer_id: 'crm-7', ...KEPT },
      { id: 'open', customer_id: 'crm-7', ...FORGOTTEN },
      { id: 'v1', customer_id: 'crm-7', ...FORGOTTEN },
      { id: 'v2', customer_id: after[0]?.customer_id, ...FORGOTTEN },
    ]);
    const stored = await everythingOf(sender);
    for (const trace of [before?.phone_hash, before?.phone_last4, before?.customer_id]) {
      expect(stored.includes(String(trace))).toBe(false);
    }
    const left = await env.DB.prepare(
      `SELECT (SELECT group_concat(interaction_id) FROM transcripts WHERE tenant = ?1) AS transcripts,
        (SELECT count(*) FROM evaluations WHERE tenant = ?1 AND personal IS NOT NULL) AS words`,
    )
      .bind(sender.tenant.slug)
      .first();
    expect(left).toEqual({ transcripts: 'c4', words: 0 });
    expect(await sender.figures()).toEqual(figures);
    expect(await erasureEntriesOf(sender)).toEqual([{ subject: after[0]?.customer_id, known: true }]);
  });

  test('known with an id only counts as known, and its erasure as one', async () => {
    const sender = await senderOf();
    await sender.send(aCall('c2', { customer: ANA }));
    expect(await sender.counts(erasure(E164))).toEqual({ deleted: 1 });
    expect(await interactionsOf(sender)).toMatchObject([{ customer_id: 'crm-7', ...FORGOTTEN }]);
    expect(await erasureEntriesOf(sender)).toEqual([{ subject: PSEUDONYM, known: true }]);
  });

  test('does not come back by replays, edits and late records; later calls bring it', async () => {
    const sender = await aSender();
    await erase(sender, E164);
    expect(await sender.counts(...SENT)).toEqual({ unchanged: SENT.length });
    const edited = { ...SENT[1], outcome: 'resolved', updated_at: '2026-03-18T00:00:00Z' };
    const late = aCall('c9', { customer: ANA, transcript: 'xylophone' });
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    await sender.send(edited, late, aRating('e9', 'c9', 1, { comment: 'xylophone' }));
    await sender.send(aCall('later', { customer: ANA, started_at: soon }));
    const rows = new Map((await interactionsOf(sender)).map((row) => [row.id, row]));
    expect(rows.get('c2')).toMatchObject({ customer_id: 'crm-7', ...FORGOTTEN });
    expect(rows.get('c9')).toMatchObject({ customer_id: 'crm-7', ...FORGOTTEN });
    expect(rows.get('later')).toMatchObject({ customer_id: 'crm-7', ...KEPT });
  });

  test('that an id has stays with others where the id is erased', async () => {
    const sender = await aSender();
    await erase(sender, 'crm-7');
    const rows = new Map((await interactionsOf(sender)).map((row) => [row.id, row]));
    expect(rows.get('c2')).toMatchObject({ customer_id: PSEUDONYM, ...FORGOTTEN });
    expect(rows.get('c1')).toMatchObject({ customer_id: expect.stringMatching(/^p-/), ...KEPT });
    expect(rows.get('c3')).toMatchObject({ customer_id: 'crm-8', ...KEPT });
  });

  test('withdraws the reports that its interactions are in', async () => {
    const sender = await aSender();
    const job = `INSERT INTO export_jobs (tenant, id, kind, format, spec, from_date, to_date, time_zone, period_start,
      period_end, status, created_at, expires_at, fence, lease_until, attempts, rows_written, has_file, holds)
      VALUES (?1, ?2, 'report', 'csv', '{"type":"conversation_summary"}', '', '', 'UTC', ?3, ?4, 'completed', 1,
        4000000000, 1, 0, 0, 0, 1, 'interactions_in_period')`;
    const [march, april, may] = ['03', '04', '05'].map((month) => Date.parse(`2026-${month}-01`) / 1_000);
    const { slug } = sender.tenant;
    await env.DB.batch([
      env.DB.prepare(job).bind(slug, 'march', march, april),
      env.DB.prepare(job).bind(slug, 'april', april, may),
    ]);
    await erase(sender, E164);
    const { results } = await env.DB.prepare('SELECT id, status FROM export_jobs WHERE tenant = ?1')
      .bind(slug)
      .all();
    expect(results).toEqual([
      { id: 'april', status: 'completed' },
      { id: 'march', status: 'withdrawn' },
    ]);
  });
});

describe('an id that reads as a number', () => {
  test.each(['005511912345678', '00 55 (11) 91234-5678', '11912345678', '(011) 91234-5678'])(
    'is the number where nobody has the id: %s',
    async (id) => {
      const sender = await aSender();
      expect(await sender.counts(erasure(id))).toEqual({ deleted: 1 });
      const bearing = (await interactionsOf(sender)).filter(({ phone_hash }) => phone_hash !== null);
      expect(bearing.map((row) => row.id)).toEqual(['c4']);
    },
  );

  test('is somebody’s id where somebody has it, the second time too', async () => {
    const sender = await aSender();
    const id = '11912345678';
    const own = { id, name: 'Cy', phone: '+5511922223333' };
    await sender.send(aCall('own', { customer: own }));
    for (const now of [1_800_000_000, 1_800_000_060]) {
      await sendAt(sender, [erasure(id)], { now });
      const rows = await interactionsOf(sender);
      expect(rows.filter(({ personal }) => personal === null)).toMatchObject([{ id: 'own' }]);
    }
  });

  test('that nobody has is remembered as both', async () => {
    const sender = await senderOf({ countryCode: '55' });
    const id = '11912345678';
    expect(await sender.counts(erasure(id))).toEqual({ unchanged: 1 });
    await sender.send(
      aCall('own', { customer: { id, name: 'Cy' } }),
      aCall('c1', { customer: { phone: PHONE } }),
    );
    expect(await interactionsOf(sender)).toMatchObject([{ ...FORGOTTEN }, { ...FORGOTTEN }]);
    expect(await sender.counts(erasure(id))).toEqual({ unchanged: 1 });
  });

  test.each(['5511912345678', '5511 91234-5678', '11912345678', '912345678'])(
    'without a country code is no number of a country: %s',
    async (id) => {
      const sender = await senderOf();
      await sender.send(aCall('c1', { customer: { phone: E164 } }));
      await erase(sender, id);
      expect(await interactionsOf(sender)).toMatchObject([{ id: 'c1', ...KEPT }]);
    },
  );

  test.each(['123456', '201'])('with fewer than seven digits is an id: %s', async (id) => {
    const sender = await senderOf();
    await sender.send(aCall('c1', { customer: { phone: '21 234 5678' } }), aCall('c2', { customer: { id } }));
    await erase(sender, id);
    expect(await interactionsOf(sender)).toMatchObject([
      { id: 'c1', ...KEPT },
      { id: 'c2', customer_id: PSEUDONYM },
    ]);
  });
});

test('what bears a number is found by index, whatever else is stored', async () => {
  const read: number[] = [];
  // Not from none: that a row lies behind a range of an index counts as well, and among few there may be none.
  for (const others of [200, 400]) {
    const sender = await aSender();
    await sender.send(
      ...Array.from({ length: others }, (_, index) =>
        aCall(`o${index}`, {
          customer: { phone: `+55119${String(index).padStart(4, '0')}1234` },
          ...(index % 2 === 0 && chat),
        }),
      ),
    );
    await env.DB.prepare('DELETE FROM changes WHERE tenant = ?1').bind(sender.tenant.slug).run();
    read.push(costOf(await sender.post({ records: [erasure(E164)] })).read);
  }
  expect(read[0]).toBeLessThanOrEqual(120);
  expect(read[1]).toBeLessThanOrEqual(read[0]! + 5);
});
