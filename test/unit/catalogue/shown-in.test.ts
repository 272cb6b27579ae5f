import { expect, test } from 'vitest';
import * as z from 'zod';
import { shownIn } from '../../../src/api/catalogue/shown-in.ts';
import { defineOperation } from '../../../src/http/operation.ts';

const read = defineOperation({
  id: 'read',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/things',
  summary: 'Things.',
  credential: 'none',
  response: z.object({
    data: z.object({
      rows: z.array(z.object({ count: z.int().meta({ measure: ['csat_1', 'csat_2'] }) })).nullable(),
      count: z.int().nullable().meta({ measure: 'csat_2' }),
    }),
  }),
  handle: () => ({ data: { rows: [], count: 0 } }),
});

test('each metric has the routes and fields that show it; a list may show one per item', () => {
  expect([...shownIn([read])]).toEqual([
    ['csat_1', [{ path: '/api/v2/things', fields: ['rows[].count'] }]],
    ['csat_2', [{ path: '/api/v2/things', fields: ['rows[].count', 'count'] }]],
  ]);
});
