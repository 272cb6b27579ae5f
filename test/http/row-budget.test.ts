import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import { ROUTES } from '../../src/api/registry.ts';
import { readConfig } from '../../src/env.ts';
import { appOf } from '../support/app.ts';
import { costOf, problemIn } from '../support/client.ts';
import { aCall, times } from '../support/records.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';

const OVERVIEW = '/api/v1/analytics/overview?date_from=2026-03-01&date_to=2026-03-31';
const MORE = `More than 40 rows were read for figures within a minute. Try again after Retry-After seconds; X-Query-Cost tells what each request reads, and If-None-Match saves what has not changed.`;

/** An isolate whose callers may read so many rows a minute. */
function isolate(rowsPerMinute: number) {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  return appOf(ROUTES, {}, { ...readConfig(env), rowsPerMinute });
}

/** Ten calls on ten days: the overview reads each of them from the change log. */
async function tenantWithCalls(): Promise<TestTenant> {
  const tenant = await freshTenant();
  const { key } = await tenant.key({ scopes: ['ingest:write'] });
  const records = times(10, (day) => aCall(`c${day}`, { started_at: `2026-03-${day + 10}T10:00:00Z` }));
  const ingest = { method: 'POST', bearer: key, body: { records } };
  expect((await isolate(1_000)('/api/v1/ingest', ingest)).status).toBe(200);
  return tenant;
}

function rowsOf(response: Response): number {
  return Number(response.headers.get('X-Query-Cost'));
}

test('tells the rows that each read of figures costs, and refuses once a minute has had too many', async () => {
  const tenant = await tenantWithCalls();
  const { key: bearer } = await tenant.key();
  const [one, two] = [isolate(40), isolate(40)];
  let rows = 0;
  for (let asked = 0; rows < 40; asked += 1) {
    const response = await (asked % 2 === 0 ? one : two)(OVERVIEW, { bearer });
    expect([response.status, rowsOf(response)]).toEqual([200, costOf(response).read]);
    expect(rowsOf(response)).toBeGreaterThanOrEqual(10);
    rows += rowsOf(response);
  }
  for (const calling of [one, two, one]) {
    const refused = await calling(OVERVIEW, { bearer });
    expect(refused.headers.get('X-RateLimit-Limit')).toBe('300');
    expect(refused.headers.get('X-Query-Cost')).toMatch(/^\d+$/);
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('Retry-After'))).toBeLessThanOrEqual(60);
    expect(await problemIn(refused)).toMatchObject({ status: 429, limit: 40, detail: MORE });
  }
  // Nothing else is refused, nor another caller.
  expect((await one('/api/v1/interactions/c1', { bearer })).status).toBe(200);
  expect((await one(OVERVIEW, { bearer: await tenant.token('manager') })).status).toBe(200);
});

test('a refusal that the isolate knows of reads nothing', async () => {
  const tenant = await tenantWithCalls();
  const calling = isolate(10);
  const bearer = await tenant.token('manager');
  expect((await calling(OVERVIEW, { bearer })).status).toBe(200);
  expect((await calling(OVERVIEW, { bearer })).status).toBe(429);
  const refused = await calling(OVERVIEW, { bearer });
  expect([refused.status, costOf(refused).trips]).toEqual([429, 0]);
});

test('a read that is refused for its rows counts with them; other reads cost nothing of the budget', async () => {
  const tenant = await tenantWithCalls();
  const calling = isolate(1_000);
  const bearer = await tenant.token('manager');
  const other = await calling('/api/v1/interactions/c1', { bearer });
  expect([other.status, other.headers.get('X-Query-Cost')]).toEqual([200, null]);
  const wrong = await calling(`${OVERVIEW}&tz=nowhere`, { bearer });
  expect([wrong.status, rowsOf(wrong)]).toEqual([400, costOf(wrong).read]);
  const { headers } = await calling(OVERVIEW, { bearer });
  const again = await calling(OVERVIEW, { bearer, headers: { 'If-None-Match': headers.get('ETag')! } });
  expect([again.status, rowsOf(again)]).toEqual([304, 1]);
});
