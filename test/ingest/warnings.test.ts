import { beforeEach, describe, expect, test } from 'vitest';
import { call, problemIn } from '../support/client.ts';
import { aChat, type Sent, times } from '../support/records.ts';
import { aCall, aRating, type Report, removal, type Sender, senderOf } from './client.ts';

const LONG = 'x'.repeat(201);
const CUT = 'Cut to 200 characters.';
const NO_EMAIL = 'Must be an e-mail address of at most 254 characters.';

let sender: Sender;

beforeEach(async () => {
  sender = await senderOf({ countryCode: '351' });
});

async function report(records: readonly Sent[], query = ''): Promise<Report> {
  const response = await sender.post({ records }, {}, query);
  expect(response.status).toBe(200);
  return response.json();
}

/** What is answered to GET of the sender's tenant. */
async function read(path: string): Promise<unknown> {
  const { key } = await sender.tenant.key();
  return (await call(path, { bearer: key })).json();
}

/** Four records with a field that cannot be stored as sent. */
const DAMAGED: Sent[] = [
  aChat('cut', { subject: LONG }),
  aChat('unknown', { customer: { email: 'unknown' } }),
  aRating('long-winded', 'cut', 4, { comment: 'y'.repeat(2_001) }),
  aCall('no number', { customer: { name: 'Pat', phone: '201' } }),
];

describe('a record with a side field that cannot be stored as sent', () => {
  test('is stored and counts; the answer says what was mended', async () => {
    const answer = await report([aChat('whole', { subject: 'x'.repeat(200) }), ...DAMAGED]);
    expect(answer).toMatchObject({ received: 5, created: 5, rejected: 0, errors: [], warned: 4 });
    expect(answer.warnings).toEqual([
      { index: 1, type: 'interaction', id: 'cut', warnings: [{ path: 'subject', message: CUT }] },
      {
        index: 2,
        type: 'interaction',
        id: 'unknown',
        warnings: [{ path: 'customer.email', message: `Left out. ${NO_EMAIL}` }],
      },
      {
        index: 3,
        type: 'evaluation',
        id: 'long-winded',
        warnings: [{ path: 'comment', message: 'Cut to 2000 characters.' }],
      },
      {
        index: 4,
        type: 'interaction',
        id: 'no number',
        warnings: [{ path: 'customer.phone', message: expect.stringMatching(/^Left out\. Must be /) }],
      },
    ]);
    expect((await sender.figures()).total).toMatchObject({
      calls: 1,
      conversations: 3,
      evaluations: 1,
      rated_commented: 1,
    });
    expect(await read('/api/v1/interactions/cut')).toMatchObject({
      subject: 'x'.repeat(200),
      evaluations: [{ comment: 'y'.repeat(2_000) }],
    });
    expect(await read('/api/v1/interactions/unknown')).toMatchObject({
      customer: { id: null, name: null, phone: null, email: null },
    });
  });

  test('is unchanged when it comes again, and warned of again', async () => {
    await report(DAMAGED);
    expect(await report(DAMAGED)).toMatchObject({ unchanged: 4, warned: 4 });
  });

  test('is stored with atomic=true', async () => {
    expect(await report(DAMAGED, '?atomic=true')).toMatchObject({ created: 4, warned: 4 });
    expect((await sender.figures()).total).toMatchObject({ calls: 1, conversations: 2 });
  });

  test('is warned of by a dry run, which stores nothing', async () => {
    const answer = await report(DAMAGED, '?dry_run=true');
    expect(answer).toMatchObject({ created: 4, warned: 4 });
    expect(await sender.figures()).toEqual({});
    const { received, created, ...rest } = await report(DAMAGED);
    expect([received, created, rest.warnings]).toEqual([4, 4, answer.warnings]);
  });

  test('is rejected with strict=true, and the rest is stored', async () => {
    const answer = await report([aCall('whole'), ...DAMAGED], '?strict=true');
    expect(answer).toMatchObject({ created: 1, rejected: 4, warned: 0, warnings: [] });
    expect(answer.errors.map(({ errors }) => errors)).toEqual([
      [{ path: 'subject', message: 'Must be text of at most 200 characters.' }],
      [{ path: 'customer.email', message: NO_EMAIL }],
      [{ path: 'comment', message: 'Must be text of at most 2000 characters.' }],
      [{ path: 'customer.phone', message: expect.stringMatching(/^Must be /) }],
    ]);
    const response = await sender.post({ records: DAMAGED }, {}, '?strict=true&atomic=true');
    expect([response.status, (await problemIn(response)).errors?.map(({ path }) => path)]).toEqual([
      400,
      ['records.0.subject', 'records.1.customer.email', 'records.2.comment', 'records.3.customer.phone'],
    ]);
  });

  test('is rejected for what else is wrong with it, and not warned of', async () => {
    const answer = await report([aChat('bad', { subject: LONG, status: 'done' }), ...DAMAGED.slice(0, 1)]);
    expect(answer).toMatchObject({ created: 1, rejected: 1, warned: 1, warnings: [{ index: 1 }] });
    expect(answer.errors).toMatchObject([{ index: 0, errors: [{ path: 'status' }] }]);
  });
});

