import { describe, expect, test } from 'vitest';
import { CATALOGUE_DIMENSIONS, combines } from '../../../src/catalogue/dimensions.ts';
import { GRAINS, GRAINS_OF_DAYS } from '../../../src/catalogue/grains.ts';
import { kindOf } from '../../../src/catalogue/input-kinds.ts';
import type { Metric } from '../../../src/catalogue/metric.ts';
import { findMetric, METRICS, nearestNames } from '../../../src/catalogue/metrics.ts';
import { metricOf } from '../../../src/catalogue/own-metric.ts';
import { isExact } from '../../../src/catalogue/traits.ts';
import { TIMINGS } from '../../../src/query/measures/timings.ts';
import { MEASURES } from '../../../src/query/measures.ts';
import { BASE_MEASURES } from '../../../src/rollups/base-measures.ts';
import { MEMBER_DIMENSIONS } from '../../../src/rollups/dimensions.ts';

function metric(name: string): Metric {
  return findMetric(name)!;
}

const OWN = metricOf({
  name: 'own_calls',
  label: 'Own calls',
  unit: 'count',
  better: 'neutral',
  description: 'Calls.',
  numerator: { calls: 1 },
  denominator: null,
  filter: null,
});

describe('the metrics', () => {
  test('are the timings and every measure, each under a name of its own', () => {
    const names = METRICS.map(({ name }) => name);
    expect(names).toEqual([...Object.keys(TIMINGS), ...Object.keys(MEASURES)]);
    const all = METRICS.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(all).size).toBe(all.length);
  });

  test('have labels that differ, and descriptions that are sentences', () => {
    const labels = METRICS.map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    for (const { description } of METRICS) expect(description).toMatch(/^[A-Z].*\.$/);
  });

  test('are found by name, by alias, and among those of a tenant', () => {
    expect(findMetric('total_calls')?.label).toBe('Calls');
    expect(findMetric('fcr_rate')?.name).toBe('first_call_resolution_rate');
    expect(findMetric('own_calls')).toBeUndefined();
    expect(findMetric('own_calls', [OWN])).toBe(OWN);
    expect(findMetric('constructor', [OWN])).toBeUndefined();
  });

  test('know when they count, what they combine with and whether they add up', () => {
    const traits = (name: string) => {
      const { attribution, dependsOnClock, isAdditive, grains, dimensions } = metric(name);
      return {
        attribution,
        dependsOnClock,
        isAdditive,
        byInterval: grains === GRAINS,
        by: dimensions.length,
      };
    };
    const usual = {
      dependsOnClock: false,
      isAdditive: true,
      byInterval: true,
      by: MEMBER_DIMENSIONS.length - 2,
    };
    expect(traits('total_calls')).toEqual({ ...usual, attribution: 'started' });
    expect(traits('completion_rate')).toEqual({ ...usual, attribution: 'started', isAdditive: false });
    expect(traits('call_avg_rating')).toEqual({ ...usual, attribution: 'given', isAdditive: false });
    expect(traits('reviews')).toEqual({ ...usual, attribution: 'created' });
    expect(traits('sla_breached')).toEqual({ ...usual, attribution: 'started', dependsOnClock: true });
    expect(traits('total_customers')).toMatchObject({ isAdditive: false });
    expect(metric('total_customers').grains).toEqual(GRAINS.slice(0, 8));
    expect(metric('duration_p90').grains).toBe(GRAINS);
    expect(metric('llm_errors').dimensions).toContain('provider');
    expect(metric('tokens_per_call').dimensions).not.toContain('provider');
    expect(metric('article_views')).toMatchObject({ attribution: 'date', dimensions: ['article'] });
    expect(metric('email_bounced')).toMatchObject({ dimensions: [], grains: GRAINS_OF_DAYS });
  });

  test('timings have statistics, of which the first is the default', () => {
    expect(metric('wait')).toMatchObject({
      stats: expect.arrayContaining(['mean', 'sum']),
      defaultStat: 'mean',
    });
    expect(metric('wait').measureOf('sum').numerator).toEqual({ call_wait_seconds: 1 });
    expect(metric('wait').measureOf()).toEqual(metric('wait').measureOf('mean'));
    expect(isExact(metric('resolution').measureOf())).toBe(true);
    expect(isExact(metric('resolution').measureOf('p95'))).toBe(false);
    expect(metric('resolution').measureOf('p95')).toMatchObject({
      numerator: { resolution_p95: 1 },
      denominator: { resolutions_known: 1 },
    });
  });
});

