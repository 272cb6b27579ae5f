import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import readExcelFile from 'read-excel-file/universal';
import { expect, test, vi } from 'vitest';
import { exportClient } from './jobs.ts';

type ExportClient = Awaited<ReturnType<typeof exportClient>>;

const DATES = { dateFrom: '2026-03-01', dateTo: '2026-03-08' };
const WEEK = { start_date: '2026-03-01', end_date: '2026-03-08' };
const PATIENCE = { timeout: 20_000, interval: 100 };

const RECORDS = [
  { type: 'agent', id: 'ann', name: '=Ann Ávila' },
  ...['c1', 'c2', 'c3'].flatMap((id, index) => [
    {
      type: 'interaction',
      id,
      kind: index === 2 ? 'conversation' : 'call',
      channel: index === 2 ? 'chat' : 'phone',
      status: 'completed',
      started_at: `2026-03-0${index + 2}T10:00:00Z`,
      duration_seconds: 60 + index,
      agent_id: 'ann',
      outcome: 'resolved',
      cost: { llm: 0.25 },
      customer: { name: 'Zebulon Quasimodo', phone: '+33612345678', email: 'zeb@quasi.example' },
    },
    {
      type: 'quality_review',
      id: `q-${id}`,
      interaction_id: id,
      status: 'completed',
      score: 8.5,
      sentiment: 'positive',
      created_at: '2026-03-05T10:00:00Z',
    },
  ]),
];

async function filled(records: readonly unknown[] = RECORDS): Promise<ExportClient> {
  const client = await exportClient();
  const sent = await client.post('/api/v1/ingest', { records });
  expect([sent.status, (await sent.json<{ rejected: number }>()).rejected]).toEqual([200, 0]);
  return client;
}

async function analytics(client: ExportClient, body: object): Promise<Uint8Array> {
  const started = await client.post('/api/v1/analytics/export', { ...WEEK, ...body });
  const { download_url } = await started.json<{ download_url: string }>();
  return vi.waitFor(async () => {
    const response = await client.get(download_url);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(response.status).toBe(200);
    return bytes;
  }, PATIENCE);
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const recordsIn = (bytes: Uint8Array): Record<string, string>[] => parse(textOf(bytes), { columns: true });

test('analytics: what every format holds is what the routes tell', async () => {
  const client = await filled();
  const rows = recordsIn(await analytics(client, { format: 'csv' }));
  const calls = rows.filter(({ section }) => section === 'call');
  expect(
    calls.map(({ call_id, agent, customer_name, phone_number_redacted }) => [
      call_id,
      agent,
      customer_name,
      phone_number_redacted,
    ]),
  ).toEqual([
    ['c1', "'=Ann Ávila", 'Z. Q.', '***-***-5678'],
    ['c2', "'=Ann Ávila", 'Z. Q.', '***-***-5678'],
  ]);
  const metrics = await client.get(
    '/api/v1/analytics/call-metrics?start_date=2026-03-01&end_date=2026-03-08',
  );
  const { call_volume } = await metrics.json<{ call_volume: { date: string; total_calls: number }[] }>();
  const days = rows.filter(({ section }) => section === 'summary_by_day');
  expect(days.map(({ date, total_calls }) => ({ date, total_calls: Number(total_calls) }))).toEqual(
    call_volume.map(({ date, total_calls }) => ({ date, total_calls })),
  );

  const json = JSON.parse(textOf(await analytics(client, { format: 'json', scope: 'all' })));
  expect(json).toMatchObject({ period: { from: '2026-03-01', to: '2026-03-08', time_zone: 'UTC' } });
  expect([json.call.length, json.agent.length, json.summary_by_day.length]).toEqual([2, 1, 8]);

  const xlsx = await analytics(client, { format: 'xlsx' });
  const [about, ...sheets] = await readExcelFile(new Blob([xlsx as Uint8Array<ArrayBuffer>]));
  expect(about?.data).toEqual(
    expect.arrayContaining([
      ['Voice analytics', null],
      ['From', new Date('2026-03-01T00:00:00Z')],
      ['Scope', 'voice'],
      ['summary_by_day', 8],
      ['call', 2],
    ]),
  );
  expect(sheets.map(({ sheet, data }) => [sheet, data.length - 1])).toEqual([
    ['summary_by_day', 8],
    ['call', 2],
  ]);
  expect(sheets[0]?.data[1]?.[0]).toEqual(new Date('2026-03-01T00:00:00Z'));
  const [head = [], call = []] = sheets[1]?.data ?? [];
  expect(Object.fromEntries(head.map((name, i) => [name, call[i]]))).toMatchObject({
    call_id: 'c1',
    agent: '=Ann Ávila',
    start_time: new Date('2026-03-02T10:00:00Z'),
    duration_seconds: 60,
  });

  const pdf = await analytics(client, { format: 'pdf' });
  expect(textOf(pdf.subarray(0, 5))).toBe('%PDF-');
});

test('reviews: by link, with their checksum', async () => {
  const client = await filled();
  const started = await client.post('/v1/analytics/export', { ...DATES, format: 'csv' });
  const { jobId } = await started.json<{ jobId: string }>();
  const job = await vi.waitFor(async () => {
    const status = await (await client.get(`/v1/analytics/export/${jobId}`)).json<Record<string, unknown>>();
    expect(status.status).toBe('completed');
    return status;
  }, PATIENCE);
  const { pathname } = new URL(String(job.downloadUrl));
  const file = await client.get(pathname);
  const bytes = new Uint8Array(await file.arrayBuffer());
  expect(job).toMatchObject({
    rowsWritten: 3,
    checksum: `sha-256:${createHash('sha256').update(bytes).digest('hex')}`,
  });
  expect(recordsIn(bytes).map(({ review_id, score }) => [review_id, score])).toEqual([
    ['q-c1', '8.5'],
    ['q-c2', '8.5'],
    ['q-c3', '8.5'],
  ]);
});

test('reports: a redirect to the file', async () => {
  const client = await filled();
  const started = await client.post('/api/v1/reports', { ...DATES, type: 'cost_summary', format: 'csv' });
  const { reportId } = await started.json<{ reportId: string }>();
  const location = await vi.waitFor(async () => {
    const response = await client.get(`/api/v1/reports/${reportId}/download`);
    await response.body?.cancel();
    expect(response.status).toBe(302);
    return new URL(response.headers.get('Location') ?? '');
  }, PATIENCE);
  const rows = recordsIn(new Uint8Array(await (await client.get(location.pathname)).arrayBuffer()));
  expect(rows.map(({ date, agentName, totalUsd }) => [date, agentName, totalUsd])).toEqual([
    ['2026-03-02', "'=Ann Ávila", '0.25'],
    ['2026-03-03', "'=Ann Ávila", '0.25'],
    ['2026-03-04', "'=Ann Ávila", '0.25'],
  ]);
});

test('a CSV file that Excel opens by itself where a semicolon separates', async () => {
  const client = await filled();
  const csv = { bom: true, delimiter: ';', decimal: ',' };
  const bytes = await analytics(client, { format: 'csv', scope: 'performance', csv });
  expect(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)).toBe(
    '\uFEFFsection;id;name;assigned_count;resolved_count;resolution_rate;avg_first_response_minutes;' +
      "avg_resolution_minutes\r\nagent;ann;'=Ann Ávila;1;0;0;;\r\n",
  );
});

test('a period without data is a file with its head row', async () => {
  const client = await filled([]);
  const bytes = await analytics(client, { format: 'csv', scope: 'sla_quality' });
  expect(textOf(bytes)).toMatch(/^section,conversation_id,[\w,]+\r\n$/);
});
