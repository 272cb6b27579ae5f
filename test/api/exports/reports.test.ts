import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { call, problemIn } from '../../support/client.ts';
import { nowSeconds } from '../../support/tenant.ts';
import { exportClient } from './jobs.ts';

const PATH = '/api/v1/reports';
const ASKED = { type: 'cost_summary', dateFrom: '2026-03-01', dateTo: '2026-03-31', format: 'csv' };

async function report() {
  const client = await exportClient();
  const response = await client.post(PATH, ASKED);
  const body = await response.json<{ reportId: string }>();
  return { client, response, body, id: body.reportId };
}

test('a report is accepted and its status told', async () => {
  const { client, response, body, id } = await report();
  expect([response.status, body]).toEqual([
    202,
    { reportId: expect.stringMatching(/^rpt_/), status: 'generating', estimatedSeconds: 9 },
  ]);
  for (const status of ['queued', 'processing'] as const) {
    await client.leave(id, { status, completed_at: null });
    expect(await (await client.get(`${PATH}/${id}`)).json()).toEqual({
      reportId: id,
      status: 'generating',
      type: 'cost_summary',
      format: 'csv',
      createdAt: expect.any(String),
      completedAt: null,
      expiresAt: expect.any(String),
      error: null,
    });
  }
  await client.leave(id, { status: 'withdrawn', error: 'Because.' });
  const withdrawn = await client.get(`${PATH}/${id}`);
  expect(await withdrawn.json()).toMatchObject({ status: 'failed', error: 'Because.' });
});

test('a download redirects once the file is there', async () => {
  const { client, id } = await report();
  await client.leave(id, { status: 'completed', completed_at: nowSeconds() });
  const response = await client.get(`${PATH}/${id}/download`);
  expect([response.status, await response.text()]).toEqual([302, '']);
  expect(response.headers.get('Location')).toMatch(/^https:\/\/callmeter\.test\/files\/[\w.-]+$/);
});

test('who follows the link of another is written down as that other', async () => {
  const { client, id } = await report();
  await client.leave(id, {
    status: 'completed',
    completed_at: nowSeconds(),
    bytes: 5,
    checksum: 'sha-256:00',
  });
  await env.EXPORT_FILES.put(`${client.tenant.slug}/${id}.csv`, 'date\n');
  const bearer = await client.tenant.token('manager', { sub: 'mia' });
  const redirect = await client.get(`${PATH}/${id}/download`, { bearer });
  const file = await call(new URL(redirect.headers.get('Location') ?? '').pathname);
  expect([file.status, await file.text()]).toEqual([200, 'date\n']);
  const { entries } = await (
    await client.get('/api/v1/audit-log?action=export_downloaded', {
      bearer: await client.tenant.token('tenant_admin'),
    })
  ).json<{ entries: unknown[] }>();
  expect(entries).toMatchObject([
    {
      subject: id,
      actor: { kind: 'session', id: 'mia', role: 'manager' },
      details: { kind: 'report', format: 'csv', by: 'signed link' },
    },
  ]);
});

const WITHOUT: [state: object, status: number, retryAfter: string | null, detail: string][] = [
  [{ status: 'queued' }, 409, '5', 'not ready'],
  [{ status: 'processing' }, 409, '5', 'not ready'],
  [{ status: 'failed', error: 'Because.' }, 409, null, 'Because.'],
  [{ status: 'withdrawn', error: 'Because.' }, 410, null, 'Because.'],
  [{ status: 'completed', expires_at: 1_790_000_000 }, 410, null, 'has been deleted'],
];

test.each(WITHOUT)('a download of %j', async (state, status, retryAfter, detail) => {
  const { client, id } = await report();
  await client.leave(id, state as Parameters<typeof client.leave>[1]);
  const response = await client.get(`${PATH}/${id}/download`);
  expect([response.status, response.headers.get('Retry-After')]).toEqual([status, retryAfter]);
  expect((await problemIn(response)).detail).toContain(detail);
});

const REFUSED: [change: Record<string, unknown>, path: string, message: RegExp][] = [
  [{ includeFields: ['cost'] }, 'includeFields', /^Accepted only for conversation_summary/],
  [{ agentIds: ['a', 'b', 'a'] }, 'agentIds.2', /^Duplicate value\.$/],
  [
    { type: 'conversation_summary', includeFields: [] },
    'includeFields',
    /^Must be an array of 1 to \d+ entries, each one of /,
  ],
  [
    { type: 'conversation_summary', includeFields: ['cost', 'cost'] },
    'includeFields.1',
    /^Duplicate value\.$/,
  ],
  [{ type: 'conversation_summary', includeFields: ['price'] }, 'includeFields.0', /^Must be one of/],
  [{ format: 'xlsx' }, 'format', /^Must be one of csv, pdf\.$/],
  [{ dateTo: undefined }, 'dateTo', /^Required: a date/],
  [{ agentId: 'a' }, 'agentId', /^Unknown field; accepted: type, dateFrom,/],
];

test.each(REFUSED)('%j is refused', async (change, path, message) => {
  const client = await exportClient();
  const response = await client.post(PATH, { ...ASKED, ...change });
  const expected = [{ path, message: expect.stringMatching(message) }];
  expect([response.status, (await problemIn(response)).errors]).toEqual([400, expected]);
});