test('all warned records are counted and the first hundred listed', async () => {
  const answer = await report(times(130, (index) => aCall(`c${index}`, { subject: LONG })));
  expect([answer.created, answer.warned, answer.warnings.length]).toEqual([130, 130, 100]);
  expect(answer.warnings.at(-1)).toMatchObject({ index: 99, id: 'c100' });
});

test('lines are mended like the records of a list; ids are masked, values never shown', async () => {
  const lines = [
    aCall('+351912345678', { subject: `secret ${LONG}`, customer: { email: 'secret' } }),
    aCall('c2'),
    aCall('c3', { topic: { secret: 1 } }),
  ].map((record) => JSON.stringify(record));
  const headers = { 'Content-Type': 'application/x-ndjson' };
  const response = await sender.post(lines.join('\n'), headers);
  const text = await response.text();
  expect(text).not.toMatch(/secret|912345678/);
  expect(JSON.parse(text)).toMatchObject({
    created: 3,
    warned: 2,
    warnings: [
      { index: 0, id: '***-***-5678', warnings: [{ path: 'customer.email' }, { path: 'subject' }] },
      { index: 2, id: 'c3', warnings: [{ path: 'topic', message: expect.stringContaining('Left out. ') }] },
    ],
  });
});

test('what is stale or deleted is not lost sight of', async () => {
  await report([aCall('c1'), aCall('c2')]);
  const stale = aCall('c1', { subject: LONG, updated_at: '2026-03-01T00:00:00Z' });
  expect(await report([stale, removal('interaction', 'c2')])).toMatchObject({
    stale: 1,
    deleted: 1,
    warned: 1,
  });
});

test('a name over its limit is cut; the dimension has it everywhere', async () => {
  const answer = await report([
    { type: 'agent', id: 'ann', name: `${'Ann '.repeat(60)}` },
    { type: 'team', id: 'red' },
    aCall('c1'),
  ]);
  expect(answer).toMatchObject({
    created: 2,
    rejected: 1,
    warned: 1,
    warnings: [{ index: 0, warnings: [{ path: 'name', message: CUT }] }],
    errors: [{ index: 1, errors: [{ path: 'name' }] }],
  });
  expect(await read('/api/v1/interactions/c1')).toMatchObject({
    names: { agent_id: 'Ann '.repeat(50).trim() },
  });
});

test('a conversation of thirty days has its duration, beside one of an hour', async () => {
  const hour = { answered_at: '2026-10-01T10:00:00Z', ended_at: '2026-10-01T11:00:00Z' };
  const month = { answered_at: '2026-10-01T09:00:00Z', ended_at: '2026-10-31T09:00:00Z' };
  const started_at = '2026-10-01T09:00:00Z';
  const updated_at = '2026-11-01T00:00:00Z';
  expect(
    await report([
      aChat('hour', { started_at, updated_at, ...hour }),
      aChat('month', { started_at, updated_at, ...month }),
    ]),
  ).toMatchObject({ created: 2, warned: 0 });
  const that = 'dateFrom=2026-10-01&dateTo=2026-10-01';
  expect(await read(`/api/v1/analytics/overview?${that}&groupBy=day`)).toMatchObject({
    totals: { conversations: 2, totalDurationSeconds: 2_595_600, avgDurationSeconds: 1_297_800 },
  });
  const { durationPercentiles } = (await read(`/api/v1/analytics/conversations?${that}`)) as {
    durationPercentiles: { p50: number; p99: number };
  };
  expect(Math.abs(durationPercentiles.p99 - 2_592_000)).toBeLessThanOrEqual(25_920);
  expect(Math.abs(durationPercentiles.p50 - 3_600)).toBeLessThanOrEqual(36);
});
