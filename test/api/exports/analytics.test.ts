import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { problemIn } from '../../support/client.ts';
import { exportClient } from './jobs.ts';

const PATH = '/api/v1/analytics/export';
const WEEK = { start_date: '2026-03-01', end_date: '2026-03-08' };

async function started(body: object = {}) {
  const client = await exportClient();
  const response = await client.post(PATH, { ...WEEK, format: 'csv', ...body });
  const answer = await response.json<{ export_id: string; download_url: string }>();
  return { client, response, answer, id: answer.export_id };
}

test('an export is accepted and listed with its defaults', async () => {
  const { client, response, answer, id } = await started();
  const url = `${PATH}/${id}/download?format=csv&start_date=2026-03-01&end_date=2026-03-08`;
  expect([response.status, answer]).toEqual([
    202,
    { export_id: id, download_url: url, expires_at: expect.stringMatching(/Z$/) },
  ]);
  await client.leave(id, { status: 'processing' });
  expect(await (await client.get('/api/v1/analytics/exports')).json()).toEqual({
    exports: [
      {
        export_id: id,
        status: 'processing',
        format: 'csv',
        scope: 'voice',
        ...WEEK,
        include_call_details: true,
        include_transcripts: false,
        include_conversations: false,
        download_url: url,
        created_at: expect.stringMatching(/Z$/),
        expires_at: expect.stringMatching(/Z$/),
      },
    ],
  });
  const foreign = await exportClient();
  expect(await (await foreign.get('/api/v1/analytics/exports')).json()).toEqual({ exports: [] });
});

test('a download answers the file itself, or a range, and is audited', async () => {
  const { client, answer, id } = await started();
  await client.leave(id, { status: 'completed', bytes: 9, checksum: 'sha-256:00' });
  await env.EXPORT_FILES.put(`${client.tenant.slug}/${id}.csv`, 'section\r\n');
  const whole = await client.get(answer.download_url);
  expect([whole.status, await whole.text(), whole.headers.get('Content-Type')]).toEqual([
    200,
    'section\r\n',
    'text/csv; charset=utf-8',
  ]);
  expect(whole.headers.get('Content-Disposition')).toMatch(/^attachment; filename=/);
  const part = await client.get(`${PATH}/${id}/download`, { headers: { Range: 'bytes=0-2' } });
  expect([part.status, await part.text()]).toEqual([206, 'sec']);
  expect(await client.audited('export_downloaded')).toEqual([{ subject: id, actor_kind: 'key' }]);
});

test('a download before the file is there, and of another file', async () => {
  const { client, answer, id } = await started();
  await client.leave(id, { status: 'queued' });
  const early = await client.get(answer.download_url);
  expect([early.status, early.headers.get('Retry-After')]).toEqual([409, '5']);
  await early.body?.cancel();
  const other = await client.get(`${PATH}/${id}/download?format=json&start_date=2026-03-02`);
  expect([other.status, (await problemIn(other)).errors?.map(({ path }) => path)]).toEqual([
    400,
    ['format', 'start_date'],
  ]);
  expect(await client.audited('export_downloaded')).toEqual([]);
});

const REFUSED: [change: object, path: string, message: RegExp][] = [
  [{ scope: 'everything' }, 'scope', /^Must be one of voice,/],
  [{ format: 'doc' }, 'format', /^Must be one of csv, json, pdf, xlsx\.$/],
  [{ include_transcripts: 'yes' }, 'include_transcripts', /^Must be true or false\.$/],
  [{ start_date: '2026-02-30' }, 'start_date', /^Must be a date/],
  [{ end_date: '2026-02-01' }, 'start_date', /not be after end_date/],
  [{ tz: 'Mars' }, 'tz', /an IANA time zone/],
];

test.each(REFUSED)('%j is refused', async (change, path, message) => {
  const client = await exportClient();
  const response = await client.post(PATH, { ...WEEK, format: 'csv', ...change });
  const expected = [{ path, message: expect.stringMatching(message) }];
  expect([response.status, (await problemIn(response)).errors]).toEqual([400, expected]);
});

test('a zone that is told twice must be one', async () => {
  const client = await exportClient();
  const body = { ...WEEK, format: 'csv', tz: 'Europe/Paris' };
  expect((await client.post(`${PATH}?tz=Europe/Paris`, body)).status).toBe(202);
  expect((await client.post(`${PATH}?tz=Europe/Rome`, body)).status).toBe(400);
});
