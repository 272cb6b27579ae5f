import { expect, test } from 'vitest';
import { Remembered } from '../../../src/auth/credential-cache.ts';

test('remembers for less than 60 s after the value was read', () => {
  const memory = new Remembered<string>();
  memory.set('a', 'A', 100);
  expect([memory.get('a', 100), memory.get('a', 159), memory.get('a', 160), memory.get('a', 159)]).toEqual([
    'A',
    'A',
    undefined,
    undefined,
  ]);
  memory.set('a', 'A', 100);
  expect(memory.get('a', 99)).toBeUndefined();
});

test('forgets by prefix', () => {
  const memory = new Remembered<string>();
  for (const key of ['a/1', 'a/2', 'ab/1']) memory.set(key, key, 0);
  memory.forget('a/');
  expect(['a/1', 'a/2', 'ab/1'].map((key) => memory.get(key, 0))).toEqual([undefined, undefined, 'ab/1']);
});

test('holds at most 2,000 entries, the newest', () => {
  const memory = new Remembered<number>();
  for (let index = 0; index <= 2_000; index += 1) memory.set(String(index), index, 0);
  expect([memory.get('0', 0), memory.get('1', 0), memory.get('2000', 0)]).toEqual([undefined, 1, 2_000]);
});
