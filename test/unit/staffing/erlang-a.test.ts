import { expect, test } from 'vitest';
import { erlangA } from '../../../src/staffing/erlang-a.ts';
import { erlangC } from '../../../src/staffing/erlang-c.ts';
import { queueChain } from '../../oracle/queue-chain.ts';

const HALF_HOUR = { volume: 100, intervalSeconds: 1_800, handleSeconds: 180 };

// A. Mandelbaum and S. Zeltyn, "The Palm/Erlang-A Queue, with Applications to Call Centers" (2005): 48 calls of a minute
// per minute, 50 agents, patience 2 minutes: 3.1 % abandon, the mean wait of all is 3.7 seconds, agents are 93 % busy.
test('published: 48 calls of a minute per minute, 50 agents, patience 2 minutes', () => {
  const traffic = { volume: 48, intervalSeconds: 60, handleSeconds: 60 };
  const { abandonment, occupancy } = erlangA(traffic, 50, { withinSeconds: 20, patienceSeconds: 120 });
  expect(Number((abandonment * 100).toFixed(1))).toBe(3.1);
  // With exponential patience the mean wait of all contacts is their abandonment times the patience.
  expect(Number((abandonment * 120).toFixed(1))).toBe(3.7);
  expect(Number((occupancy * 100).toFixed(0))).toBe(93);
});

test('one agent, all times alike: 1 / e of the contacts hang up', () => {
  const traffic = { volume: 1, intervalSeconds: 60, handleSeconds: 60 };
  const { abandonment } = erlangA(traffic, 1, { withinSeconds: 20, patienceSeconds: 60 });
  expect(abandonment).toBeCloseTo(1 / Math.E, 7);
});

test('more contacts than agents can handle: the rest hangs up', () => {
  const traffic = { volume: 2_000, intervalSeconds: 1_800, handleSeconds: 1_800 };
  const { abandonment, occupancy } = erlangA(traffic, 1_000, { withinSeconds: 20, patienceSeconds: 120 });
  expect(abandonment).toBeCloseTo(0.5, 7);
  expect(occupancy).toBeCloseTo(1, 7);
});

test.each([12, 14, 20])('the longer the patience, the closer to Erlang C: %i agents', (agents) => {
  const near = erlangA(HALF_HOUR, agents, { withinSeconds: 20, patienceSeconds: 1e9 });
  const limit = erlangC(HALF_HOUR, agents, 20);
  expect(near.serviceLevel).toBeCloseTo(limit.serviceLevel, 5);
  expect(near.averageSpeedOfAnswer / limit.averageSpeedOfAnswer).toBeCloseTo(1, 5);
  expect(near.occupancy).toBeCloseTo(limit.occupancy, 5);
});

test.each([
  [0.05, 180, 14, 300, 20],
  [0.05, 180, 9, 60, 20],
  [0.05, 180, 6, 300, 45],
  [1, 60, 50, 120, 10],
  [0.5, 400, 205, 90, 20],
  [0.01, 30, 1, 10, 0],
  [0.3, 300, 100, 600, 120],
  [0.01, 3_600, 3, 4, 200],
  [0.2, 3_600, 3, 20, 60],
])('is the birth-death chain: %f a second of %i s, %i agents, patience %i s, within %i s', (...given) => {
  const [arrivals, handle, agents, patience, within] = given;
  const traffic = { volume: arrivals * 1_800, intervalSeconds: 1_800, handleSeconds: handle };
  const found = erlangA(traffic, agents, { withinSeconds: within, patienceSeconds: patience });
  const chain = queueChain({ arrivals, handle, agents, patience }, within);
  expect(found.serviceLevel).toBeCloseTo(chain.serviceLevel, 7);
  expect(found.abandonment).toBeCloseTo(chain.abandonment, 7);
  expect(found.occupancy).toBeCloseTo(chain.occupancy, 7);
});

test('loads of thousands of Erlangs, far too few or too many agents: every figure is a number', () => {
  const traffic = { volume: 20_000, intervalSeconds: 900, handleSeconds: 3_600 };
  for (const agents of [1, 100, 79_000, 80_000, 81_000, 200_000]) {
    const found = erlangA(traffic, agents, { withinSeconds: 20, patienceSeconds: 3_600 });
    for (const value of Object.values(found)) expect(Number.isFinite(value)).toBe(true);
    expect(found.serviceLevel).toBeGreaterThanOrEqual(-1e-9);
    expect(found.serviceLevel).toBeLessThanOrEqual(1 + 1e-9);
  }
});
