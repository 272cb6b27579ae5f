import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { InFlight, Pace, UncountedRows } from '../../../src/rate-limits/caller-memory.ts';
import { type Refused, RefusedLines } from '../../../src/rate-limits/refused-lines.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('a pace lets each caller do something so many times per window', () => {
  const pace = new Pace({ limit: 2, windowSeconds: 10 });
  const steps: [caller: string, now: number, allowed: boolean][] = [
    ['a', 1_000, true],
    ['a', 2_000, true],
    ['a', 10_999, false],
    ['b', 10_999, true],
    ['a', 11_000, true],
    ['a', 0, true],
    ['a', 1, true],
    ['a', 2, false],
  ];
  for (const [caller, now, allowed] of steps)
    expect([caller, now, pace.allows(caller, now)]).toEqual([caller, now, allowed]);
});

test('a pace forgets the oldest of more than 2,000 callers', () => {
  const pace = new Pace({ limit: 1, windowSeconds: 10 });
  for (let caller = 0; caller <= 2_000; caller += 1) pace.allows(String(caller), 0);
  expect([pace.allows('1', 1), pace.allows('0', 1)]).toEqual([false, true]);
});

test('requests of a caller are counted until their verdict', async () => {
  const waiting = new InFlight();
  const first = Promise.withResolvers<void>();
  expect(waiting.enter('a', first.promise)).toBe(1);
  expect(waiting.enter('a', Promise.reject(new Error('refused')))).toBe(2);
  expect(waiting.enter('b', Promise.resolve())).toBe(1);
  await setTimeout(1);
  expect(waiting.enter('a', Promise.resolve())).toBe(2);
  first.resolve();
  await setTimeout(1);
  expect(waiting.enter('a', Promise.resolve())).toBe(1);
});

function refused(caller: string, route = '/a'): Refused {
  return { reason: 'forbidden', caller, address_hash: 'h', route, own_request_id: 'r' };
}

function counted(log: { mock: { calls: unknown[][] } }): unknown[][] {
  return log.mock.calls.map(([line]) => {
    const { caller, route, count } = JSON.parse(String(line));
    return [caller, route, count];
  });
}

test('a line per caller within ten seconds, then their count', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const lines = new RefusedLines();
  lines.note(refused('a'), 0);
  lines.note(refused('a', '/b'), 1);
  lines.note(refused('b'), 5_000);
  lines.note(refused('a', '/c'), 9_999);
  lines.flush(9_999);
  expect(counted(log)).toEqual([
    ['a', '/a', 1],
    ['b', '/a', 1],
  ]);
  lines.flush(10_000);
  lines.flush(10_001);
  expect(counted(log).slice(2)).toEqual([['a', '/c', 2]]);
  lines.note(refused('a', '/d'), 20_000);
  lines.flush(60_000);
  lines.note(refused('b', '/e'), 60_000);
  expect(counted(log).slice(3)).toEqual([
    ['a', '/d', 1],
    ['b', '/e', 1],
  ]);
});

test('of more than 2,000 callers the oldest is written and forgotten', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const lines = new RefusedLines();
  lines.note(refused('first'), 0);
  lines.note(refused('first', '/again'), 0);
  for (let caller = 0; caller < 2_000; caller += 1) lines.note(refused(String(caller)), 1);
  expect(counted(log).filter(([caller]) => caller === 'first')).toEqual([
    ['first', '/a', 1],
    ['first', '/again', 1],
  ]);
  lines.note(refused('first', '/new'), 2);
  expect(counted(log).at(-1)).toEqual(['first', '/new', 1]);
});

test('rows add up until they are counted, and leave with the window', () => {
  const rows = new UncountedRows({ windowSeconds: 60 });
  expect([rows.add('a', 10, 0), rows.add('b', 1, 0), rows.add('a', 5, 59_999)]).toEqual([10, 1, 15]);
  expect([rows.take('a', 60_000), rows.take('a', 60_000), rows.take('b', 60_000)]).toEqual([15, 0, 0]);
  expect(rows.add('b', 2, 200_000)).toBe(2);
});

test('rows are remembered of 2,000 callers', () => {
  const rows = new UncountedRows({ windowSeconds: 60 });
  for (let caller = 0; caller <= 2_000; caller += 1) rows.add(String(caller), 1, 0);
  expect([rows.take('0', 0), rows.take('1', 0)]).toEqual([0, 1]);
});
