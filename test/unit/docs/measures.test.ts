import { expect, test } from 'vitest';
import * as z from 'zod';
import { measureDocs } from '../../../scripts/docs/measures.ts';
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

test('a measure tells every field that shows it, and a list may show one an item', () => {
  const [, , ...rows] = measureDocs(MEASURES, [read]).split('\n');
  expect(rows).toEqual([
    '| `csat_3` | count | Threes. | `csat_3` | nothing yet |',
    '| `csat_1` | count | Ones. | `csat_1` | `rows[].count` of `things` |',
    '| `csat_2` | count | Twos. | `csat_2` | `rows[].count` of `things`; `count` of `things` |',
  ]);
});