describe('what combines', () => {
  test.each<[string, string, true | string]>([
    ['total_calls', 'agent', true],
    ['total_calls', 'time', true],
    ['total_calls', 'time:15m', true],
    ['article_views', 'article', true],
    ['article_views', 'time:day', true],
    ['article_views', 'time:day_of_week', true],
    ['article_views', 'time:hour', 'article_views is counted by date, so it has no hour.'],
    ['article_views', 'agent', 'article_views is made of daily counters, which have no agent.'],
    [
      'total_calls',
      'provider',
      'Only llm_requests, llm_input_tokens, llm_output_tokens, llm_latency_ms, llm_errors can be divided among the members of provider, and ratios of these.',
    ],
    ['total_calls', 'weather', 'total_calls is made of records that have no weather.'],
  ])('%s and %s', (name, dimension, answer) => {
    expect(combines(metric(name), dimension)).toBe(answer);
  });

  test('what divides by daily counters has no hours either', () => {
    const mixed = metricOf({
      name: 'calls_per_view',
      label: 'Calls per view',
      unit: 'ratio',
      better: 'neutral',
      description: 'Calls per view.',
      numerator: { calls: 1 },
      denominator: { article_views: 1 },
      filter: null,
    });
    expect(mixed).toMatchObject({ attribution: 'started', dimensions: [], grains: GRAINS_OF_DAYS });
    expect(combines(mixed, 'time:hour')).toBe('calls_per_view is counted by date, so it has no hour.');
    expect(combines(mixed, 'time:week')).toBe(true);
  });

  test('every dimension is listed, time last and alone with grains', () => {
    const names = CATALOGUE_DIMENSIONS.map(({ name, label }) => `${name}: ${label}`);
    expect(names.slice(0, 5)).toEqual([
      'department: Department',
      'agent: Agent',
      'team: Team',
      'campaign: Campaign',
      'call_center: Call center',
    ]);
    expect(CATALOGUE_DIMENSIONS.filter(({ grains }) => grains)).toEqual([
      { name: 'time', label: 'Time', hasMembers: false, kind: 'time', grains: GRAINS },
    ]);
  });
});

describe('the nearest names', () => {
  const names = METRICS.map(({ name }) => name);
  test.each<[string, string[]]>([
    ['total_cals', ['total_calls']],
    ['TOTAL_CALLS', ['total_calls']],
    ['csta_1', ['csat_1', 'csat_2', 'csat_3']],
    ['', []],
    ['qqqqqqqqqqqqqqqq', []],
  ])('of %j', (name, nearest) => {
    expect(nearestNames(name, names)).toEqual(
      nearest.length === 1 ? expect.arrayContaining(nearest) : nearest,
    );
    expect(nearestNames(name, names)[0]).toBe(nearest[0]);
  });

  test('are at most three, and cost little however long the name is', () => {
    expect(nearestNames('x'.repeat(100_000), names)).toEqual([]);
    expect(nearestNames('rated_0', names)).toHaveLength(3);
  });
});

test('what is not counted is told by its name', () => {
  const kinds = BASE_MEASURES.map(({ name }) => `${name}: ${kindOf(name)}`).filter(
    (it) => !it.endsWith('count'),
  );
  expect(kinds.sort()).toEqual([
    'abandoned_wait_seconds: seconds',
    'adherent_seconds: seconds',
    'answered_wait_seconds: seconds',
    'call_resolution_seconds: seconds',
    'call_seconds: seconds',
    'call_wait_seconds: seconds',
    'cost_llm: dollars',
    'cost_stt: dollars',
    'cost_telephony: dollars',
    'cost_tts: dollars',
    'ended_seconds: seconds',
    'first_response_seconds: seconds',
    'hold_seconds: seconds',
    'llm_latency_ms: milliseconds',
    'resolution_seconds: seconds',
    'review_score: score',
    'review_seconds: seconds',
    'scheduled_seconds: seconds',
    'sentiment_score: score',
    'state_available_seconds: seconds',
    'state_break_seconds: seconds',
    'state_busy_seconds: seconds',
    'state_lunch_seconds: seconds',
    'state_meeting_seconds: seconds',
    'state_other_seconds: seconds',
    'state_ringing_seconds: seconds',
    'state_training_seconds: seconds',
    'state_wrap_seconds: seconds',
    'talk_seconds: seconds',
    'wrap_up_seconds: seconds',
  ]);
});
