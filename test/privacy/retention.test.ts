import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { type BoundStatement, statement } from '../../src/db/statement.ts';
import type { TenantStore } from '../../src/db/tenant-store.ts';
import { forgetOld } from '../../src/privacy/retention.ts';
import { aCall, aRating, removal, type Sender, senderOf } from '../ingest/client.ts';
import { call } from '../support/client.ts';
import { interactionsOf, sendAt } from './client.ts';

const NOW = Date.parse('2027-03-20T00:00:00Z') / 1_000;
const far = () => Date.now() + 60_000;
const customer = { id: 'crm-7', name: 'Ana', phone: '+5511912345678' };

test('old interactions lose what is personal, young ones keep it, figures stay', async () => {
  const sender = await senderOf({ retentionDays: 3_650 });
  const many = Array.from({ length: 600 }, (_, index) =>
    aCall(`a${index}`, { customer, started_at: '2026-03-01T10:00:00Z' }),
  );
  await sender.send(...many);
  await sender.send(
    aCall('old', { customer, transcript: 'words', started_at: '2026-03-19T23:59:59Z' }),
    aCall('young', { customer, transcript: 'words', started_at: '2026-03-20T00:00:00Z' }),
    aRating('e1', 'old', 5, { comment: 'words' }),
    aRating('e2', 'young', 5, { comment: 'words' }),
  );
  const figures = await sender.figures();
  const { store, slug } = sender.tenant;
  expect(await forgetOld({ store, now: NOW }, { retentionDays: 365, until: Date.now() - 1 })).toEqual({
    done: false,
  });
  for (const _night of [1, 2]) {
    expect(await forgetOld({ store, now: NOW }, { retentionDays: 365, until: far() })).toEqual({
      done: true,
    });
    const rows = await env.DB.prepare(
      `SELECT i.id, i.customer_id FROM interactions i WHERE tenant = ?1 AND personal IS NOT NULL AND phone_hash IS NOT NULL`,
    )
      .bind(slug)
      .all();
    expect(rows.results).toEqual([{ id: 'young', customer_id: 'crm-7' }]);
    const left = await env.DB.prepare(
      `SELECT (SELECT group_concat(interaction_id) FROM transcripts WHERE tenant = ?1) AS transcripts,
        (SELECT group_concat(id) FROM evaluations WHERE tenant = ?1 AND personal IS NOT NULL) AS words,
        (SELECT count(*) FROM interactions WHERE tenant = ?1 AND coalesce(phone_hash, phone_last4) IS NOT NULL) AS hashes`,
    )
      .bind(slug)
      .first();
    expect(left).toEqual({ transcripts: 'young', words: 'e2', hashes: 1 });
    expect(await sender.figures()).toEqual(figures);
  }
});

test('what comes older than the retention is stored without it', async () => {
  const sender = await senderOf({ retentionDays: 30 });
  const old = new Date(Date.now() - 31 * 86_400_000).toISOString();
  const record = aCall('c1', { customer, transcript: 'words', started_at: old });
  expect(await sender.counts(aRating('e1', 'c1', 4, { comment: 'words' }), record)).toEqual({ created: 2 });
  expect(await sender.counts(record)).toEqual({ unchanged: 1 });
  const left = await env.DB.prepare(
    `SELECT customer_id, personal, phone_hash, (SELECT count(*) FROM transcripts WHERE tenant = ?1) AS transcripts,
      (SELECT personal FROM evaluations WHERE tenant = ?1) AS words FROM interactions WHERE tenant = ?1`,
  )
    .bind(sender.tenant.slug)
    .first();
  expect(left).toEqual({
    customer_id: 'crm-7',
    personal: null,
    phone_hash: null,
    transcripts: 0,
    words: null,
  });
});

test('a longer retention and a shorter one again: what came in between ages too', async () => {
  const sender = await senderOf({ retentionDays: 400 });
  const { store, slug } = sender.tenant;
  const bearer = await sender.tenant.token('tenant_admin');
  const now = Math.floor(Date.now() / 1_000);
  const daysAgo = (days: number): string => new Date((now - days * 86_400) * 1_000).toISOString();
  const retain = async (retention_days: number): Promise<void> => {
    const response = await call(`/api/v1/tenants/${slug}`, {
      method: 'PATCH',
      bearer,
      body: { retention_days },
    });
    expect(response.status).toBe(200);
  };
  await sender.send(aCall('c1', { customer, started_at: daysAgo(401) }));
  expect(await forgetOld({ store, now }, { retentionDays: 400, until: far() })).toEqual({ done: true });
  await retain(500);
  expect(await forgetOld({ store, now }, { retentionDays: 500, until: far() })).toEqual({ done: true });
  await sender.send(aCall('c2', { customer, started_at: daysAgo(450) }));
  expect(await interactionsOf(sender)).toMatchObject([{ personal: null }, { personal: expect.any(String) }]);
  await retain(400);
  expect(await forgetOld({ store, now }, { retentionDays: 400, until: far() })).toEqual({ done: true });
  expect(await interactionsOf(sender)).toMatchObject([{ personal: null }, { personal: null }]);
});

