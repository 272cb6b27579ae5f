import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, expect, test, vi } from 'vitest';
import type { RateLimiter, Take } from '../../src/rate-limits/rate-limiter.ts';

const THREE: Take = { limit: 3, windowSeconds: 60, durable: 'now' };
const SOON: Take = { ...THREE, durable: 'soon' };
/** Ahead of the clock: alarms of the past would be due at once. */
const START = Date.UTC(2100, 0, 1);

afterEach(() => {
  vi.restoreAllMocks();
});

function limiter(): DurableObjectStub<RateLimiter> {
  return env.RATE_LIMITER.getByName(crypto.randomUUID());
}

function at(seconds: number): void {
  vi.spyOn(Date, 'now').mockReturnValue(START + seconds * 1_000);
}

async function stored(stub: DurableObjectStub<RateLimiter>): Promise<unknown> {
  return runInDurableObject(stub, (_, { storage }) => [...storage.kv.list()].map(([key]) => key));
}

test('the window slides: each place is free again a window after it was taken', async () => {
  const stub = limiter();
  const steps: [seconds: number, allowed: boolean, remaining: number, retryAfterSeconds: number][] = [
    [0, true, 2, 0],
    [10, true, 1, 0],
    [50.5, true, 0, 0],
    [50.5, false, 0, 10],
    [59.001, false, 0, 1],
    [59.999, false, 0, 1],
    [60, true, 0, 0],
    [60, false, 0, 10],
    [69.5, false, 0, 1],
    [70, true, 0, 0],
    [70, false, 0, 41],
    [110.4, false, 0, 1],
    [200, true, 2, 0],
  ];
  for (const [seconds, allowed, remaining, retryAfterSeconds] of steps) {
    at(seconds);
    expect([seconds, await stub.take(THREE)]).toEqual([seconds, { allowed, remaining, retryAfterSeconds }]);
  }
});

test('requests at once share no place', async () => {
  const stub = limiter();
  const verdicts = await Promise.all(Array.from({ length: 50 }, () => stub.take({ ...SOON, limit: 20 })));
  expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(20);
});

test('callers do not share a window', async () => {
  const [one, other] = [limiter(), limiter()];
  for (const _ of [1, 2, 3]) await one.take(THREE);
  expect([(await one.take(THREE)).allowed, (await other.take(THREE)).allowed]).toEqual([false, true]);
});

test('durable now: an eviction right after the verdict forgets nothing', async () => {
  const stub = limiter();
  for (const remaining of [2, 1, 0]) {
    expect((await stub.take(THREE)).remaining).toBe(remaining);
    await evictDurableObject(stub);
  }
  expect((await stub.take(THREE)).allowed).toBe(false);
});

test('durable soon: nothing is written at once, all of it a second later, in one write', async () => {
  const stub = limiter();
  const writes = await runInDurableObject(stub, (_, { storage }) => vi.spyOn(storage.kv, 'put'));
  for (const _ of [1, 2, 3]) await stub.take(SOON);
  expect(await stored(stub)).toEqual([]);
  await scheduler.wait(1_200);
  expect([writes.mock.calls.length, await stored(stub)]).toEqual([1, ['window']]);
  await evictDurableObject(stub);
  expect((await stub.take(SOON)).allowed).toBe(false);
});

test('a refused request writes nothing', async () => {
  const stub = limiter();
  for (const _ of [1, 2, 3]) await stub.take(THREE);
  const writes = await runInDurableObject(stub, (_, { storage }) => vi.spyOn(storage.kv, 'put'));
  await stub.take(THREE);
  await stub.take(SOON);
  await scheduler.wait(1_200);
  expect(writes).not.toHaveBeenCalled();
});

test('the alarm keeps what still counts and removes the rest', async () => {
  const stub = limiter();
  at(0);
  await stub.take(THREE);
  at(30);
  await stub.take(THREE);
  const alarmOf = () => runInDurableObject(stub, (_, { storage }) => storage.getAlarm());
  expect(await alarmOf()).toBe(START + 60_000);
  at(60);
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  expect([await stored(stub), await alarmOf()]).toEqual([['window'], START + 90_000]);
  expect((await stub.take(THREE)).remaining).toBe(1);
  at(121);
  expect(await runDurableObjectAlarm(stub)).toBe(true);
  expect([await stored(stub), await alarmOf()]).toEqual([[], null]);
  expect((await stub.take(THREE)).remaining).toBe(2);
  expect([await stored(stub), await alarmOf()]).toEqual([['window'], START + 181_000]);
});

test('a clock set back makes nobody wait for longer than a window', async () => {
  const stub = limiter();
  at(100);
  for (const _ of [1, 2, 3]) await stub.take(THREE);
  at(40);
  expect(await stub.take(THREE)).toEqual({ allowed: false, remaining: 0, retryAfterSeconds: 60 });
  at(100);
  expect((await stub.take(THREE)).allowed).toBe(true);
});

test('rows count within the same window, and never refuse a request by themselves', async () => {
  const stub = limiter();
  const steps: [seconds: number, spent: number, rowsAgainIn: number][] = [
    [0, 0, 0],
    [0, 60, 0],
    [10, 39, 0],
    [20, 1, 40_000],
    [50, 0, 10_000],
    [60, 0, 0],
    // Rows of one request may exceed the budget: all but what is left must leave the window.
    [61, 500, 60_000],
    [75, 0, 46_000],
    [121, 0, 0],
  ];
  for (const [seconds, spent, rowsAgainIn] of steps) {
    at(seconds);
    const verdict = await stub.take({ ...SOON, limit: 50 }, { limit: 100, spent });
    expect([seconds, verdict]).toEqual([seconds, expect.objectContaining({ allowed: true, rowsAgainIn })]);
  }
});

test('rows are kept over an eviction, and removed with the window', async () => {
  const stub = limiter();
  at(0);
  await stub.spend(SOON, 100);
  await scheduler.wait(1_200);
  await evictDurableObject(stub);
  expect(await stub.take(SOON, { limit: 100, spent: 0 })).toMatchObject({ rowsAgainIn: 60_000 });
  at(61);
  await runDurableObjectAlarm(stub);
  expect(await stored(stub)).toEqual([]);
  expect(await stub.take(SOON, { limit: 100, spent: 0 })).toMatchObject({ rowsAgainIn: 0 });
});

test('a refused request counts its rows all the same', async () => {
  const stub = limiter();
  for (const _ of [1, 2, 3]) await stub.take(THREE);
  expect(await stub.take(THREE, { limit: 10, spent: 10 })).toMatchObject({
    allowed: false,
    rowsAgainIn: expect.any(Number),
  });
  expect(((await stub.take(THREE, { limit: 10, spent: 0 })).rowsAgainIn ?? 0) > 0).toBe(true);
});
