import { env } from 'cloudflare:workers';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { linkTo as linkOf } from '../../src/api/exports-shared.ts';
import { newMeter } from '../../src/db/meter.ts';
import { statement } from '../../src/db/statement.ts';
import { storeFor } from '../../src/db/tenant-store.ts';
import { readConfig } from '../../src/env.ts';
import { Forbidden, Gone } from '../../src/errors.ts';
import { type ExportJob, findJob } from '../../src/exports/jobs.ts';
import { openLink, sealLink } from '../../src/exports/links.ts';
import { runSlice } from '../../src/exports/run.ts';
import { LIMITS } from '../../src/rate-limits/check.ts';
import { call, problemIn } from '../support/client.ts';
import { freshTenant, nowSeconds, type TestTenant } from '../support/tenant.ts';
import { expectedFile, newJob, workshopOf } from './synthetic.ts';

const config = { dataSecret: 'one secret of links' };
const TARGET = {
  tenant: 'acme-of-lisbon',
  job: 'rpt_1-2-3-4-5',
  actor: { kind: 'session', id: 'zoë@example', role: 'manager' },
} as const;
const ROWS = 3;
const FILE = expectedFile(ROWS);

describe('a link', () => {
  const token = sealLink({ config }, { ...TARGET, expiresAt: 1_000 });

  test('opens its file until its time is over', () => {
    expect(openLink({ config, now: 999 }, token)).toEqual(TARGET);
    expect(() => openLink({ config, now: 1_000 }, token)).toThrow(Gone);
  });

  test('of the secret before opens too, of another one does not', () => {
    const rotated = { dataSecret: 'the next secret', previousDataSecret: config.dataSecret };
    expect(openLink({ config: rotated, now: 999 }, token)).toEqual(TARGET);
    const other = { config: { dataSecret: 'the next secret' }, now: 999 };
    expect(() => openLink(other, token)).toThrow(Forbidden);
  });

  test('tells nothing of its tenant, its job and whom it was given to, and is another one each time', () => {
    const texts = [token, Buffer.from(token, 'base64url').toString('latin1')];
    // Long enough that none is in random bytes by chance.
    for (const part of ['acme-of', 'rpt_1-2-3', '@example', 'manager', 'session']) {
      expect(texts.filter((text) => text.includes(part))).toEqual([]);
    }
    expect(sealLink({ config }, { ...TARGET, expiresAt: 1_000 })).not.toBe(token);
  });

  test('changed anywhere, cut short or made longer is refused', () => {
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      const changed = `${token.slice(0, at)}${other}${token.slice(at + 1)}`;
      expect(() => openLink({ config, now: 999 }, changed)).toThrow(Forbidden);
    }
    for (const changed of [
      '',
      token.slice(0, -1),
      token.slice(1),
      `${token}A`,
      `${token}==`,
      'A'.repeat(100),
    ]) {
      expect(() => openLink({ config, now: 999 }, changed)).toThrow(Forbidden);
    }
  });
});

