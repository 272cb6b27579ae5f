import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { forgetOld } from '../../src/facts/retention.ts';
import { aCall, aRating, senderOf } from '../ingest/client.ts';

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
  expect(await forgetOld(store, 365, NOW, Date.now() - 1)).toEqual({ done: false });
  for (const _night of [1, 2]) {
    expect(await forgetOld(store, 365, NOW, far())).toEqual({ done: true });
    const rows = await env.DB.prepare(
      `SELECT i.id, i.customer_id FROM interactions i WHERE tenant = ?1 AND personal IS NOT NULL AND phone_hash IS NOT NULL`,
    )
      .bind(slug)
      .all();
    expect(rows.results).toEqual([{ id: 'young', customer_id: 'crm-7' }]);
    const left = await env.DB.prepare(
      `SELECT (SELECT group_concat(interaction_id) FROM transcripts WHERE tenant = ?1) AS transcripts,
        (SELECT group_concat(id) FROM evaluations WHERE tenant = ?1 AND personal IS NOT NULL) AS words,
        (SELECT count(*) FROM interactions WHERE tenant = ?1 AND coalesce(phone_hash, phone_last7, phone_last4) IS NOT NULL) AS hashes`,
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