async function wordsOf({ tenant }: Sender): Promise<string[]> {
  const { results } = await env.DB.prepare(
    `SELECT id FROM evaluations WHERE tenant = ?1 AND personal <> x'' ORDER BY id`,
  )
    .bind(tenant.slug)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

test('words that wait for an interaction go when they are as old', async () => {
  const sender = await senderOf();
  const comment = { comment: 'words' };
  const many = Array.from({ length: 600 }, (_, index) =>
    aRating(`many ${index}`, `never ${index % 4}`, 5, { ...comment, responded_at: '2026-03-19T23:59:59Z' }),
  );
  await sender.send(...many);
  await sender.send(
    aCall('young', { started_at: '2026-03-20T00:00:00Z' }),
    aRating('e1', 'young', 5, { ...comment, responded_at: '2026-03-19T00:00:00Z' }),
    aRating('e2', 'never', 5, { ...comment, responded_at: '2026-03-20T00:00:00Z' }),
    aRating('e3', 'never', 5, { responded_at: '2026-03-19T00:00:00Z' }),
  );
  expect(await wordsOf(sender)).toHaveLength(602);
  expect(
    await forgetOld({ store: sender.tenant.store, now: NOW }, { retentionDays: 365, until: Date.now() - 1 }),
  ).toEqual({ done: false });
  expect(
    await forgetOld({ store: sender.tenant.store, now: NOW }, { retentionDays: 365, until: far() }),
  ).toEqual({ done: true });
  expect(await wordsOf(sender)).toEqual(['e1', 'e2']);
  expect(await sender.counts(many[0]!)).toEqual({ unchanged: 1 });
  const never = [0, 1, 2, 3].map((index) => aCall(`never ${index}`, { started_at: '2026-03-21T00:00:00Z' }));
  await sender.send(aCall('never', { started_at: '2026-03-21T00:00:00Z' }), ...never);
  expect(await wordsOf(sender)).toEqual(['e1', 'e2']);
  expect((await sender.figures()).total).toMatchObject({ evaluations: 603 });
});

test('no words are kept of an interaction that was removed', async () => {
  const sender = await senderOf();
  await sender.send(aCall('c1'), aRating('e1', 'c1', 5, { comment: 'words' }), removal('interaction', 'c1'));
  await sender.send(
    aRating('e2', 'c1', 4, { comment: 'words' }),
    aRating('e3', 'other', 4, { comment: 'words' }),
  );
  expect(await wordsOf(sender)).toEqual(['e3']);
  expect((await sender.figures()).total).toBeUndefined();
  await sender.send(aCall('c1', { updated_at: '2026-03-21T00:00:00Z' }));
  expect(await wordsOf(sender)).toEqual(['e3']);
  expect((await sender.figures()).total).toMatchObject({ calls: 1, evaluations: 1, rated_4: 1 });
});

test('words that wait are found by index', async () => {
  const { store } = (await senderOf()).tenant;
  const sent: BoundStatement[] = [];
  const batch: TenantStore['batch'] = (queries) => {
    sent.push(...queries);
    return store.batch(queries);
  };
  await forgetOld({ store: { ...store, batch }, now: NOW }, { retentionDays: 365, until: far() });
  const [search] = sent.filter(({ text }) => /^\s*SELECT\b.*\bFROM evaluations\b/s.test(text));
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${search!.text}`)
    .bind(store.tenant, ...search!.params)
    .all<{ detail: string }>();
  expect(results.map(({ detail }) => detail)).toEqual([
    'SEARCH e USING INDEX waiting_words_by_time (tenant=? AND responded_at<?)',
  ]);
});

test('a retention that is shortened while a record comes in holds for it', async () => {
  const sender = await senderOf({ retentionDays: 400 });
  const { tenant } = sender;
  const SHORTEN = statement('UPDATE tenants SET retention_days = 30 WHERE tenant = ?1');
  let isShort = false;
  const batch: TenantStore['batch'] = async (queries) => {
    const rows = await tenant.store.batch(queries);
    if (!isShort) await tenant.store.batch([SHORTEN.with()]);
    isShort = true;
    return rows;
  };
  const started_at = new Date(Date.now() - 100 * 86_400_000).toISOString();
  const racing = { ...sender, tenant: { ...tenant, store: { ...tenant.store, batch } } };
  expect(await sendAt(racing, [aCall('c1', { customer, started_at })])).toEqual({ created: 1 });
  expect(await interactionsOf(sender)).toMatchObject([{ id: 'c1', personal: null, phone_hash: null }]);
});