describe('GET /files/:token', () => {
  let tenant: TestTenant;
  let job: ExportJob;
  let path: string;
  let key: string;

  function linkTo(id: string, seconds = 900, keyId = key): string {
    const target = { tenant: tenant.slug, job: id, actor: { kind: 'key', id: keyId } } as const;
    return `/files/${sealLink({ config: readConfig(env) }, { ...target, expiresAt: nowSeconds() + seconds })}`;
  }

  beforeAll(async () => {
    tenant = await freshTenant();
    key = (await tenant.key()).id;
    const { id } = (await newJob(tenant)).job;
    await runSlice(workshopOf(tenant, ROWS), id);
    job = (await findJob(tenant, id))!;
  });

  beforeEach(() => {
    path = linkTo(job.id);
  });

  test('answers the file, whatever credential comes along', async () => {
    const response = await call(path, { bearer: 'no such token' });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="callmeter-reviews-2026-03-01-2026-03-08.csv"',
      'content-length': String(FILE.length),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
      etag: `"${job.checksum?.slice(8)}"`,
    });
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(FILE)));
    expect(response.headers.get('Repr-Digest')).toBe(`sha-256=:${digest.toString('base64')}:`);
    expect(await response.text()).toBe(FILE);
  });

  test.each([
    ['bytes=0-4', 206, FILE.slice(0, 5), `bytes 0-4/${FILE.length}`],
    ['bytes=6-', 206, FILE.slice(6), `bytes 6-${FILE.length - 1}/${FILE.length}`],
    ['bytes=-4', 206, 'end\n', `bytes ${FILE.length - 4}-${FILE.length - 1}/${FILE.length}`],
    ['bytes=0-99999', 206, FILE, `bytes 0-${FILE.length - 1}/${FILE.length}`],
    ['bytes=5-2', 200, FILE, null],
    ['bytes=0-1,3-4', 200, FILE, null],
    ['lines=0-1', 200, FILE, null],
  ])('Range: %s is a %d', async (range, status, text, contentRange) => {
    const response = await call(path, { headers: { Range: range } });
    expect([response.status, response.headers.get('Content-Range')]).toEqual([status, contentRange]);
    expect(await response.text()).toBe(text);
  });

  test.each(['bytes=99999-', 'bytes=-0'])('Range: %s is a problem', async (range) => {
    const response = await call(path, { headers: { Range: range } });
    expect([response.status, response.headers.get('Content-Range')]).toEqual([416, `bytes */${FILE.length}`]);
    expect((await problemIn(response)).detail).toContain(`${FILE.length} bytes`);
  });

  test('a range of another version of the file is the whole file', async () => {
    const response = await call(path, { headers: { Range: 'bytes=0-4', 'If-Range': '"other"' } });
    expect([response.status, await response.text()]).toEqual([200, FILE]);
  });

  test('HEAD answers the headers alone', async () => {
    const response = await call(path, { method: 'HEAD' });
    expect([response.status, response.headers.get('Content-Length')]).toEqual([200, String(FILE.length)]);
    expect(await response.text()).toBe('');
  });

  test('a download stands in the audit log under whom the link was given, once a minute; HEAD does not', async () => {
    const { id } = (await newJob(tenant)).job;
    await runSlice(workshopOf(tenant, ROWS), id);
    const audit = statement<{ at: number; actor_kind: string; actor_id: string; details: string }>(
      `SELECT at, actor_kind, actor_id, details FROM audit_log
       WHERE tenant = ?1 AND action = 'export_downloaded' AND subject = ?2`,
    );
    const entries = async () => (await tenant.store.batch([audit.with(id)]))[0];
    await call(linkTo(id), { method: 'HEAD' });
    expect(await entries()).toEqual([]);
    for (const Range of ['bytes=0-4', 'bytes=5-', 'bytes=0-']) {
      await (await call(linkTo(id), { headers: { Range } })).text();
    }
    expect(await entries()).toEqual([
      {
        at: expect.any(Number),
        actor_kind: 'key',
        actor_id: key,
        details: JSON.stringify({ kind: 'reviews', format: 'csv', by: 'signed link' }),
      },
    ]);
  });

  test('refuses what is changed, expired, not ready, withdrawn or over', async () => {
    const waiting = (await newJob(tenant)).job.id;
    const old = (await newJob(tenant, 'csv', nowSeconds() - 8 * 86_400)).job.id;
    const withdrawn = (await newJob(tenant)).job.id;
    const withdraw = statement("UPDATE export_jobs SET status = 'withdrawn' WHERE tenant = ?1 AND id = ?2");
    await tenant.store.batch([withdraw.with(withdrawn)]);
    const paths = [`${path}x`, linkTo(job.id, -1), linkTo(waiting), linkTo(old), linkTo(withdrawn)];
    const statuses = await Promise.all(paths.map(async (each) => (await call(each)).status));
    expect(statuses).toEqual([403, 410, 409, 410, 410]);
  });

  test('opens no more once the API key that it was given to is revoked or has expired', async () => {
    const { id } = await tenant.key();
    const link = linkTo(job.id, 900, id);
    expect((await call(link)).status).toBe(200);
    const options = { method: 'DELETE', bearer: await tenant.token('tenant_admin') };
    expect((await call(`/api/v1/api-keys/${id}`, options)).status).toBe(204);
    const { status, detail } = await problemIn(await call(link));
    expect([status, detail]).toEqual([403, expect.stringContaining('API key')]);
    const expired = await tenant.key({ expiresAt: nowSeconds() - 1 });
    expect((await call(linkTo(job.id, 900, expired.id))).status).toBe(403);
  });

  test('given to a session it opens without a key', async () => {
    const actor = { kind: 'session', id: 'user-1', role: 'manager' } as const;
    const target = { tenant: tenant.slug, job: job.id, actor };
    const link = `/files/${sealLink({ config: readConfig(env) }, { ...target, expiresAt: nowSeconds() + 900 })}`;
    expect((await call(link)).status).toBe(200);
  });

  test('opens no more while its tenant is suspended, nor once there is no such tenant', async () => {
    const other = await freshTenant();
    const { id } = (await newJob(other)).job;
    await runSlice(workshopOf(other, ROWS), id);
    const actor = { kind: 'session', id: 'user-1' } as const;
    const target = { tenant: other.slug, job: id, actor };
    const link = `/files/${sealLink({ config: readConfig(env) }, { ...target, expiresAt: nowSeconds() + 900 })}`;
    const suspend = statement("UPDATE tenants SET status = 'suspended' WHERE tenant = ?1");
    expect((await call(link)).status).toBe(200);
    await other.store.batch([suspend.with()]);
    expect((await call(link)).status).toBe(403);
    await other.store.batch([statement('DELETE FROM tenants WHERE tenant = ?1').with()]);
    expect((await call(link)).status).toBe(410);
  });

  test('opens so many times within a minute, each link by itself, refused ones without asking the database', async () => {
    const { limit } = LIMITS.fileDownloads;
    const statuses: number[] = [];
    for (let turn = 0; turn < limit; turn += 1) {
      const response = await call(path, turn % 2 ? { headers: { Range: 'bytes=0-4' } } : {});
      await response.body?.cancel();
      statuses.push(response.status);
    }
    expect(statuses.every((status) => status === 200 || status === 206)).toBe(true);
    const refused = await call(path);
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([
      429,
      expect.stringMatching(/^[1-9]/),
    ]);
    expect(refused.headers.get('Server-Timing')).toBeNull();
    expect((await call(linkTo(job.id))).status).toBe(200);
  });
});

