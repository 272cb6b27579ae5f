import { expect, test } from 'vitest';
import { settle } from '../../../src/delivery/attempts.ts';

const retry = { kind: 'retry', answer: '' } as const;

test('ten attempts over three days, each a little later than its step', () => {
  const steps = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
  for (const [place, step] of steps.entries()) {
    expect(settle(retry, place + 1, 1_000, 0)).toEqual({ status: 'waiting', nextAt: 1_000 + step });
    expect(settle(retry, place + 1, 1_000, 1)).toEqual({ status: 'waiting', nextAt: 1_000 + step * 1.2 });
  }
  expect(settle(retry, 10, 1_000, 0)).toEqual({ status: 'failed', nextAt: null });
  expect(settle(retry, 11, 1_000, 0)).toEqual({ status: 'failed', nextAt: null });
});

test('Retry-After makes an attempt later, never earlier, by at most a day', () => {
  const after = (retryAfter: number) => settle({ ...retry, retryAfter }, 2, 1_000, 0).nextAt;
  expect([after(10), after(600), after(1_000_000)]).toEqual([1_300, 1_600, 87_400]);
});

test('no attempt follows a success, a final failure or a cancellation', () => {
  for (const kind of ['delivered', 'failed', 'cancelled'] as const) {
    expect(settle({ kind, answer: '' }, 1, 1_000)).toEqual({ status: kind, nextAt: null });
  }
});
