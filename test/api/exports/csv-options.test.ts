import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { problemIn } from '../../support/client.ts';
import { exportClient } from './jobs.ts';

const DATES = { dateFrom: '2026-03-01', dateTo: '2026-03-08' };

/** A creation of each contract with the field in its answer that names the job, and a format that is not CSV. */
const CREATIONS: [path: string, body: object, id: string, other: string][] = [
  ['/v1/analytics/export', DATES, 'jobId', 'json'],
  ['/api/v1/reports', { ...DATES, type: 'cost_summary' }, 'reportId', 'pdf'],
  ['/api/v1/analytics/export', { start_date: '2026-03-01', end_date: '2026-03-08' }, 'export_id', 'xlsx'],
];

describe.each(CREATIONS)('%s', (path, body, idField, other) => {
  test.each<[sent: object | undefined, stored: object | undefined]>([
    [undefined, undefined],
    [{}, { bom: false, delimiter: ',', decimal: '.' }],
    [{ bom: true }, { bom: true, delimiter: ',', decimal: '.' }],
    [
      { bom: true, delimiter: ';' },
      { bom: true, delimiter: ';', decimal: '.' },
    ],
    [{ delimiter: '\t' }, { bom: false, delimiter: '\t', decimal: '.' }],
    [
      { bom: false, delimiter: ';', decimal: ',' },
      { bom: false, delimiter: ';', decimal: ',' },
    ],
  ])('takes the options %j and keeps them with the job', async (csv, stored) => {
    const client = await exportClient();
    const response = await client.post(path, { ...body, format: 'csv', ...(csv && { csv }) });
    expect(response.status).toBe(202);
    const answer = await response.json<Record<string, string>>();
    const row = await env.DB.prepare('SELECT spec FROM export_jobs WHERE tenant = ?1 AND id = ?2')
      .bind(client.tenant.slug, answer[idField])
      .first<{ spec: string }>();
    expect(JSON.parse(row?.spec ?? '{}').csv).toEqual(stored);
  });

  test.each<[change: object, field: string, message: string]>([
    [{ csv: { delimiter: '|' } }, 'csv.delimiter', 'Must be a comma, a semicolon or a tab.'],
    [{ csv: { delimiter: '' } }, 'csv.delimiter', 'Must be a comma, a semicolon or a tab.'],
    [{ csv: { decimal: ';' } }, 'csv.decimal', 'Must be a point or a comma.'],
    [{ csv: { bom: 'yes' } }, 'csv.bom', 'Must be true or false.'],
    [{ csv: { separator: ';' } }, 'csv.separator', 'Unknown field; accepted: bom, delimiter, decimal.'],
    [{ csv: {}, format: other }, 'csv', 'Accepted only with the format csv.'],
  ])('refuses %j', async (change, field, message) => {
    const client = await exportClient();
    const response = await client.post(path, { ...body, format: 'csv', ...change });
    expect([response.status, (await problemIn(response)).errors]).toEqual([400, [{ path: field, message }]]);
  });
});
