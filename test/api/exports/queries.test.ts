import { parse } from 'csv-parse/sync';
import readExcelFile from 'read-excel-file/universal';
import { describe, expect, test, vi } from 'vitest';
import { call, problemIn } from '../../support/client.ts';
import { aCall, type Sent } from '../../support/records.ts';
import { exportClient } from './jobs.ts';

const PATH = '/api/v1/query/exports';
const PATIENCE = { timeout: 90_000, interval: 250 };
const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const NET_CALLS = {
  name: 'net_calls',
  label: 'Net calls',
  unit: 'count',
  description: 'Completed less missed calls.',
  numerator: { calls_completed: 1, calls_missed: -1 },
};
const QUERY = {
  metrics: ['net_calls', { metric: 'duration', stat: 'p90', as: 'slow' }, 'completion_rate'],
  dimensions: ['agent', 'time:day'],
  filters: [{ dimension: 'channel', in: ['phone'] }],
  period: MARCH,
  time_zone: 'Europe/Lisbon',
};

const CALLS: Sent[] = [
  { type: 'agent', id: 'ann', name: '=Ann; "Á"' },
  aCall('a', { agent_id: 'ann', started_at: '2026-03-02T10:00:00Z', duration_seconds: 60 }),
  aCall('b', { agent_id: 'ann', started_at: '2026-03-02T11:00:00Z', status: 'missed' }),
  aCall('c', { agent_id: 'bob', started_at: '2026-03-03T11:00:00Z', status: 'missed' }),
  aCall('d', { started_at: '2026-03-04T11:00:00Z', duration_seconds: 90 }),
];

interface Job {
  export_id: string;
  status: string;
  rows_written: number;
  download_url: string | null;
  error: string | null;
  query: Record<string, unknown>;
}

