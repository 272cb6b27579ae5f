import { expect, test } from 'vitest';
import { agentsRequired, performanceOf, withShrinkage } from '../../../src/staffing/required-agents.ts';
import { queueChain } from '../../oracle/queue-chain.ts';

const TARGET = { share: 0.8, seconds: 20 };
const C = { kind: 'erlang_c' } as const;
const A = { kind: 'erlang_a', patienceSeconds: 120 } as const;
const halfHour = (volume: number, handleSeconds = 180) => ({ volume, intervalSeconds: 1_800, handleSeconds });

test.each([
  // Reynolds: 20 Erlangs of 3 minutes need 24 agents for 80 % in 20 seconds.
  [C, 200, 180, 24],
  [C, 100, 180, 14],
  [C, 1, 180, 1],
  [C, 0.1, 60, 1],
  [A, 100, 180, 12],
])('%o: %f contacts of %i seconds need %i agents', (model, volume, handle, agents) => {
  expect(agentsRequired(model, halfHour(volume, handle), TARGET).agents).toBe(agents);
});

test('Erlang A: the birth-death chain needs as many', () => {
  const chain = (agents: number) =>
    queueChain({ arrivals: 100 / 1_800, handle: 180, agents, patience: 120 }, 20).serviceLevel;
  expect([chain(11) < 0.8, chain(12) >= 0.8]).toEqual([true, true]);
});

test.each([C, A])('%o: one agent fewer misses the target, whatever the load', (model) => {
  for (const volume of [0.01, 0.5, 3, 17, 120, 900, 10_000, 20_000]) {
    for (const share of [0.01, 0.5, 0.8, 0.99]) {
      const traffic = halfHour(volume, 300);
      const { agents, performance } = agentsRequired(model, traffic, { share, seconds: 20 });
      expect(performance.serviceLevel).toBeGreaterThanOrEqual(share);
      if (agents > 1) expect(performanceOf(model, traffic, agents - 1, 20).serviceLevel).toBeLessThan(share);
    }
  }
});

test('if patience exceeds the time of the target, Erlang A needs no more agents than Erlang C', () => {
  for (const volume of [1, 10, 100, 1_000]) {
    const traffic = halfHour(volume);
    expect(agentsRequired(A, traffic, TARGET).agents).toBeLessThanOrEqual(
      agentsRequired(C, traffic, TARGET).agents,
    );
  }
});

test('with very short patience it needs more: who hangs up is not answered', () => {
  const hasty = { kind: 'erlang_a', patienceSeconds: 1 } as const;
  const target = { share: 0.97, seconds: 600 };
  const chain = (agents: number) =>
    1 - queueChain({ arrivals: 100 / 1_800, handle: 180, agents, patience: 1 }, 0).abandonment;
  expect([chain(15) < 0.97, chain(16) >= 0.97]).toEqual([true, true]);
  expect(agentsRequired(hasty, halfHour(100), target).agents).toBe(16);
  expect(agentsRequired(C, halfHour(100), target).agents).toBe(11);
});

test.each([
  [14, 0.3, 20],
  [7, 0.3, 10],
  [14, 0, 14],
  [9, 0.1, 10],
  [0, 0.9, 0],
])('%i agents on contacts with a shrinkage of %f: %i scheduled', (agents, shrinkage, scheduled) => {
  expect(withShrinkage(agents, shrinkage)).toBe(scheduled);
});
