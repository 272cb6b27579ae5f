import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/env.ts';
import { Forbidden, Gone } from '../../src/errors.ts';
import type { ExportJob } from '../../src/exports/job.ts';
import { findJob } from '../../src/exports/jobs.ts';
import { readLink, signLink } from '../../src/exports/links.ts';
import { runSlice } from '../../src/exports/run.ts';
import { statement } from '../../src/store/statement.ts';
import { call, problemIn } from '../support/client.ts';
import { freshTenant, nowSeconds, type TestTenant } from '../support/tenant.ts';
import { expectedFile, newJob, workshopOf } from './synthetic.ts';

const secrets = { dataSecret: 'one secret of links' };
const TARGET = {
  tenant: 'acme',
  job: 'rpt_1-2',
  actor: { kind: 'session', id: 'zoë@a', role: 'manager' },
} as const;
const ROWS = 3;
const FILE = expectedFile(ROWS);

describe('a link', () => {
  const token = signLink(secrets, TARGET, 1_000);

  test('opens its file until its time is over', () => {
    expect(readLink(token, secrets, 999)).toEqual(TARGET);
    expect(() => readLink(token, secrets, 1_000)).toThrow(Gone);
  });

  test('of the secret before opens too, of another one does not', () => {
    const rotated = { dataSecret: 'the next secret', previousDataSecret: secrets.dataSecret };
    expect(readLink(token, rotated, 999)).toEqual(TARGET);
    expect(() => readLink(token, { dataSecret: 'the next secret' }, 999)).toThrow(Forbidden);
  });

  test.each([
    ['another tenant', token.replace('acme', 'acmf')],
    ['another job', token.replace('rpt_1', 'rpt_2')],
    ['another bearer', token.replace('.1000.', '.1000.A')],
    ['a later end', token.replace('.1000.', '.9000.')],
    ['another signature', `${token.slice(0, -2)}${token.at(-2) === 'A' ? 'B' : 'A'}${token.at(-1)}`],
    ['a signature cut short', token.slice(0, -1)],
    ['nothing', ''],
  ])('changed to %s is refused', (_, changed) => {
    expect(() => readLink(changed, secrets, 999)).toThrow(Forbidden);
  });
});

describe('GET /files/:token', () => {
  let tenant: TestTenant;
  let job: ExportJob;
  let path: string;

  function linkTo(id: string, seconds = 900): string {
    const target = { tenant: tenant.slug, job: id, actor: { kind: 'key', id: 'k1' } } as const;
    return `/files/${signLink(readConfig(env), target, nowSeconds() + seconds)}`;
  }

  beforeAll(async () => {
    tenant = await freshTenant();
    const { id } = (await newJob(tenant)).job;
    await runSlice(workshopOf(tenant, ROWS), id);
    job = (await findJob(tenant.store, id))!;
    path = linkTo(id);
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
        actor_id: 'k1',
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
});
