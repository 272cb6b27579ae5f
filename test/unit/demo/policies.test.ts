import { expect, test } from 'vitest';
import { demoPolicies } from '../../../scripts/demo/policies.ts';
import { policyBody } from '../../../src/api/service-levels/policy-shape.ts';

const NOW = Date.UTC(2026, 10, 20, 18) / 1_000;

test('every policy of the demo is accepted, and one changes half-way', () => {
  const policies = demoPolicies(NOW).map((policy) => policyBody.parse(policy));
  const support = policies.filter(({ applies_to: scope }) => JSON.stringify(scope).includes('queue-support'));
  expect(support.map(({ effective_from, target_percent }) => [effective_from, target_percent])).toEqual([
    ['2025-10-16', 75],
    ['2026-10-06', 85],
  ]);
  const keys = policies.map(({ applies_to, effective_from }) => JSON.stringify([applies_to, effective_from]));
  expect(new Set(keys).size).toBe(policies.length);
});
