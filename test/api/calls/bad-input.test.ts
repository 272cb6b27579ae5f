import { beforeAll, describe, expect, test } from 'vitest';
import { call, problemIn } from '../../support/client.ts';
import type { ReadsClient } from '../../support/reads-client.ts';
import { callsClient } from './client.ts';

const ROUTES = ['overview', 'hourly', 'agents', 'trends'];
/** What a bad bound is told to be instead. */
const BOUND = 'Must be a date YYYY-MM-DD or an instant such as 2026-02-01T09:30:00Z.';

let client: ReadsClient;
let bearer: string;

beforeAll(async () => {
  client = await callsClient();
  bearer = await client.tenant.token('manager');
});

async function refusal(route: string, query: string) {
  const selected = /date_|department_id/.test(query) ? query : `date_to=2026-03-01&${query}`;
  const response = await call(`/api/v1/analytics/${route}?${selected}`, { bearer });
  const { status, errors, detail } = await problemIn(response);
  expect(detail.length).toBeGreaterThan(20);
  return [status, errors];
}

const YEARS = 'Must be in the years 1970 to 2100.';
const EVERYWHERE: [title: string, query: string, path: string, message: string][] = [
  ['repeated tz', 'tz=UTC&tz=UTC', 'tz', 'Repeated parameter; send it once.'],
  [
    'repeated department',
    'department_id=a&department_id=b',
    'department_id',
    'Repeated parameter; send it once.',
  ],
  ['empty bound', 'date_from=', 'date_from', 'Empty parameter; send a value or leave it out.'],
  ['empty department', 'department_id=', 'department_id', 'Empty parameter; send a value or leave it out.'],
  ['no such zone', 'tz=Mars/Olympus', 'tz', 'Must be an IANA time zone such as Europe/Paris.'],
  ['an offset for a zone', 'tz=%2B02:00', 'tz', 'Must be an IANA time zone such as Europe/Paris.'],
  ['no such date', 'date_from=2026-02-30', 'date_from', BOUND],
  ['no leap year', 'date_to=2026-02-29', 'date_to', BOUND],
  ['another order', 'date_to=01/03/2026', 'date_to', BOUND],
  ['a month', 'date_from=2026-03', 'date_from', BOUND],
  ['a number', 'date_from=1767225600', 'date_from', BOUND],
  ['hour 24', 'date_to=2026-03-01T24:00:00Z', 'date_to', BOUND],
  ['reversed dates', 'date_from=2026-03-02&date_to=2026-03-01', 'date_from', 'Must not be after date_to.'],
  [
    'reversed instants',
    'date_from=2026-03-01T12:00:01Z&date_to=2026-03-01T12:00:00Z',
    'date_from',
    'Must not be after date_to.',
  ],
  [
    '1,097 days',
    'date_from=2023-01-01&date_to=2026-01-01',
    'date_from',
    'The period must have at most 1096 days; it has 1097.',
  ],
  ['nine thousand years', 'date_to=9999-12-31', 'date_to', YEARS],
  ['a year too early', 'date_from=0100-01-01', 'date_from', YEARS],
  ['the last day before', 'date_from=1969-12-31', 'date_from', YEARS],
  ['an instant too late', 'date_to=2101-01-01T00:00:00Z', 'date_to', YEARS],
  ['words without end', `date_from=${'x'.repeat(5_000)}`, 'date_from', BOUND],
];

describe.each(ROUTES)('%s', (route) => {
  test.each(EVERYWHERE)('%s', async (_, query, path, message) => {
    expect(await refusal(route, query)).toEqual([400, [{ path, message }]]);
  });

  test('an unknown parameter is told the accepted ones', async () => {
    const more: Record<string, string> = { agents: ', sort_by, sort_order', trends: ', granularity' };
    const message = `Unknown parameter; accepted: date_from, date_to, department_id, direction, tz${more[route] ?? ''}.`;
    expect(await refusal(route, 'department=sales')).toEqual([400, [{ path: 'department', message }]]);
  });

  test('a number or an address as the name of a parameter is masked', async () => {
    const names = ['+5511987654321', 'ana.silva@example.com'].map(encodeURIComponent);
    const [status, errors] = await refusal(route, names.map((name) => `${name}=1`).join('&'));
    expect([status, (errors as { path: string }[]).length]).toEqual([400, 2]);
    expect(JSON.stringify(errors)).not.toMatch(/98765|silva/);
  });

  test('all that is wrong with the names is told at once', async () => {
    const [status, errors] = await refusal(route, 'tz=&limit=3&date_from=2026-03-01&date_from=2026-03-01');
    expect([status, (errors as { path: string }[]).map(({ path }) => path)]).toEqual([
      400,
      ['tz', 'limit', 'date_from'],
    ]);
  });
});

const ENUMS: [route: string, query: string, path: string, message: string][] = [
  ['agents', 'sort_by=name', 'sort_by', 'Must be one of total_calls, avg_duration, avg_rating.'],
  ['agents', 'sort_by=toString', 'sort_by', 'Must be one of total_calls, avg_duration, avg_rating.'],
  ['agents', 'sort_order=DESC', 'sort_order', 'Must be one of asc, desc.'],
  ['agents', 'sort_order=asc&sort_order=desc', 'sort_order', 'Repeated parameter; send it once.'],
  ['trends', 'granularity=hour', 'granularity', 'Must be one of day, week, month.'],
  ['trends', 'granularity=', 'granularity', 'Empty parameter; send a value or leave it out.'],
];

test.each(ENUMS)('%s?%s', async (route, query, path, message) => {
  expect(await refusal(route, query)).toEqual([400, [{ path, message }]]);
});

test('wrong names and wrong values are told at once, each with a sentence', async () => {
  const query = 'date_from=x&limit=3&date_to=9999-12-31&tz=Mars&granularity=hour';
  const { errors, detail } = await problemIn(await call(`/api/v1/analytics/trends?${query}`, { bearer }));
  const unknown =
    'Unknown parameter; accepted: date_from, date_to, department_id, direction, tz, granularity.';
  expect(errors).toEqual([
    { path: 'limit', message: unknown },
    { path: 'date_from', message: BOUND },
    { path: 'date_to', message: YEARS },
    { path: 'tz', message: 'Must be an IANA time zone such as Europe/Paris.' },
    { path: 'granularity', message: 'Must be one of day, week, month.' },
  ]);
  expect(detail).toBe(
    `The query is invalid. limit: ${unknown} date_from: ${BOUND} date_to: ${YEARS} And 2 more.`,
  );
});

test('what a bad value says is said in detail as well', async () => {
  const { detail } = await problemIn(await client.get('trends', { granularity: 'hour' }));
  expect(detail).toContain('granularity: Must be one of day, week, month.');
});
