import { beforeAll, describe, expect, test, vi } from 'vitest';
import { ALL, admitted, samplePath } from '../contract/sample.ts';
import { type CallOptions, call, problemIn } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';

const YEARS = 'the years 1970 to 2100';
const DATES = ['0000-01-01', '0099-12-31', '0100-01-01', '1969-12-31', '2101-01-01', '9999-12-31'];
const PAIRS = [
  ['date_from', 'date_to'],
  ['dateFrom', 'dateTo'],
  ['start_date', 'end_date'],
] as const;
/** Two per day of the longest period, and some for the days around. */
const MOST_QUESTIONS = 2_500;

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await freshTenant({ timeZone: 'Europe/Paris' });
});

async function expectRefused(path: string, options: CallOptions): Promise<void> {
  const asked = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts');
  const problem = await problemIn(await call(path, options));
  expect([path, problem.status, problem.detail]).toEqual([path, 400, expect.stringContaining(YEARS)]);
  expect(problem.errors?.[0]?.message).toContain(YEARS);
  expect(asked.mock.calls.length).toBeLessThan(MOST_QUESTIONS);
  asked.mockRestore();
}

/** A download compares its dates with those of the export, as texts: it reads no period. */
const COMPARED = 'voiceExportDownload';

/** Every operation that reads a period from its query, with the names of the bounds. */
const PERIODS = ALL.filter(({ operation: { id } }) => id !== COMPARED).flatMap((sample) => {
  const names = Object.keys(sample.operation.query?.shape ?? {});
  const pair = PAIRS.find(([from, to]) => names.includes(from) && names.includes(to));
  return pair ? [{ ...sample, pair, needsPhone: names.includes('phone') }] : [];
});

test('there are such operations in every group', () => {
  expect(new Set(PERIODS.map(({ pair: [from] }) => from))).toEqual(
    new Set(['date_from', 'dateFrom', 'start_date']),
  );
  expect(PERIODS.length).toBeGreaterThan(20);
});

describe.each(PERIODS)('$title', (sample) => {
  const [from, to] = sample.pair;
  const phone = sample.needsPhone ? '&phone=5678' : '';

  test('refuses bounds in other years, whichever bound it is', async () => {
    const options = await admitted(sample, tenant);
    const path = samplePath(sample, tenant);
    const days =
      from === 'start_date' ? DATES : [...DATES, '0100-01-01T00:00:00Z', '2101-01-01T00:00:00-12:00'];
    for (const date of days) {
      const bound = encodeURIComponent(date);
      await expectRefused(`${path}?${from}=${bound}&${to}=2026-01-01${phone}`, options);
      await expectRefused(`${path}?${from}=2026-01-01&${to}=${bound}${phone}`, options);
      await expectRefused(`${path}?${from}=${bound}&${to}=${bound}${phone}`, options);
    }
  });

  test('answers the first and the last year, in zones far from UTC', async () => {
    const options = await admitted(sample, tenant);
    const path = samplePath(sample, tenant);
    for (const tz of ['UTC', 'Pacific/Kiritimati', 'Pacific/Niue']) {
      for (const date of ['1970-01-01', '2100-12-31']) {
        const response = await call(`${path}?${from}=${date}&${to}=${date}&tz=${tz}${phone}`, options);
        // Audited searches are limited to ten per minute and user.
        expect([tz, date, [200, 429].includes(response.status)]).toEqual([tz, date, true]);
        await response.body?.cancel();
      }
    }
  });
});

test.each<[string, (date: string) => unknown]>([
  ['/api/v1/analytics/export', (date) => ({ start_date: date, end_date: date, format: 'csv' })],
  ['/api/v1/analytics/export', (date) => ({ start_date: '2026-01-01', end_date: date, format: 'csv' })],
  ['/v1/analytics/export', (date) => ({ dateFrom: date, format: 'csv' })],
  ['/v1/analytics/export', (date) => ({ dateTo: date, format: 'json' })],
  ['/api/v1/reports', (date) => ({ dateFrom: date, dateTo: date, type: 'cost_summary', format: 'csv' })],
])('POST %s refuses other years in its body', async (path, bodyOf) => {
  const bearer = await tenant.token('tenant_admin');
  for (const date of DATES) await expectRefused(path, { method: 'POST', bearer, body: bodyOf(date) });
});

test('the expiry of an API key is an instant like those of records', async () => {
  const bearer = await tenant.token('tenant_admin');
  for (const date of DATES) {
    const body = { name: 'k', scopes: ['ingest:write'], expires_at: `${date}T00:00:00Z` };
    const { status, errors } = await problemIn(
      await call('/api/v1/api-keys', { method: 'POST', bearer, body }),
    );
    const message = expect.stringMatching(/1970-01-01T00:00:00Z to 2100-12-31T23:59:59Z\.|Must be/);
    expect([date, status, errors]).toEqual([date, 400, [{ path: 'expires_at', message }]]);
  }
});
