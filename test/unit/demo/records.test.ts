import { describe, expect, test } from 'vitest';
import { demoRecords } from '../../../scripts/demo/records.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A Friday, 15:00 in São Paulo. */
const UNTIL = Date.UTC(2026, 10, 20, 18) / 1000;
const OUTAGE_DATE = '2026-11-10';
const records = [...demoRecords(UNTIL)];

const ofType = (type: string) => records.filter((record) => record.type === type);
const calls = ofType('interaction').filter(({ kind }) => kind === 'call');
const conversations = ofType('interaction').filter(({ kind }) => kind === 'conversation');
const dateOf = (stamp: unknown) => String(stamp).slice(0, 10);
const seconds = (stamp: unknown) => Date.parse(String(stamp)) / 1000;
const share = <T>(all: readonly T[], holds: (one: T) => boolean) => all.filter(holds).length / all.length;

test.each([
  ['department', 5],
  ['team', 4],
  ['campaign', 6],
  ['call_center', 3],
  ['engagement', 4],
  ['queue', 5],
  ['email_channel', 3],
  ['article', 12],
  ['agent', 25],
  ['email_channel_stats', 3 * 60],
  ['article_stats', 10 * 60],
])('%s: %i records', (type, count) => {
  expect(ofType(type)).toHaveLength(count);
});

test.each([
  ['calls', calls, 16_000, 18_500],
  ['conversations', conversations, 2_700, 3_300],
  ['evaluations', ofType('evaluation'), 3_500, 5_000],
  ['quality reviews', ofType('quality_review'), 700, 1_300],
  ['open conversations', conversations.filter(({ status }) => status === 'open'), 10, 200],
])('%s: a number to be expected', (_, found, low, high) => {
  expect(found.length).toBeGreaterThan(low);
  expect(found.length).toBeLessThan(high);
});

test('shifts and states of people, in the order of time, on the days that they work', () => {
  const [shifts, states] = [ofType('shift'), ofType('agent_state')];
  const agents = new Set(states.map(({ agent_id }) => agent_id));
  expect(agents.size).toBe(23);
  expect(new Set(shifts.map(({ id }) => id)).size).toBe(shifts.length);
  expect(shifts.filter(({ activity }) => activity === 'work').length).toBeGreaterThan(900);
  expect(states.length).toBeGreaterThan(20_000);
  expect(states.length).toBeLessThan(50_000);
  const keys = states.map(({ agent_id, at }) => `${agent_id} ${at}`);
  expect(new Set(keys).size).toBe(keys.length);
  const later = new Set([...demoRecords(UNTIL + 3600)].map((record) => JSON.stringify(record)));
  expect(states.filter((state) => !later.has(JSON.stringify(state)))).toEqual([]);
});

test('the same instant gives the same records', () => {
  expect([...demoRecords(UNTIL)]).toEqual(records);
});

test('an hour later, what had ended before is unchanged', () => {
  const ended = calls.filter(({ status }) => status !== 'open');
  const later = new Map([...demoRecords(UNTIL + 3600)].map((record) => [record.id, record]));
  expect(ended.filter((call) => JSON.stringify(later.get(call.id)) !== JSON.stringify(call))).toEqual([]);
});

test('sixty local days, the last one up to the given instant', () => {
  const dates = new Set(calls.map(({ started_at }) => dateOf(started_at)));
  expect(dates.size).toBe(60);
  expect([...dates].sort().at(0)).toBe('2026-09-22');
  expect([...dates].sort().at(-1)).toBe('2026-11-20');
});

test('no stamp but those of shifts lies after the given instant, and records come in the order of their versions', () => {
  let before = 0;
  for (const record of records) {
    for (const [field, value] of Object.entries(record)) {
      if (field.endsWith('_at') && record.type !== 'shift') expect(seconds(value)).toBeLessThanOrEqual(UNTIL);
    }
    expect(seconds(record.updated_at)).toBeGreaterThanOrEqual(before);
    before = seconds(record.updated_at);
  }
});

test('every id is one record, and every reference leads to one', () => {
  const ids = new Set(
    records.map(({ type, id, date, at, agent_id, article_id, email_channel_id }) =>
      id === undefined
        ? `${type} ${date ?? at} ${agent_id ?? article_id ?? email_channel_id}`
        : `${type} ${id}`,
    ),
  );
  expect(ids.size).toBe(records.length);
  const types = [
    'agent',
    'team',
    'department',
    'campaign',
    'call_center',
    'engagement',
    'queue',
    'email_channel',
    'article',
  ];
  const dangling = records.flatMap((record) =>
    [...types, 'interaction'].filter((type) => {
      const reference = record[`${type}_id`];
      return reference !== undefined && !ids.has(`${type} ${reference}`);
    }),
  );
  expect(dangling).toEqual([]);
});

