import { expect, test } from 'vitest';
import { PERMISSIONS, type Scope } from '../../../src/auth/roles.ts';
import { problemIn } from '../../support/client.ts';
import { nowSeconds } from '../../support/tenant.ts';
import { exportClient } from './jobs.ts';

const PATH = '/v1/analytics/export';
const MARCH = { dateFrom: '2026-03-01', dateTo: '2026-03-31' };

test('an export is accepted, written down and audited', async () => {
  const client = await exportClient();
  const response = await client.post(PATH, { ...MARCH, format: 'csv', campaignId: 'm' });
  expect(response.status).toBe(202);
  const body: Record<string, string> = await response.json();
  expect(body).toEqual({ jobId: expect.any(String), status: 'queued', createdAt: expect.any(String) });
  expect(await client.audited('export_created')).toEqual([{ subject: body.jobId, actor_kind: 'key' }]);
});

test('status of a completed export: a link for those who may export, the status for all who may read it', async () => {
  const client = await exportClient();
  const { jobId } = await (await client.post(PATH, { format: 'json' })).json<{ jobId: string }>();
  const done = {
    rows_expected: 2,
    rows_written: 2,
    bytes: 9,
    checksum: 'sha-256:00',
    completed_at: 1_790_000_000,
  };
  await client.leave(jobId, { status: 'completed', ...done });
  const status = await (await client.get(`${PATH}/${jobId}`)).json<Record<string, unknown>>();
  expect(status).toEqual({
    jobId,
    status: 'completed',
    format: 'json',
    rowsWritten: 2,
    rowsExpected: 2,
    createdAt: expect.any(String),
    completedAt: '2026-09-21T14:13:20Z',
    expiresAt: expect.any(String),
    downloadUrl: expect.stringMatching(/^https:\/\/callmeter\.test\/files\/[\w.-]+$/),
    error: null,
    bytes: 9,
    checksum: 'sha-256:00',
  });
  const keyOf = async (...scopes: Scope[]) => (await client.tenant.key({ scopes })).key;
  const linked: [string, string][] = [];
  const bearers: [string, string][] = [
    ['reading key', await keyOf('analytics:read')],
    ['exporting key', await keyOf('analytics:read', 'analytics:export')],
  ];
  for (const role of PERMISSIONS.readerAnalytics.roles) bearers.push([role, await client.tenant.token(role)]);
  for (const [who, bearer] of bearers) {
    const seen = await client.get(`${PATH}/${jobId}`, { bearer });
    const { downloadUrl, ...rest } = await seen.json<Record<string, unknown>>();
    expect([who, seen.status, rest]).toMatchObject([who, 200, { status: 'completed', bytes: 9 }]);
    if (downloadUrl !== null) linked.push([who, typeof downloadUrl]);
  }
  expect(linked).toEqual(
    ['exporting key', 'manager', 'tenant_admin', 'tenant_owner', 'super_admin'].map((who) => [who, 'string']),
  );
  await client.leave(jobId, { status: 'completed', expires_at: nowSeconds() });
  const expired = await client.get(`${PATH}/${jobId}`);
  expect(await expired.json()).toMatchObject({ status: 'completed', downloadUrl: null, error: null });
});

test('a failed and a withdrawn export tell why', async () => {
  const client = await exportClient();
  const { jobId } = await (await client.post(PATH, { format: 'csv' })).json<{ jobId: string }>();
  for (const status of ['failed', 'withdrawn'] as const) {
    await client.leave(jobId, { status, error: 'Because.' });
    const seen = await (await client.get(`${PATH}/${jobId}`)).json();
    expect(seen).toMatchObject({ status: 'failed', error: 'Because.', downloadUrl: null });
  }
});

test("another tenant's export, and one of another kind, are not found", async () => {
  const [client, other] = [await exportClient(), await exportClient()];
  const { jobId } = await (await client.post(PATH, { format: 'csv' })).json<{ jobId: string }>();
  expect((await other.get(`${PATH}/${jobId}`)).status).toBe(404);
  expect((await client.get(`/api/v1/reports/${jobId}`)).status).toBe(404);
  expect((await client.get(`/api/v1/analytics/export/${jobId}/download`)).status).toBe(404);
});

const REFUSED: [body: Record<string, unknown>, path: string, message: string][] = [
  [{}, 'format', 'Required: one of csv, json.'],
  [{ format: 'pdf' }, 'format', 'Must be one of csv, json.'],
  [
    { format: 'csv', agent: 'a' },
    'agent',
    'Unknown field; accepted: dateFrom, dateTo, format, csv, campaignId, callCenterId, engagementId.',
  ],
  [{ format: 'csv', campaignId: '' }, 'campaignId', 'Must be text of 1 to 200 characters.'],
  [{ ...MARCH, format: 'csv', dateFrom: '2026-04-01' }, 'dateFrom', 'Must not be after dateTo.'],
];

test.each(REFUSED)('%j is refused', async (body, path, message) => {
  const client = await exportClient();
  const response = await client.post(PATH, body);
  expect([response.status, (await problemIn(response)).errors]).toEqual([400, [{ path, message }]]);
  expect(await client.audited('export_created')).toEqual([]);
});
