import { describe, expect, test } from 'vitest';
import type { Unprocessable } from '../../../src/errors.ts';
import { tenantKeys } from '../../../src/privacy/sealing/keys.ts';
import { requireFewReads } from '../../../src/query-language/bounded-reads.ts';
import { beyondFacts } from '../../../src/query-language/nearest.ts';
import { normalise } from '../../../src/query-language/normalise.ts';
import { builtRollups, planned } from '../../../src/query-language/planned.ts';

const CONTEXT = {
  tenant: {
    attributes: [{ key: 'tier', type: 'token' as const, dimension: true }],
    timeZone: 'UTC',
  },
  now: Date.parse('2026-11-30T12:00:00Z') / 1_000,
  keys: tenantKeys('a secret of the test', 'tenant'),
  own: [],
  policies: [],
};
const ROLLUPS = builtRollups(CONTEXT.tenant);
const PERIOD = { from: '2026-03-01', to: '2026-03-31' };

function refusal(sent: object, name = '') {
  const query = normalise(CONTEXT, sent);
  expect(planned(query, ROLLUPS).plan).not.toBe('rollups');
  return beyondFacts(CONTEXT, { name, query, reason: 'Too many facts.' });
}

interface Details {
  nearest: {
    change: string;
    query: { dimensions: string[]; filters: object[]; metrics: { as: string }[] };
  }[];
  combination?: { dimensions: string[]; metrics: string[] };
}

function details({ details: found }: Unprocessable): Details {
  return found as unknown as Details;
}

describe('what is served instead', () => {
  test('without one of the dimensions; the combination would have to be declared', () => {
    const found = details(
      refusal({
        metrics: ['total_calls'],
        dimensions: ['topic', 'category', 'time:day'],
        order: [{ by: 'topic' }],
        period: PERIOD,
      }),
    );
    expect(found.combination).toEqual({ dimensions: ['topic', 'category'], metrics: ['total_calls'] });
    expect(found.nearest.length).toBeGreaterThan(0);
    for (const { query } of found.nearest)
      expect(planned(normalise(CONTEXT, query), ROLLUPS).plan).toBe('rollups');
  });

  test('the combination names the metrics that it can hold: not distinct customers', () => {
    const asked = { dimensions: ['topic', 'category'], period: PERIOD };
    const { combination } = details(
      refusal({ ...asked, metrics: ['total_customers', 'completion_rate', 'total_calls'] }),
    );
    expect(combination?.metrics).toEqual(['completion_rate', 'total_calls']);
    expect(details(refusal({ ...asked, metrics: ['total_customers'] })).combination).toBeUndefined();
    const byProvider = { ...asked, metrics: ['llm_requests'], dimensions: ['provider', 'agent'] };
    expect(details(refusal(byProvider)).combination).toBeUndefined();
  });

  test('without a filter', () => {
    const found = details(
      refusal({ metrics: ['total_customers'], filters: [{ dimension: 'agent', in: ['a'] }], period: PERIOD }),
    );
    expect(found.nearest.map(({ change }) => change)).toEqual(['Without the filter on agent.']);
    expect(found.combination).toBeUndefined();
  });

  test('without a metric that no rollup has by agent', () => {
    const found = details(
      refusal({
        metrics: ['total_calls', 'total_customers'],
        dimensions: ['agent'],
        period: PERIOD,
        having: [{ metric: 'total_customers', gt: 1 }],
      }),
    );
    expect(found.nearest.map(({ change }) => change)).toContain('Without the metric total_customers.');
  });

  test('an attribute by itself, or a combination that names it', () => {
    const found = details(
      refusal({ metrics: ['total_calls'], dimensions: ['attributes.tier', 'agent'], period: PERIOD }),
    );
    expect(found.nearest.map(({ change }) => change)).toEqual([
      'Without the dimension attributes.tier.',
      'Without the dimension agent.',
    ]);
    expect(found.combination).toEqual({ dimensions: ['attributes.tier', 'agent'], metrics: ['total_calls'] });
  });

  test('names the query among several', () => {
    const sent = { metrics: ['total_customers'], dimensions: ['agent'], period: PERIOD };
    expect(refusal(sent, 'mine').message).toBe('queries.mine: Too many facts.');
  });
});

test('a query that would read too many rows is refused before it does', () => {
  const members = Array.from({ length: 100 }, (_, index) => `a${index}`);
  const query = normalise(CONTEXT, {
    metrics: [{ metric: 'duration', stat: 'p90' }],
    filters: [{ dimension: 'agent', in: members }],
    period: { from: '2024-01-01', to: '2026-11-30' },
  });
  expect(() => requireFewReads(CONTEXT, { name: '', query })).toThrow(
    'The query would read 106,500 rows; at most 50,000 are read.',
  );
});

test('facts that there may be do not refuse a query before they are read', () => {
  const query = normalise(CONTEXT, {
    metrics: ['total_evaluations', 'sla_breached'],
    dimensions: ['time:week', 'topic'],
    filters: [{ dimension: 'engagement', is_set: true }],
    period: { from: '2026-09-01', to: '2026-09-30' },
    compare: 'previous',
  });
  expect(() => requireFewReads(CONTEXT, { name: '', query })).not.toThrow();
});

describe('plans', () => {
  test.each([
    [['total_calls', 'missed_calls', 'completion_rate'], 31],
    [['total_calls', 'average_rating', 'reviews', 'total_cost'], 31],
  ])('%j are read once for all of them', (metrics, rows) => {
    const query = normalise(CONTEXT, { metrics, period: PERIOD, include: ['totals'] });
    expect(planned(query, ROLLUPS)).toEqual({ plan: 'rollups', rows, facts: 0 });
  });

  test.each([['agent'], ['attributes.tier']])(
    'a metric that only facts have does not take the others there, by %s',
    (dimension) => {
      const query = normalise(CONTEXT, {
        metrics: ['total_calls', 'total_customers'],
        dimensions: [dimension],
        period: PERIOD,
      });
      expect(planned(query, ROLLUPS).plan).toBe('mixed');
    },
  );

  test('a value of an attribute is a row per day', () => {
    const query = normalise(CONTEXT, {
      metrics: ['total_calls', { metric: 'duration', stat: 'p90' }],
      filters: [{ dimension: 'attributes.tier', in: ['gold'] }],
      period: PERIOD,
    });
    expect(planned(query, ROLLUPS)).toEqual({ plan: 'rollups', rows: 31, facts: 0 });
  });
});
