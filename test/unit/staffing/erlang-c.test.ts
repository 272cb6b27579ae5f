import { describe, expect, test } from 'vitest';
import { erlangC, erlangCDelay } from '../../../src/staffing/erlang-c.ts';
import type { Traffic } from '../../../src/staffing/traffic.ts';

const HALF_HOUR = { volume: 100, intervalSeconds: 1_800, handleSeconds: 180 };

function rounded(traffic: Traffic, agents: number, within: number, decimals = 0) {
  const { serviceLevel, averageSpeedOfAnswer, occupancy } = erlangC(traffic, agents, within);
  const round = (value: number) => Number(value.toFixed(decimals));
  return [round(serviceLevel * 100), round(averageSpeedOfAnswer), round(occupancy * 100)];
}

test('100 contacts of 180 seconds in half an hour, 14 agents', () => {
  expect(rounded(HALF_HOUR, 14, 20, 1)).toEqual([88.8, 7.8, 71.4]);
});

describe('published values', () => {
  // P. Reynolds, "Calculating Call Center Staff" (The Call Center School): 400 calls of 3 minutes in an hour.
  test.each([
    [21, 0.76, 137, 32],
    [22, 0.57, 51, 55],
    [23, 0.42, 25, 70],
    [24, 0.3, 13, 81],
    [25, 0.21, 8, 88],
    [26, 0.14, 4, 93],
    [28, 0.06, 1, 97],
  ])('Reynolds: %i agents for 20 Erlangs', (agents, delay, answer, level) => {
    const traffic = { volume: 400, intervalSeconds: 3_600, handleSeconds: 180 };
    expect(Number(erlangCDelay(20, agents).toFixed(2))).toBe(delay);
    expect(rounded(traffic, agents, 20).slice(0, 2)).toEqual([level, answer]);
  });

  // "Expected Waiting Time Formulas in Maxima": 0.2 calls a second of 240 seconds, 55 agents, 15 seconds.
  test('Maxima notebook: 48 Erlangs, 55 agents', () => {
    const traffic = { volume: 720, intervalSeconds: 3_600, handleSeconds: 240 };
    expect(erlangCDelay(48, 55)).toBeCloseTo(0.2387, 4);
    expect(erlangC(traffic, 55, 15).averageSpeedOfAnswer).toBeCloseTo(8.184, 3);
    expect(erlangC(traffic, 55, 15).serviceLevel).toBeCloseTo(0.8459, 4);
  });

  // "Erlang Library for Excel", reference of ErlcTrafFromWait and ErlcTrafFromFractionOk: the load of a known result.
  test.each([
    [14.089485, 20, 300, 5],
    [17.600246, 20, 300, 60],
  ])('Erlang Library: %f Erlangs, %i agents, %i seconds: a mean wait of %i', (load, agents, handle, wait) => {
    const traffic = { volume: load, intervalSeconds: handle, handleSeconds: handle };
    expect(erlangC(traffic, agents, 0).averageSpeedOfAnswer).toBeCloseTo(wait, 4);
  });
  test.each([
    [19.0565, 0.9],
    [17.7949, 0.95],
  ])('Erlang Library: %f Erlangs, 25 agents, 180 seconds: %f within 10', (load, share) => {
    const traffic = { volume: load, intervalSeconds: 180, handleSeconds: 180 };
    expect(erlangC(traffic, 25, 10).serviceLevel).toBeCloseTo(share, 4);
  });

  // Mandelbaum and Zeltyn, "The Palm/Erlang-A Queue, with Applications to Call Centers", the column without abandonment.
  test('Mandelbaum and Zeltyn: 48 calls of a minute per minute, 50 agents', () => {
    const traffic = { volume: 48, intervalSeconds: 60, handleSeconds: 60 };
    expect(rounded(traffic, 50, 20, 1).slice(1)).toEqual([20.8, 96]);
  });
});

test('one agent: the delay is the occupancy (M/M/1)', () => {
  expect(erlangCDelay(0.7, 1)).toBeCloseTo(0.7, 12);
});

test('two agents: the delay is ρ² · 2 / (1 + ρ)', () => {
  expect(erlangCDelay(1.2, 2)).toBeCloseTo((2 * 0.6 ** 2) / 1.6, 12);
});

// In the limit, with load + β·√load agents: 1 / (1 + β·Φ(β)/φ(β)) (S. Halfin and W. Whitt, 1981); β = 1.
test.each([1_000, 10_000, 1_000_000])('%i Erlangs: stable, near the limit for many agents', (load) => {
  const agents = load + Math.sqrt(load);
  const delay = erlangCDelay(load, Math.round(agents));
  expect(delay).toBeGreaterThan(0.2);
  expect(Math.abs(delay - 0.22336)).toBeLessThan(2 / Math.sqrt(load));
});

test('far more agents than Erlangs: nobody waits, and nothing overflows', () => {
  expect(erlangCDelay(1, 5_000)).toBe(0);
  expect(erlangCDelay(1_000, 100_000)).toBe(0);
});

test('no more agents than Erlangs: the queue grows without end', () => {
  expect(erlangC(HALF_HOUR, 10, 20)).toEqual({
    serviceLevel: 0,
    averageSpeedOfAnswer: Number.POSITIVE_INFINITY,
    occupancy: 1,
  });
});
