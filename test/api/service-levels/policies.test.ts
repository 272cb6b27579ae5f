import { describe, expect, test, vi } from 'vitest';
import { call } from '../../support/client.ts';
import type { Sent } from '../../support/records.ts';
import { freshTenant, type TestTenant } from '../../support/tenant.ts';

const PATH = '/api/v1/service-level-policies';
const POLICY = {
  name: 'House rule',
  applies_to: 'all',
  effective_from: '2026-03-01',
  seconds: 20,
  target_percent: 80,
};

interface Client {
  tenant: TestTenant;
  post(body: unknown, path?: string, headers?: Record<string, string>): Promise<[number, Sent]>;
  list(): Promise<{ policies: Sent[]; frozen_through: string | null }>;
}

async function policyClient(timeZone = 'UTC'): Promise<Client> {
  const tenant = await freshTenant({ timeZone });
  const bearer = await tenant.token('tenant_admin');
  return {
    tenant,
    async post(body, path = '', headers = {}) {
      const response = await call(`${PATH}${path}`, { method: 'POST', bearer, body, headers });
      return [response.status, await response.json<Sent>()];
    },
    list: async () => (await call(PATH, { bearer })).json(),
  };
}

const detailOf = ([status, answer]: [number, Sent]) => [status, answer.detail];

describe('service-level policies', () => {
  test('are created with defaults, and listed by what they apply to and by date', async () => {
    const { post, list } = await policyClient();
    expect(await list()).toEqual({ policies: [], frozen_through: null });
    const [status, made] = await post(POLICY);
    expect([status, made]).toEqual([
      201,
      {
        ...POLICY,
        id: expect.any(String),
        short_abandon_seconds: 5,
        abandoned: 'negative',
        overflowed: 'ignored',
        created_at: expect.any(String),
      },
    ]);
    await post({ ...POLICY, applies_to: { queue: 'q' }, effective_from: '2026-05-01' });
    await post({
      ...POLICY,
      applies_to: { queue: 'q' },
      effective_from: '2026-04-01',
      abandoned: 'positive',
    });
    const { policies } = await list();
    expect(policies[0]).toEqual(made);
    expect(policies.map(({ applies_to, effective_from }) => [applies_to, effective_from])).toEqual([
      ['all', '2026-03-01'],
      [{ queue: 'q' }, '2026-04-01'],
      [{ queue: 'q' }, '2026-05-01'],
    ]);
  });

  test('never change: a date has one version', async () => {
    const { post, list } = await policyClient();
    await post(POLICY);
    expect(detailOf(await post({ ...POLICY, seconds: 30 }))).toEqual([
      409,
      'A policy for all is in force from 2026-03-01 on already. Versions never change; choose another date.',
    ]);
    expect((await list()).policies).toHaveLength(1);
    expect((await post({ ...POLICY, applies_to: { channel: 'phone' } }))[0]).toBe(201);
  });

  test('of closed days are refused, those of later ones are not', async () => {
    vi.setSystemTime('2026-04-10T02:00:00Z');
    const { post, list } = await policyClient('America/Sao_Paulo');
    expect(await post({ through: '2026-03-31' }, '/freeze')).toEqual([200, { frozen_through: '2026-03-31' }]);
    expect(await post({ through: '2026-03-15' }, '/freeze')).toEqual([200, { frozen_through: '2026-03-31' }]);
    expect(detailOf(await post({ ...POLICY, effective_from: '2026-03-31' }))).toEqual([
      409,
      'Service levels are frozen through 2026-03-31. effective_from must be a later date, not 2026-03-31.',
    ]);
    expect((await post({ ...POLICY, effective_from: '2026-04-01' }))[0]).toBe(201);
    const today = await post({ through: '2026-04-09' }, '/freeze');
    expect([today[0], today[1].errors]).toEqual([
      400,
      [
        {
          path: 'through',
          message: 'Must be a day that is over in America/Sao_Paulo: 2026-04-08 or earlier.',
        },
      ],
    ]);
    expect((await list()).frozen_through).toBe('2026-03-31');
    vi.useRealTimers();
  });

  test.each<[Sent, string]>([
    [{ effective_from: '2026-02-30' }, 'effective_from'],
    [{ seconds: -1 }, 'seconds'],
    [{ target_percent: 101 }, 'target_percent'],
    [{ applies_to: { queue: 'q', channel: 'phone' } }, 'applies_to'],
    [{ applies_to: { agent: 'ann' } }, 'applies_to'],
    [{ abandoned: 'sometimes' }, 'abandoned'],
    [{ until: '2026-04-01' }, 'until'],
  ])('%j is refused', async (change, path) => {
    const { post } = await policyClient();
    const [status, answer] = await post({ ...POLICY, ...change });
    expect([status, (answer.errors as Sent[]).map((error) => error.path)]).toEqual([400, [path]]);
  });

  test('are created once for an Idempotency-Key', async () => {
    const { post, list } = await policyClient();
    const headers = { 'Idempotency-Key': crypto.randomUUID() };
    const first = await post(POLICY, '', headers);
    expect(await post(POLICY, '', headers)).toEqual(first);
    expect((await list()).policies).toEqual([first[1]]);
  });

  test('are in the audit log, refused ones are not', async () => {
    const { post, tenant } = await policyClient();
    const [, { id }] = await post(POLICY);
    await post(POLICY);
    await post({ through: '2026-02-28' }, '/freeze');
    await post({ through: '2026-02-27' }, '/freeze');
    const response = await call('/api/v1/audit-log', { bearer: await tenant.token('tenant_admin') });
    const { entries } = await response.json<{ entries: Sent[] }>();
    const told = entries.filter(({ action }) => /^polic/.test(String(action))).reverse();
    expect(told.map(({ action, subject, details }) => [action, subject, details])).toEqual([
      [
        'policy_created',
        id,
        {
          ...{ name: 'House rule', applies_to: 'all', effective_from: '2026-03-01', seconds: 20 },
          ...{ target_percent: 80, short_abandon: 5, abandoned: 'negative', overflowed: 'ignored' },
        },
      ],
      ['policies_frozen', '2026-02-28', {}],
    ]);
  });

  test('move the tag of what they judge', async () => {
    const { post, tenant } = await policyClient();
    const { key } = await tenant.key();
    const ask = (headers: Record<string, string> = {}) =>
      call('/api/v1/query', { method: 'POST', bearer: key, body: { metrics: ['service_level'] }, headers });
    const tag = (await ask()).headers.get('ETag')!;
    expect((await ask({ 'If-None-Match': tag })).status).toBe(304);
    await post(POLICY);
    expect((await ask({ 'If-None-Match': tag })).status).toBe(200);
  });
});
