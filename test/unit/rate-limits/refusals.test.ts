import { expect, test } from 'vitest';
import { DeniedCache } from '../../../src/rate-limits/caller-memory.ts';

test('a refusal is known until a second before its end, and told to the second', () => {
  const refusals = new DeniedCache();
  refusals.keep('a', 10, 5_000);
  expect(refusals.secondsLeft('a', 5_000)).toBe(10);
  expect(refusals.secondsLeft('a', 5_001)).toBe(10);
  expect(refusals.secondsLeft('a', 13_999)).toBe(2);
  expect(refusals.secondsLeft('b', 5_000)).toBeUndefined();
  expect(refusals.secondsLeft('a', 14_000)).toBeUndefined();
  expect(refusals.secondsLeft('a', 5_000)).toBeUndefined();
});

test('the oldest goes where there are too many', () => {
  const refusals = new DeniedCache();
  for (let caller = 0; caller <= 2_000; caller += 1) refusals.keep(String(caller), 60, 0);
  expect([refusals.secondsLeft('0', 0), refusals.secondsLeft('1', 0)]).toEqual([undefined, 60]);
});
