import { expect, test } from 'vitest';
import * as z from 'zod';
import { measureDocs, measureFieldDocs } from '../../../scripts/docs/measures.ts';
import { defineOperation } from '../../../src/http/operation.ts';
import type { Measure } from '../../../src/query/measures.ts';

const MEASURES: Readonly<Record<string, Measure>> = {
  csat_3: { unit: 'count', description: 'Threes.', numerator: { csat_3: 1 } },
  csat_1: { unit: 'count', description: 'Ones.', numerator: { csat_1: 1 } },
  csat_2: { unit: 'count', description: 'Twos.', numerator: { csat_2: 1 } },
};

const read = defineOperation({
  id: 'read',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/things',
  summary: 'Things.',
  credential: 'none',
  response: z.object({
    data: z.object({
      rows: z.array(z.object({ count: z.int().meta({ measure: ['csat_1', 'csat_2'] }) })),
      count: z.int().meta({ measure: 'csat_2' }),
    }),
  }),
  handle: () => ({ data: { rows: [], count: 0 } }),
});

test('a measure has its unit, definition and formula', () => {
  const [, , ...rows] = measureDocs({
    ...MEASURES,
    csat_rate: {
      unit: 'rate',
      description: 'Share.',
      numerator: { csat_3: 1 },
      denominator: { csat_1: 1, csat_2: 2 },
    },
    unmet: {
      unit: 'count',
      description: 'Others.',
      numerator: { csat_responses: 1, csat_1: -1, csat_2: -2 },
    },
    minutes: {
      unit: 'minutes',
      description: 'Mean.',
      numerator: { first_response_seconds: 1 },
      denominator: { first_responses: 1 },
      divisor: 60,
    },
  }).split('\n');
  expect(rows).toEqual([
    '| `csat_3` | count | Threes. | `csat_3` |',
    '| `csat_1` | count | Ones. | `csat_1` |',
    '| `csat_2` | count | Twos. | `csat_2` |',
    '| `csat_rate` | rate | Share. | `csat_3 / (csat_1 + 2 csat_2)` |',
    '| `unmet` | count | Others. | `(csat_responses - csat_1 - 2 csat_2)` |',
    '| `minutes` | minutes | Mean. | `first_response_seconds / (60 × first_responses)` |',
  ]);
});

test('a measure lists every field that shows it by path, and a list may show one per item', () => {
  expect(measureFieldDocs(MEASURES, [read])).toBe(`- \`csat_3\`
  - in no answer
- \`csat_1\`
  - \`/api/v2/things\`: \`rows[].count\`
- \`csat_2\`
  - \`/api/v2/things\`: \`rows[].count\`, \`count\``);
});
