import { beforeAll, expect, test } from 'vitest';
import { compilerErrors, generatedTypes } from './generated-types.ts';

const RIGHT = `
import type { components, operations } from './api.js';
type Query = components['schemas']['Query'];
type Result = components['schemas']['QueryResult'];
type Body = operations['query']['requestBody']['content']['application/json'];
type Responses = operations['query']['responses'];
type Answer = Responses[200]['content']['application/json'];
type Failure = Exclude<keyof Responses, 200 | 304>;
type Problem = Responses[Failure]['content']['application/problem+json'];

export const query: Query = {
  metrics: [
    'total_calls',
    { metric: 'duration', stat: 'p90', as: 'slow' },
    { metric: 'total_cost', as: 'cost' },
    { metric: 'a_metric_of_our_own' },
  ],
  dimensions: ['agent', { attribute: 'tier' }, 'time:day'],
  filters: [
    { dimension: 'channel', in: ['phone', null] },
    { dimension: 'team', is_set: true },
    { dimension: { attribute: 'vip' }, in: ['true'] },
  ],
  having: [{ metric: 'slow', gte: 10 }],
  period: { preset: 'last_week' },
  compare: 'previous',
  order: [{ by: 'slow', direction: 'asc' }],
  include: ['totals', 'records'],
};
export const several: Body = { queries: { query } };

export function read(answer: Answer): number {
  if ('results' in answer) return Object.keys(answer.results).length;
  if ('plan' in answer) return answer.cost.rows_read;
  const cell: string | number | null | undefined = answer.rows[0]?.['total_calls'];
  const total: number | null | undefined = answer.totals?.['total_calls'];
  const link: string | null | undefined = answer.rows[0]?.records?.['total_calls'];
  const after: string | null = answer.page.after;
  return [cell, total, link, after].length;
}
export function described(columns: Result['columns']): string[] {
  return columns.flatMap((column) => {
    if (column.kind === 'metric') return [column.unit];
    if (column.kind === 'label') return [column.of];
    return column.kind === 'time' && column.grain === 'day' ? ['a day'] : [];
  });
}
export function explain(problem: Problem): string | number | undefined {
  if (problem.status === 422) return problem.nearest?.[0]?.change ?? problem.combination?.dimensions[0];
  if (problem.status === 429) return problem.limit;
  return problem.errors?.[0]?.path ?? problem.detail;
}
`;

const WRONG = {
  'an unknown metric': `export const q1: Query = { metrics: ['total_cals'] };`,
  'a statistic of what has none': `export const q2: Query = { metrics: [{ metric: 'total_calls', stat: 'p90' }] };`,
  'an unknown statistic': `export const q3: Query = { metrics: [{ metric: 'duration', stat: 'p91' }] };`,
  'an unknown dimension': `export const q4: Query = { metrics: ['total_calls'], dimensions: ['agents'] };`,
  'an unknown grain': `export const q5: Query = { metrics: ['total_calls'], dimensions: ['time:minute'] };`,
  'a filter by time': `export const q6: Query = { metrics: [], filters: [{ dimension: 'time:day', in: ['x'] }] };`,
  'an unknown preset': `export const q7: Query = { metrics: ['total_calls'], period: { preset: 'next_week' } };`,
  'an unknown clause': `export const q8: Query = { metrics: ['total_calls'], group_by: ['agent'] };`,
  'a cell as a number': `export const cell = (it: Result): number => it.rows[0]?.['total_calls'];`,
  'a status that no problem has': `export const teapot = (it: Problem) => it.status === 418;`,
} as const;

const lineOf = (what: string): number => RIGHT.split('\n').length + Object.keys(WRONG).indexOf(what);
const LAST_RIGHT = RIGHT.split('\n').length - 1;

/** The lines that do not compile. One run, because the compiler takes seconds to start. */
const lines = new Set<number>();

beforeAll(async () => {
  const program = RIGHT + Object.values(WRONG).join('\n');
  const errors = compilerErrors(await generatedTypes(), program);
  for (const [, line] of errors.matchAll(/^program\.ts\((\d+),/gm)) lines.add(Number(line));
});

test('queries with literal names, their answers and their problems compile', () => {
  expect([...lines].filter((line) => line <= LAST_RIGHT)).toEqual([]);
});

test.each(Object.keys(WRONG))('%s does not compile', (what) => {
  expect(lines).toContain(lineOf(what));
});
