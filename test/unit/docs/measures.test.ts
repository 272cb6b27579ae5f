import { expect, test } from 'vitest';
import {
  aliasDocs,
  combinationDocs,
  metricDocs,
  metricFieldDocs,
  statDocs,
} from '../../../scripts/docs/measures.ts';
import type { Metric } from '../../../src/catalogue/metric.ts';
import type { Measure } from '../../../src/query/measures.ts';

function aMetric(name: string, measure: Omit<Measure, 'description'>, rest: Partial<Metric> = {}): Metric {
  return {
    name,
    aliases: [],
    label: `Label of ${name}`,
    unit: 'count',
    better: 'neutral',
    description: 'What it is.',
    stats: [],
    attribution: 'given',
    dimensions: ['agent', 'team'],
    isOfInteractions: true,
    grains: ['day'],
    dependsOnClock: false,
    isAdditive: true,
    measureOf: () => ({ description: '', ...measure }),
    ...rest,
  };
}

const ONE = aMetric('csat_1', { unit: 'count', numerator: { csat_1: 1 } });
const TIMING = aMetric(
  'wait',
  { unit: 'seconds', numerator: { call_wait_seconds: 1 }, denominator: { calls_waited: 1 } },
  {
    unit: 'seconds',
    better: 'lower',
    aliases: ['waits', 'waiting'],
    stats: ['mean', 'sum'],
    attribution: 'started',
    measureOf: (stat) => ({
      unit: 'seconds',
      description: '',
      numerator: { call_wait_seconds: 1 },
      ...(stat !== 'sum' && { denominator: { calls_waited: 1 } }),
    }),
  },
);

test('a metric has its label, unit, definition and formula', () => {
  const [, , ...rows] = metricDocs([
    ONE,
    aMetric('csat_rate', { unit: 'rate', numerator: { csat_3: 1 }, denominator: { csat_1: 1, csat_2: 2 } }),
    aMetric('unmet', { unit: 'count', numerator: { csat_responses: 1, csat_1: -1, csat_2: -2 } }),
    aMetric('minutes', {
      unit: 'minutes',
      numerator: { first_response_seconds: 1 },
      denominator: { first_responses: 1 },
      divisor: 60,
    }),
    TIMING,
  ]).split('\n');
  expect(rows).toEqual([
    '| `csat_1` | Label of csat_1 | count |  | What it is. | `csat_1` |',
    '| `csat_rate` | Label of csat_rate | count |  | What it is. | `csat_3 / (csat_1 + 2 csat_2)` |',
    '| `unmet` | Label of unmet | count |  | What it is. | `(csat_responses - csat_1 - 2 csat_2)` |',
    '| `minutes` | Label of minutes | count |  | What it is. | `first_response_seconds / (60 × first_responses)` |',
    '| `wait` | Label of wait | seconds | lower | What it is. | `call_wait_seconds / calls_waited` |',
  ]);
});

test('each statistic of a timing has a formula', () => {
  expect(statDocs([ONE, TIMING]).split('\n').slice(2)).toEqual([
    '| `wait` | `mean` | `call_wait_seconds / calls_waited` |',
    '| `wait` | `sum` | `call_wait_seconds` |',
  ]);
});

test('metrics that combine with the same share a row', () => {
  const two = aMetric('csat_2', { unit: 'count', numerator: { csat_2: 1 } });
  expect(combinationDocs([ONE, TIMING, two]).split('\n').slice(2)).toEqual([
    '| `csat_1`, `csat_2` | given | `agent`, `team` | `day` |',
    '| `wait` | started | `agent`, `team` | `day` |',
  ]);
});

test('other names are listed', () => {
  expect(aliasDocs([ONE, TIMING])).toBe('- `wait`: `waits`, `waiting`');
});

test('a metric lists every field that shows it by path', () => {
  const shown = new Map([['csat_1', [{ path: '/api/v2/things', fields: ['rows[].count', 'count'] }]]]);
  expect(metricFieldDocs([TIMING, ONE], shown)).toBe(`- \`wait\`
  - in no answer but that of a query
- \`csat_1\`
  - \`/api/v2/things\`: \`rows[].count\`, \`count\``);
});
