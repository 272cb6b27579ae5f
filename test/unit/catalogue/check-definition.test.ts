import { describe, expect, test } from 'vitest';
import {
  checkedChange,
  checkedDefinition,
  type SentMetric,
} from '../../../src/catalogue/check-definition.ts';
import { metricOf } from '../../../src/catalogue/own-metric.ts';
import { InvalidInput } from '../../../src/errors.ts';

const PLAIN: SentMetric = {
  name: 'mine',
  label: 'Mine',
  unit: 'count',
  better: 'neutral',
  description: 'Mine.',
  numerator: { calls: 1 },
  denominator: null,
  filter: null,
};
const OTHER = metricOf({
  ...checkedDefinition({ ...PLAIN, name: 'other', numerator: { calls: 2, ended: 1 } }, []),
});
const FILTERED = metricOf(
  checkedDefinition({ ...PLAIN, name: 'filtered', filter: { dimension: 'channel', in: ['chat'] } }, []),
);
const OWN = [OTHER, FILTERED];

function partsOf(sent: Partial<SentMetric>) {
  const { numerator, denominator } = checkedDefinition({ ...PLAIN, ...sent }, OWN);
  return denominator === null ? numerator : { numerator, denominator };
}

function errorsOf(sent: Partial<SentMetric>): string[] {
  try {
    checkedDefinition({ ...PLAIN, ...sent }, OWN);
  } catch (error) {
    if (error instanceof InvalidInput) return error.errors.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

describe('parts become weights of base measures', () => {
  test.each<[string, Partial<SentMetric>, unknown]>([
    ['base measures', { numerator: { calls: 2, calls_missed: -1 } }, { calls: 2, calls_missed: -1 }],
    ['metrics that add up', { numerator: { failed_calls: 2 } }, { calls: 2, calls_completed: -2 }],
    [
      'metrics together with base measures',
      { numerator: { failed_calls: 1, calls_completed: 1 } },
      { calls: 1 },
    ],
    [
      'other names of metrics',
      { numerator: { 'fcr_rate.numerator': 1 } },
      { calls_first_contact_resolved: 1 },
    ],
    ['own metrics', { numerator: { other: 3 } }, { calls: 6, ended: 3 }],
    ['a metric named like a base measure', { numerator: { csat_1: 1 } }, { csat_1: 1 }],
    [
      'parts of a fraction',
      {
        unit: 'rate',
        numerator: { 'completion_rate.numerator': 1 },
        denominator: { 'completion_rate.denominator': 1, calls_cancelled: -1 },
      },
      { numerator: { calls_completed: 1 }, denominator: { calls: 1, calls_cancelled: -1 } },
    ],
    ['parts of timings', { unit: 'seconds', numerator: { 'wait.numerator': 1 } }, { call_wait_seconds: 1 }],
    [
      'targets that have passed',
      { numerator: { 'sla_breached.numerator': 1 } },
      { sla_breached: 1, overdue_any: 1 },
    ],
    [
      'the same, as the catalogue shows it',
      { numerator: { sla_breached: 1, overdue_any: 1 } },
      { sla_breached: 1, overdue_any: 1 },
    ],
  ])('%s', (_, sent, parts) => {
    expect(partsOf(sent)).toEqual(parts);
  });
});

describe('what makes no metric is refused, with what is wrong', () => {
  test.each<[Partial<SentMetric>, string]>([
    [
      { numerator: { calls_complete: 1 } },
      'numerator.calls_complete: No base measure and no metric has this name. The nearest names: calls_completed, ',
    ],
    [
      { numerator: { qqqqqqqqqqqq: 1 } },
      'numerator.qqqqqqqqqqqq: No base measure and no metric has this name.',
    ],
    [
      { numerator: { completion_rate: 1 } },
      'numerator.completion_rate: completion_rate is a quotient: name its parts, completion_rate.numerator or completion_rate.denominator.',
    ],
    [
      { numerator: { total_customers: 1 } },
      'numerator.total_customers: total_customers does not add up, so it cannot be part of another metric.',
    ],
    [
      { numerator: { 'duration_p50.numerator': 1 } },
      'numerator.duration_p50.numerator: duration_p50 does not add up, so it cannot be part of another metric.',
    ],
    [
      { numerator: { 'total_calls.denominator': 1 } },
      'numerator.total_calls.denominator: total_calls has no denominator.',
    ],
    [
      { numerator: { sla_breached: 1 } },
      'numerator.sla_breached: A base measure and a metric with further ones have this name. For the metric use sla_breached.numerator.',
    ],
    [
      { numerator: { filtered: 1 } },
      'numerator.filtered: filtered has a filter, so it cannot be part of another metric.',
    ],
    [
      { numerator: { total_calls: 1, calls: -1 } },
      'numerator: Its weights cancel out. Must have at least one that is left.',
    ],
    [
      { unit: 'usd', numerator: { cost_llm: 1, calls: 1 } },
      'numerator: Adds up what does not belong together, such as seconds and dollars.',
    ],
    [{ denominator: { calls: 1 } }, 'unit: A count has no denominator. For a quotient use rate or ratio.'],
    [{ numerator: { cost_llm: 1 } }, 'unit: The numerator sums costs, which is not a count.'],
    [{ unit: 'rate' }, 'unit: A rate needs a denominator.'],
    [
      { unit: 'rate', numerator: { cost_llm: 1 }, denominator: { calls: 1 } },
      'unit: A rate needs a numerator and a denominator of one kind; or use ratio.',
    ],
    [{ unit: 'ratio' }, 'unit: A ratio needs a denominator.'],
    [{ unit: 'usd' }, 'unit: usd needs a numerator that sums costs.'],
    [{ unit: 'minutes' }, 'unit: minutes needs a numerator that sums seconds.'],
    [
      { unit: 'usd', numerator: { cost_llm: 1 }, denominator: { ended_seconds: 1 } },
      'unit: usd needs a denominator that counts, or none; or use ratio.',
    ],
    [
      { numerator: { article_views: 1 }, filter: { dimension: 'agent', in: ['a'] } },
      'filter.dimension: mine is made of daily counters, which have no agent.',
    ],
  ])('%j', (sent, error) => {
    expect(errorsOf(sent)).toEqual([expect.stringContaining(error)]);
  });

  test('all that is wrong is told at once, and no name is shown that may be personal', () => {
    expect(errorsOf({ numerator: { nobody_: 1, '+15551234567': 1 }, denominator: { zz_q: 1 } })).toEqual([
      expect.stringMatching(/^numerator\.nobody_: /),
      expect.stringMatching(/^numerator\.\*\*\*/),
      expect.stringMatching(/^denominator\.zz_q: /),
    ]);
  });
});

describe('the measure of a definition', () => {
  test.each<[string, Partial<SentMetric>, unknown]>([
    [
      'minutes',
      { unit: 'minutes', numerator: { call_seconds: 1 }, denominator: { calls_timed: 1 } },
      { unit: 'minutes', divisor: 60 },
    ],
    ['dollars', { unit: 'usd', numerator: { total_cost: 1 } }, { unit: 'dollars', divisor: 1_000_000 }],
    [
      'dollars for each',
      { unit: 'usd', numerator: { cost_llm: 1 }, denominator: { ended: 1 } },
      { unit: 'unit_cost', divisor: 1_000_000 },
    ],
    [
      'dollars by dollars',
      { unit: 'rate', numerator: { cost_llm: 1 }, denominator: { total_cost: 1 } },
      { unit: 'rate', numerator: { cost_llm: 1 } },
    ],
    [
      'calls for a dollar',
      { unit: 'ratio', numerator: { calls: 1 }, denominator: { cost_llm: 1 } },
      { unit: 'ratio', numerator: { calls: 1_000_000 } },
    ],
    [
      'points for a dollar',
      { unit: 'ratio', numerator: { review_score: 1 }, denominator: { cost_llm: 1 } },
      { unit: 'ratio', numerator: { review_score: 1_000_000 }, divisor: 10_000 },
    ],
  ])('%s', (_, sent, measure) => {
    const metric = metricOf(checkedDefinition({ ...PLAIN, ...sent }, []));
    expect(metric.measureOf()).toMatchObject(measure as object);
  });

  test('its filter is that of a query', () => {
    expect(FILTERED.filter).toEqual({ channel: { members: new Set(['chat']), isExcluded: false } });
    const without = checkedDefinition({ ...PLAIN, filter: { dimension: 'team', not_in: [null] } }, []);
    expect(metricOf(without).filter).toEqual({ team: { members: new Set([null]), isExcluded: true } });
  });
});

test('a change keeps what it does not name, and is checked as a whole', () => {
  const before = checkedDefinition(
    { ...PLAIN, unit: 'rate', numerator: { calls_missed: 1 }, denominator: { calls: 1 } },
    [],
  );
  expect(checkedChange(before, { label: 'Renamed', unit: undefined }, [])).toEqual({
    ...before,
    label: 'Renamed',
  });
  expect(checkedChange(before, { unit: 'count', denominator: null }, [])).toEqual({
    ...before,
    unit: 'count',
    denominator: null,
  });
  expect(() => checkedChange(before, { denominator: null }, [])).toThrow('A rate needs a denominator.');
});
