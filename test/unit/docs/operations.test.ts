import { expect, test } from 'vitest';
import * as z from 'zod';
import { apiDocs } from '../../../scripts/docs/operations.ts';
import { defineOperation } from '../../../src/http/operation.ts';

const answer = z.object({ id: z.string().describe('Its name.') });

const find = defineOperation({
  id: 'findThing',
  contract: 'calls',
  method: 'GET',
  path: '/api/v1/things/:id',
  summary: 'One thing.',
  credential: 'tenant',
  permission: { scope: 'analytics:read', roles: ['manager'] },
  params: z.object({ id: z.string() }),
  query: z.strictObject({ size: z.enum(['s', 'm']).default('m').describe('How large.') }),
  response: answer,
  errors: [404],
  handle: () => ({ id: 'x' }),
});

const make = defineOperation({
  id: 'makeThing',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/things',
  summary: 'Makes a thing.',
  credential: 'platform',
  permission: { roles: ['super_admin'] },
  body: z.strictObject({ name: z.string() }),
  response: answer,
  status: 201,
  errors: [409],
  handle: () => ({ id: 'x' }),
});

test('an operation documents its access, what is sent and what is answered', () => {
  expect(apiDocs([find])).toBe(`## Calls

| operation | summary | access |
| --- | --- | --- |
| [GET /api/v1/things/:id](#findthing) | One thing. | \`analytics:read\` |

### findThing

\`GET /api/v1/things/:id\`

One thing.

Access: API keys with \`analytics:read\`; sessions of manager.

| path parameter | type | description | default |
| --- | --- | --- | --- |
| \`id\` | text |  | required |

| query parameter | type | description | default |
| --- | --- | --- | --- |
| \`size\` | "s", "m" | How large. | \`"m"\` |

Status: 200. Errors: 400, 401, 403, 404, 429.

| response field | type | description |
| --- | --- | --- |
| \`id\` | text | Its name. |`);
});

test('groups come in their order, and an answer is listed once', () => {
  const text = apiDocs([find, make]);
  expect(text.match(/^##+ .*/gm)).toEqual([
    '## Platform and data',
    '### makeThing',
    '## Calls',
    '### findThing',
  ]);
  expect(text).toContain('Access: sessions of super_admin.');
  expect(text).toContain('Status: 201. Errors: 400, 401, 403, 409, 413, 415, 429.');
  expect(text).toContain('Same fields as [findThing](#findthing).');
  expect(text.match(/Its name\./g)).toHaveLength(1);
});

test('a 503 is listed if the operation declares it, and further successes after the first', () => {
  const busy = { ...find, otherStatuses: [202, 206], errors: [503] };
  expect(apiDocs([busy])).toContain('Status: 200 or 202 or 206. Errors: 400, 401, 403, 429, 503.');
});