describe('the day of the outage', () => {
  const isBad = ({ started_at }: Fields) => dateOf(started_at) === OUTAGE_DATE;
  const unanswered = ({ status }: Fields) => status === 'missed' || status === 'abandoned';
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const waits = (some: typeof calls) =>
    mean(some.filter(({ status }) => status === 'completed').map(({ wait_seconds }) => Number(wait_seconds)));

  test('more than twice as many calls go unanswered, and callers wait more than twice as long', () => {
    const bad = calls.filter(isBad);
    const others = calls.filter((call) => !isBad(call));
    expect(bad.length).toBeGreaterThan(400);
    expect(share(bad, unanswered)).toBeGreaterThan(2 * share(others, unanswered));
    expect(waits(bad)).toBeGreaterThan(2 * waits(others));
  });

  test('ratings of its interactions are lower by more than half a point', () => {
    const bad = new Set([...calls, ...conversations].filter(isBad).map(({ id }) => id));
    const rated = ofType('evaluation').filter(({ rating }) => rating !== null);
    const ratings = (some: boolean) =>
      mean(
        rated
          .filter(({ interaction_id }) => bad.has(interaction_id) === some)
          .map(({ rating }) => Number(rating)),
      );
    expect(ratings(false) - ratings(true)).toBeGreaterThan(0.5);
  });
});

test('a share of completed calls was on hold, and nearly all had wrap-up', () => {
  const completed = calls.filter(({ status }) => status === 'completed');
  expect(share(completed, ({ hold_seconds }) => Number(hold_seconds) > 0)).toBeGreaterThan(0.1);
  expect(share(completed, ({ wrap_seconds }) => Number(wrap_seconds) > 0)).toBeGreaterThan(0.9);
});

describe('legs', () => {
  const withLegs = calls.filter(({ legs }) => legs !== undefined);
  const legsOf = ({ legs }: Fields) => legs as Record<string, string>[];
  const has = (disposition: string) => (call: Fields) =>
    legsOf(call).some((leg) => leg.disposition === disposition);

  test.each([
    [
      'rang at one agent and was taken by another',
      (call: Fields) => call.status === 'completed' && has('no_answer')(call),
      500,
    ],
    ['was missed', (call: Fields) => call.status === 'missed' && has('no_answer')(call), 300],
    ['was passed on to another queue', has('transferred'), 200],
    ['became a conference', has('conferenced'), 50],
  ])('a share of calls %s', (_, holds, least) => {
    expect(withLegs.filter(holds).length).toBeGreaterThan(least);
  });

  test('they are of agents other than each other, within the call, and add up to its hold and wrap-up', () => {
    for (const call of withLegs) {
      const legs = legsOf(call);
      expect(new Set(legs.map(({ agent_id }) => agent_id)).size).toBe(legs.length);
      expect(legs.at(call.status === 'completed' && has('conferenced')(call) ? 0 : -1)?.agent_id).toBe(
        call.agent_id,
      );
      for (const { started_at, ended_at } of legs) {
        expect(seconds(started_at)).toBeGreaterThanOrEqual(seconds(call.started_at));
        expect(seconds(ended_at)).toBeLessThanOrEqual(seconds(call.ended_at));
      }
      for (const field of ['hold_seconds', 'wrap_seconds']) {
        expect(legs.reduce((sum, leg) => sum + Number(leg[field] ?? 0), 0)).toBe(call[field] ?? 0);
      }
    }
  });
});

test('phone numbers lie in area codes that do not exist, e-mail addresses at example domains', () => {
  const customers = records.flatMap(({ customer }) => (customer ? [customer as Record<string, string>] : []));
  expect(customers.length).toBeGreaterThan(15_000);
  for (const { phone, email } of customers) {
    if (phone !== undefined) expect(phone).toMatch(/^(\+55|0)2[03569]9\d{8}$/);
    if (email !== undefined) expect(email).toMatch(/^[a-z]+\.[a-z]+\.\d+@example\.(com|org|net)$/);
  }
});