describe('the address of a link', () => {
  const job = { id: 'j1', expiresAt: nowSeconds() + 900 } as ExportJob;
  const actor = { kind: 'session', id: 'user-1', role: 'manager', tenants: [], issuedAt: 0 } as const;

  test.each([
    ['https://evil.example', 'https://api.example.com', /^https:\/\/api\.example\.com\/files\/[\w-]+$/],
    ['https://api.example.com', undefined, /^https:\/\/api\.example\.com\/files\//],
    ['http://evil.example', undefined, /^\/files\/[\w-]+$/],
    ['http://127.0.0.1.evil.example', undefined, /^\/files\//],
    ['http://localhost.evil.example:80', undefined, /^\/files\//],
    ['http://127.0.0.1:8787', undefined, /^http:\/\/127\.0\.0\.1:8787\/files\//],
    ['http://localhost:8787', undefined, /^http:\/\/localhost:8787\/files\//],
  ])('asked at %s with PUBLIC_URL %s', (asked, publicUrl, expected) => {
    const { publicUrl: _configured, ...rest } = readConfig(env);
    const config = publicUrl === undefined ? rest : { ...rest, publicUrl };
    const request = new Request(`${asked}/v1/analytics/export/j1`);
    const store = storeFor('acme', env.DB, newMeter());
    expect(linkOf({ store, actor, config, request, now: nowSeconds() }, job)).toMatch(expected);
  });
});
