import { describe, expect, test } from 'vitest';
import { AUDIT_ACTIONS as KNOWN } from '../../../src/audit/entry.ts';
import { AUDIT_ACTIONS } from '../../../web/dashboard/settings/audit-actions.ts';
import { readHours, showHours } from '../../../web/dashboard/settings/opening.ts';
import { readWeights, showWeights } from '../../../web/dashboard/settings/weights.ts';

describe('weighted sums', () => {
  test('are read as they are shown', () => {
    const weights = {
      escalation_count: 1,
      tickets_created: 2,
      missed_calls: -1,
      'completion_rate.numerator': 0.5,
    };
    expect(showWeights(weights)).toBe(
      'escalation_count + 2 * tickets_created - missed_calls + 0.5 * completion_rate.numerator',
    );
    expect(readWeights(showWeights(weights))).toEqual(weights);
  });

  test('may be written closely, and may repeat a name', () => {
    expect(readWeights('-a+3*b-a')).toEqual({ a: -2, b: 3 });
    expect(readWeights('')).toEqual({});
  });
});

describe('hours of opening', () => {
  test('are read as they are shown', () => {
    const hours = [
      { from: '09:00', to: '12:30' },
      { from: '13:30', to: '18:00' },
    ];
    expect(showHours(hours)).toBe('09:00-12:30, 13:30-18:00');
    expect(readHours(showHours(hours))).toEqual(hours);
  });

  test('may have dashes, spaces and hours of one digit; nonsense is left to the API', () => {
    expect(readHours('9:00 – 12:30')).toEqual([{ from: '09:00', to: '12:30' }]);
    expect(readHours('late')).toEqual([{ from: 'late', to: '' }]);
    expect(readHours('')).toEqual([]);
  });
});

test('the audit log can be filtered by every action that the API knows', () => {
  expect([...AUDIT_ACTIONS]).toEqual([...KNOWN].sort());
});
