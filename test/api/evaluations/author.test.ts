import { describe, expect, test } from 'vitest';
import { call } from '../../support/client.ts';
import { aCall, evaluationsClient } from './client.ts';

interface Rated {
  rated_by: { kind: string; id: string | null; role: string | null } | null;
}

async function ratersOf(bearer: string, id: string): Promise<Rated['rated_by'][]> {
  const response = await call(`/api/v1/interactions/${id}`, { bearer });
  const { evaluations } = await response.json<{ evaluations: Rated[] }>();
  return evaluations.map(({ rated_by }) => rated_by);
}

describe('who rated', () => {
  test('is told of every rating that was made here, with the role, and written down', async () => {
    const client = await evaluationsClient();
    const { tenant } = client;
    const { id, key } = await tenant.key({ scopes: ['evaluations:write'] });
    const rate = (call_id: string, bearer: string) =>
      call('/api/v1/evaluations', { method: 'POST', bearer, body: { evaluation: { call_id, rating: 5 } } });
    await client.send(...['c1', 'c2', 'c3', 'c4', 'c5'].map((each) => aCall(each)));
    const agent = await tenant.token('agent', { sub: 'agent-7' });
    const statuses = [
      (await rate('c1', agent)).status,
      (await rate('c1', agent)).status,
      (await rate('c2', await tenant.token('attendant', { sub: 'rita@example.com' }))).status,
      (await rate('c3', key)).status,
    ];
    expect(statuses).toEqual([201, 409, 201, 201]);
    await client.send({
      type: 'evaluation',
      id: 'e4',
      interaction_id: 'c4',
      rating: 4,
      responded_at: new Date().toISOString(),
    });

    const manager = await tenant.token('manager');
    expect(await ratersOf(manager, 'c1')).toEqual([{ kind: 'session', id: 'agent-7', role: 'agent' }]);
    expect(await ratersOf(manager, 'c2')).toEqual([{ kind: 'session', id: '***@***', role: 'attendant' }]);
    expect(await ratersOf(manager, 'c3')).toEqual([{ kind: 'key', id, role: null }]);
    expect(await ratersOf(manager, 'c4')).toEqual([null]);

    const { data } = await client.list();
    const byCall = new Map(data.map((item) => [item.call_id, (item as unknown as Rated).rated_by]));
    expect(byCall.get('c1')).toEqual({ kind: 'session', id: 'agent-7', role: 'agent' });
    expect(byCall.get('c4')).toBeNull();

    const admin = await tenant.token('tenant_admin');
    const log = await call('/api/v1/audit-log?action=evaluation_created', { bearer: admin });
    const { entries } = await log.json<{ entries: { actor: object; subject: string; details: object }[] }>();
    expect(entries.length).toBe(3);
    expect(entries).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          actor: { kind: 'session', id: 'agent-7', role: 'agent' },
          subject: data.find(({ call_id }) => call_id === 'c1')?.id,
          details: { rating: 5 },
        }),
      ]),
    );
  });

  test("tells a customer's own rating, and takes no author from a sender of records", async () => {
    const client = await evaluationsClient();
    const { tenant } = client;
    const ended = new Date(Date.now() - 60_000).toISOString();
    await client.send(aCall('c1', { started_at: ended, ended_at: ended, duration_seconds: 0 }));
    const rated = await call('/api/v1/call/evaluate/c1', {
      method: 'POST',
      tenant: tenant.slug,
      body: { rating: 2 },
    });
    expect(rated.status).toBe(201);
    expect(await ratersOf(await tenant.token('manager'), 'c1')).toEqual([
      { kind: 'public', id: null, role: null },
    ]);
    const { key } = await tenant.key({ scopes: ['ingest:write'] });
    const forged = {
      type: 'evaluation',
      id: 'e1',
      interaction_id: 'c1',
      rating: 5,
      responded_at: ended,
      rated_by: { kind: 'public' },
    };
    const answer = await call('/api/v1/ingest', { method: 'POST', bearer: key, body: { records: [forged] } });
    expect(await answer.json()).toMatchObject({ rejected: 1, errors: [{ errors: [{ path: 'rated_by' }] }] });
  });
});