async function filled(records: Sent[] = CALLS) {
  const client = await exportClient();
  const admin = await client.tenant.token('tenant_admin');
  const defined = await call('/api/v1/metrics', { method: 'POST', bearer: admin, body: NET_CALLS });
  const sent = await client.post('/api/v1/ingest', { records });
  expect([defined.status, (await sent.json<{ rejected: number }>()).rejected]).toEqual([201, 0]);
  const finished = async (id: string): Promise<Job> =>
    vi.waitFor(async () => {
      const job = await (await client.get(`${PATH}/${id}`)).json<Job>();
      expect(['completed', 'failed']).toContain(job.status);
      return job;
    }, PATIENCE);
  return {
    ...client,
    admin,
    finished,
    async file(body: object): Promise<Uint8Array<ArrayBuffer>> {
      const response = await client.post(PATH, { query: QUERY, ...body });
      const created = await response.json<Job>();
      expect([response.status, created]).toMatchObject([202, { status: 'queued' }]);
      const { download_url: url, error } = await finished(created.export_id);
      expect(error).toBeNull();
      const file = await call(new URL(url ?? '').pathname);
      return new Uint8Array(await file.arrayBuffer());
    },
    async csvOfQuery(query: object): Promise<string> {
      return (await client.post('/api/v1/query', { ...query, format: 'csv' })).text();
    },
  };
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('the file of a query with a metric of the tenant’s own', () => {
  test('CSV: what the query answers as CSV', async () => {
    const client = await filled();
    const file = textOf(await client.file({ format: 'csv' }));
    expect(file).toBe(await client.csvOfQuery(QUERY));
    expect(parse(file, { columns: true })).toEqual([
      {
        ...{ agent: 'ann', agent_name: `'=Ann; "Á"`, time: '2026-03-02' },
        ...{ net_calls: '0', slow: '60', completion_rate: '50' },
      },
      {
        ...{ agent: 'bob', agent_name: 'bob', time: '2026-03-03' },
        ...{ net_calls: '-1', slow: '', completion_rate: '0' },
      },
      {
        ...{ agent: '', agent_name: '', time: '2026-03-04' },
        ...{ net_calls: '1', slow: '90', completion_rate: '100' },
      },
    ]);
    const forExcel = await client.file({
      format: 'csv',
      csv: { bom: true, delimiter: ';', decimal: ',' },
    });
    expect(textOf(forExcel)).toContain('ann;"\'=Ann; ""Á""";2026-03-02;0;60;50');
  });

  test('JSON and XLSX: the same rows', async () => {
    const client = await filled();
    const { rows, period } = JSON.parse(textOf(await client.file({ format: 'json' }))) as {
      rows: unknown[];
      period: unknown;
    };
    expect(period).toEqual({ ...MARCH, time_zone: 'Europe/Lisbon' });
    expect(rows[1]).toEqual({
      ...{ agent: 'bob', agent_name: 'bob', time: '2026-03-03' },
      ...{ net_calls: -1, slow: null, completion_rate: 0 },
    });
    const workbook = new Blob([await client.file({ format: 'xlsx' })]);
    const sheets = (await readExcelFile(workbook)) as unknown as { sheet: string; data: unknown[][] }[];
    expect(sheets[0]!.data).toContainEqual(['channel', 'phone']);
    expect(sheets[1]!.data.map((row) => row[3])).toEqual(['net_calls', 0, -1, 1]);
    expect(sheets[1]!.data[1]![2]).toEqual(new Date('2026-03-02T00:00:00Z'));
  });

  test('PDF', async () => {
    const client = await filled();
    const file = await client.file({ format: 'pdf', query: { ...QUERY, dimensions: ['agent'] } });
    expect(textOf(file.slice(0, 5))).toBe('%PDF-');
  }, 120_000);
});

test('a file has all rows of a query, in its order, beyond the largest page', async () => {
  const client = await filled();
  const query = {
    metrics: ['total_calls'],
    dimensions: ['agent', 'time:15m'],
    period: { from: '2026-03-01', to: '2026-04-30' },
    include: ['empty'],
    order: [{ by: 'agent' }, { by: 'time', direction: 'desc' }],
  };
  const file = textOf(await client.file({ format: 'csv', query }));
  const [head, ...first] = (await client.csvOfQuery({ ...query, limit: 10_000 })).split('\r\n');
  const lines = file.split('\r\n');
  expect(lines).toHaveLength(3 * 96 * 61 + 2);
  expect([lines[0], lines.slice(1, 10_001)]).toEqual([head, first.slice(0, 10_000)]);
  const few = await client.file({ format: 'csv', query: { ...query, limit: 2 } });
  expect(textOf(few).split('\r\n').slice(0, 3)).toEqual(lines.slice(0, 3));
}, 60_000);

test('the query is kept as it was understood', async () => {
  const client = await filled();
  const body = { query: { metrics: ['total_calls'], period: { preset: 'yesterday' } }, format: 'csv' };
  const { export_id } = await (await client.post(PATH, body)).json<Job>();
  const { query } = await client.finished(export_id);
  const { query: understood } = (await (await client.post('/api/v1/query', body.query)).json()) as {
    query: Record<string, unknown>;
  };
  expect(query).toMatchObject({ period: understood.period, time_zone: understood.time_zone, limit: 200_000 });
});

const REFUSED: [title: string, body: object, path: string, message: string | RegExp][] = [
  [
    'an unknown metric',
    { query: { ...QUERY, metrics: ['net_cals'] } },
    'query.metrics.0',
    /Unknown metric; nearest: net_calls/,
  ],
  ['a comparison', { query: { ...QUERY, compare: 'previous' } }, 'query.compare', /Unknown/],
  ['totals', { query: { ...QUERY, include: ['totals'] } }, 'query.include.0', /empty/],
  ['an order by no column', { query: { ...QUERY, order: [{ by: 'x' }] } }, 'query.order.0.by', /column/],
  ['CSV options of JSON', { csv: { bom: true }, format: 'json' }, 'csv', /format csv/],
];

test.each(REFUSED)('%s is refused', async (_, body, path, message) => {
  const client = await filled();
  const response = await client.post(PATH, { query: QUERY, format: 'csv', ...body });
  const { errors = [] } = await problemIn(response);
  expect([response.status, errors.map((error) => error.path)]).toEqual([400, [path]]);
  expect(errors[0]!.message).toMatch(message);
});

test('a query that would read too much is refused with what is served', async () => {
  const client = await filled();
  const agents = Array.from({ length: 100 }, (_, index) => `a${index}`);
  const query = {
    metrics: [{ metric: 'duration', stat: 'p90' }],
    filters: [{ dimension: 'agent', in: agents }],
    period: { from: '2024-01-01', to: '2026-11-30' },
  };
  const response = await client.post(PATH, { query, format: 'csv' });
  const problem = await problemIn(response);
  expect(response.status).toBe(422);
  expect(problem).toMatchObject({ rows_allowed: 50_000, nearest: expect.any(Array) });
});
