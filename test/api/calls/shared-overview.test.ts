import { beforeAll, describe, expect, test } from 'vitest';
import { ROLES, SCOPES } from '../../../src/auth/roles.ts';
import { call, problemIn } from '../../support/client.ts';
import type { ReadsClient } from '../../support/reads-client.ts';
import { callsClient, NO_CALLS } from './client.ts';

const PATH = '/api/v1/analytics/overview';
const CALLS_ROLES = ['manager', 'tenant_admin', 'tenant_owner', 'super_admin'];

let client: ReadsClient;
let bearers: { session: string; key: string };

beforeAll(async () => {
  client = await callsClient();
  const { key } = await client.tenant.key({ scopes: ['analytics:read'] });
  bearers = { session: await client.tenant.token('manager'), key };
});

/** The query, and which contract's overview answers a session and a key. */
const CHOICES: [query: string, session: 'calls' | 'conversations', key: 'calls' | 'conversations'][] = [
  ['', 'calls', 'conversations'],
  ['?tz=UTC', 'calls', 'conversations'],
  ['?date_from=2026-03-01', 'calls', 'calls'],
  ['?date_to=2026-03-01', 'calls', 'calls'],
  ['?department_id=sales', 'calls', 'calls'],
  ['?date_to=2026-03-01&tz=UTC', 'calls', 'calls'],
  ['?dateFrom=2026-03-01', 'conversations', 'conversations'],
  ['?dateTo=2026-03-01', 'conversations', 'conversations'],
  ['?agentId=a', 'conversations', 'conversations'],
  ['?groupBy=day', 'conversations', 'conversations'],
  ['?channel=phone', 'conversations', 'conversations'],
];

describe.each(CHOICES)('overview%s', (query, session, key) => {
  test.each([
    ['session', session],
    ['key', key],
  ] as const)('a %s gets that of %s', async (kind, contract) => {
    const response = await call(PATH + query, { bearer: bearers[kind] });
    if (contract === 'calls') {
      expect([response.status, await response.json()]).toEqual([200, { data: NO_CALLS }]);
    } else {
      expect([response.status, await response.json()]).toEqual([
        200,
        expect.objectContaining({ totals: expect.objectContaining({ conversations: 0 }) }),
      ]);
    }
  });
});

test.each(['session', 'key'] as const)('a mixture of both is refused (%s)', async (kind) => {
  for (const query of [
    'date_from=2026-03-01&dateTo=2026-03-08',
    'channel=phone&department_id=a',
    'date_from=&dateFrom=',
  ]) {
    const { status, detail } = await problemIn(await call(`${PATH}?${query}`, { bearer: bearers[kind] }));
    expect([query, status, detail]).toEqual([
      query,
      400,
      'The query mixes two contracts. Send either date_from, date_to, department_id or dateFrom, dateTo, agentId, groupBy, channel.',
    ]);
  }
});

test('a name in another case is unknown to the overview that answers', async () => {
  const { status, errors } = await problemIn(
    await call(`${PATH}?datefrom=2026-03-01`, { bearer: bearers.session }),
  );
  expect([status, errors]).toEqual([
    400,
    [
      {
        path: 'datefrom',
        message: 'Unknown parameter; accepted: date_from, date_to, department_id, direction, tz.',
      },
    ],
  ]);
});

describe('who may not read the overview of calls', () => {
  test.each(ROLES.filter((role) => !CALLS_ROLES.includes(role)))(
    '%s is told of the other one',
    async (role) => {
      const bearer = await client.tenant.token(role);
      for (const query of ['', '?date_from=2026-03-01']) {
        const { status, detail } = await problemIn(await call(PATH + query, { bearer }));
        expect([status, detail]).toEqual([
          403,
          `Role "${role}" is not allowed to do this. Allowed: ${CALLS_ROLES.join(', ')}. With dateFrom or dateTo this path answers the overview of conversations, which more roles may read.`,
        ]);
      }
    },
  );

  test.each(ROLES)('dateFrom asks %s for the other permission', async (role) => {
    const bearer = await client.tenant.token(role);
    const response = await call(`${PATH}?dateFrom=2026-03-01`, { bearer });
    expect(response.status).toBe(role === 'attendant' ? 403 : 200);
  });

  test('a key without analytics:read, by either spelling', async () => {
    const { key } = await client.tenant.key({ scopes: SCOPES.filter((scope) => scope !== 'analytics:read') });
    for (const query of ['', '?date_from=2026-03-01', '?dateFrom=2026-03-01']) {
      const { status, detail } = await problemIn(await call(PATH + query, { bearer: key }));
      expect([status, detail]).toEqual([
        403,
        expect.stringContaining('does not have the scope analytics:read.'),
      ]);
    }
  });

  test('no credential tells nothing of the parameters', async () => {
    expect((await problemIn(await call(`${PATH}?date_from=1&dateFrom=1`))).status).toBe(401);
  });
});
