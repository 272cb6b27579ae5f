import { beforeAll, describe, expect, test } from 'vitest';
import document from '../../../docs/query.md?raw';
import { TIME_ZONE } from '../../../scripts/demo/clock.ts';
import { demoRecords } from '../../../scripts/demo/records.ts';
import { tenantKeys } from '../../../src/privacy/sealing/keys.ts';
import { readQueries } from '../../../src/query-language/read-queries.ts';
import { type PlainQuery, QueriesOracle } from '../../oracle/queries.ts';
import { PLAIN_METRICS } from '../../oracle/query-metrics.ts';

/** The moment that the document names: 20 November 2026, 15:00 in São Paulo. */
const NOW = Date.UTC(2026, 10, 20, 18) / 1_000;
const CLAUSES = { dimensions: [], filters: [], having: [], period: {}, order: [], include: [] };

type Row = Record<string, unknown>;
interface Answered {
  rows: Row[];
  previous?: Row[];
  change?: Row[];
}

const BLOCKS = [...document.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
const QUERIES = BLOCKS.filter((text) => /"(metrics|queries)":/.test(text));
const QUESTIONS = [...document.matchAll(/^### \d+\. (.+)\n\n```json\n([\s\S]*?)```\n\n((?:\|.*\n)+)/gm)].map(
  ([, title = '', query = '', table = '']) => ({ title, query: JSON.parse(query), table }),
);

/** Whether the plain computation knows all metrics of a query. */
function isPlain({ metrics }: { metrics: unknown[] }): boolean {
  return metrics.every((name) => typeof name === 'string' && name in PLAIN_METRICS);
}

/** The cells of a Markdown table by the names in its head, without the row of totals. */
function rowsIn(table: string): Record<string, string>[] {
  const [head = [], , ...rows] = table
    .trim()
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return rows
    .filter(([first]) => first !== '*totals*')
    .map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ''])));
}

/** What the table of an answer has in a column of this name. */
function cellOf({ rows, previous, change }: Answered, index: number, column: string): string {
  const [, part, name = column] = /^(previous|change) (.+)$/.exec(column) ?? [];
  const row = { previous, change }[part ?? ''] ?? rows;
  return String(row[index]?.[name] ?? '');
}

/** Those that the examples name. */
const ATTRIBUTES = ['tier', 'vip'].map((key) => ({ key, type: 'token' as const, dimension: true }));

test.each(QUERIES)('is accepted: %s', (text) => {
  const context = {
    tenant: { attributes: ATTRIBUTES, timeZone: TIME_ZONE },
    now: NOW,
    keys: tenantKeys('a secret of the test', 'demo'),
    own: [],
    policies: [],
  };
  expect(readQueries(context, JSON.parse(text)).size).toBeGreaterThan(0);
});

test('there are thirteen questions, and every one is answered', () => {
  expect(QUESTIONS.map(({ table }) => rowsIn(table).length > 0)).toEqual(Array(13).fill(true));
});

describe('the answers are those of the demo', () => {
  const oracle = new QueriesOracle(TIME_ZONE);
  beforeAll(() => {
    for (const record of demoRecords(NOW)) oracle.records.apply(record);
  });

  test.each(QUESTIONS.filter(({ query }) => isPlain(query)))('$title', ({ query, table }) => {
    const asked: PlainQuery = { ...CLAUSES, ...query };
    const q = Buffer.from(JSON.stringify(asked)).toString('base64url');
    const answer = oracle.answer('query', { q }, NOW) as Answered;
    const shown = rowsIn(table);
    const expected = answer.rows.map((_, index) =>
      Object.fromEntries(Object.keys(shown[0]!).map((name) => [name, cellOf(answer, index, name)])),
    );
    expect(shown).toEqual(expected);
  });
});
