import { beforeEach, describe, expect, test } from 'vitest';
import { auditQuery } from '../../../src/audit/entry.ts';
import { statement } from '../../../src/db/statement.ts';
import { call } from '../../support/client.ts';
import { times } from '../../support/records.ts';
import { freshTenant, sessionToken, type TestTenant } from '../../support/tenant.ts';

const PATH = '/api/v1/audit-log';
const AT = Date.UTC(2026, 2, 10, 12) / 1_000;
const MARCH = 'date_from=2026-03-01&date_to=2026-03-31';

interface Page {
  entries: {
    id: string;
    at: string;
    action: string;
    subject: string | null;
    details: unknown;
    actor: unknown;
  }[];
  next_cursor: string | null;
}

let tenant: TestTenant;
let owner: string;

beforeEach(async () => {
  tenant = await freshTenant({ retentionDays: 400 });
  owner = await tenant.token('tenant_owner', { sub: 'olga' });
});

async function read(query = ''): Promise<Page> {
  const response = await call(`${PATH}?${query}`, { bearer: owner });
  expect(response.status).toBe(200);
  return response.json();
}

/** Entries of a subject each, at such seconds after noon of 10 March. */
async function write(...seconds: number[]): Promise<void> {
  const actor = { kind: 'key', id: 'k1' } as const;
  await tenant.store.batch(
    seconds.map((after) =>
      auditQuery({ action: 'export_created', actor, subject: String(after) }, AT + after),
    ),
  );
}

test('pages are newest first and lose nothing within one second', async () => {
  await write(...times(7, () => 5), 9, 1);
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: Page = await read(`${MARCH}&limit=2${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.entries.map(({ subject }) => String(subject)));
    cursor = page.next_cursor;
  }
  expect(seen).toEqual(['9', '5', '5', '5', '5', '5', '5', '5', '1']);
});

test('filters and period', async () => {
  await write(0, 1);
  const actor = { kind: 'session', id: 'ann', role: 'manager' } as const;
  await tenant.store.batch([auditQuery({ action: 'phone_search', actor, details: { matches: 3 } }, AT)]);
  expect((await read(`${MARCH}&action=phone_search`)).entries).toEqual([
    {
      id: expect.any(String),
      at: '2026-03-10T12:00:00Z',
      action: 'phone_search',
      actor,
      subject: null,
      details: { matches: 3 },
      repeated: 0,
      request_id: null,
      address_hash: null,
    },
  ]);
  expect((await read(`${MARCH}&actor=k1`)).entries).toHaveLength(2);
  const second = 'date_from=2026-03-10T12:00:01Z&date_to=2026-03-10T12:00:01Z';
  expect((await read(second)).entries.map(({ subject }) => subject)).toEqual(['1']);
  expect((await read('date_from=2026-03-11&date_to=2026-03-31')).entries).toEqual([]);
});

test('each filter costs by what it finds', async () => {
  const actors = ['k1', 'k2'].map((id) => ({ kind: 'key', id }) as const);
  await tenant.store.batch(
    times(200, (index) =>
      auditQuery(
        { action: 'export_created', actor: actors[index === 7 ? 1 : 0]!, subject: `s${index}` },
        AT + index,
      ),
    ),
  );
  await tenant.store.batch([auditQuery({ action: 'api_key_revoked', actor: actors[0]! }, AT)]);
  for (const [query, found] of [
    ['actor=k2', 1],
    ['action=api_key_revoked', 1],
    ['actor=k2&action=api_key_revoked', 0],
  ] as const) {
    const response = await call(`${PATH}?${MARCH}&${query}`, { bearer: owner });
    const { entries } = await response.json<Page>();
    expect([query, entries.length]).toEqual([query, found]);
    expect(Number(/ read=(\d+)/.exec(response.headers.get('Server-Timing') ?? '')?.[1])).toBeLessThan(10);
  }
});

test('an entry is neither changed, removed nor replaced', async () => {
  await write(3);
  for (const sql of [
    "UPDATE audit_log SET subject = 'x' WHERE tenant = ?1",
    'DELETE FROM audit_log WHERE tenant = ?1',
    `INSERT OR REPLACE INTO audit_log (tenant, at, id, action, actor_kind, actor_id, details)
     SELECT ?1, e.at, e.id, e.action, 'key', 'x', '{}' FROM audit_log e WHERE e.tenant = ?1 LIMIT 1`,
  ]) {
    await expect(tenant.store.batch([statement(sql).with()])).rejects.toThrow('append-only');
  }
});

test.each(['cursor=x', 'cursor=MTIz', 'action=nothing', 'limit=0', 'limit=201', 'date_from=x', 'page=1'])(
  '%s is a 400',
  async (query) => {
    const response = await call(`${PATH}?${query}`, { bearer: owner });
    const { errors } = (await response.json()) as { errors: { path: string }[] };
    expect([response.status, errors.map(({ path }) => path)]).toEqual([400, [query.split('=')[0]]]);
  },
);

test('nobody changes or removes an entry', async () => {
  await write(0);
  const CHANGE = statement("UPDATE audit_log SET actor_id = 'x' WHERE tenant = ?1");
  const REMOVE = statement('DELETE FROM audit_log WHERE tenant = ?1');
  for (const each of [CHANGE, REMOVE]) {
    await expect(tenant.store.batch([each.with()])).rejects.toThrow('append-only');
  }
  expect((await read(MARCH)).entries).toHaveLength(1);
});

describe('what is written down', () => {
  const olga = { kind: 'session', id: 'olga', role: 'tenant_owner' };

  test('keys made and revoked, once and only where there was one', async () => {
    const made = await call('/api/v1/api-keys', {
      method: 'POST',
      bearer: owner,
      body: { name: 'Reports', scopes: ['analytics:read'] },
    });
    const { id, key } = (await made.json()) as { id: string; key: string };
    const revoke = () => call(`/api/v1/api-keys/${id}`, { method: 'DELETE', bearer: owner });
    expect([(await revoke()).status, (await revoke()).status]).toEqual([204, 404]);
    const { entries } = await read('actor=olga');
    expect(entries).toHaveLength(2);
    expect(entries).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'api_key_revoked', actor: olga, subject: id, details: {} }),
        expect.objectContaining({
          action: 'api_key_created',
          actor: olga,
          subject: id,
          details: {
            name: 'Reports',
            scopes: ['analytics:read'],
            expires_at: expect.any(Number),
            allowed_ips: [],
          },
        }),
      ]),
    );
    expect(JSON.stringify(entries)).not.toContain(key);
  });

  test('a tenant made once, and each field of it that changed', async () => {
    const root = await sessionToken({ role: 'super_admin', sub: 'root' });
    const body = { slug: tenant.slug, name: 'Again', time_zone: 'UTC' };
    const again = await call('/api/v1/tenants', { method: 'POST', bearer: root, body });
    expect(again.status).toBe(409);
    const patch = (change: unknown) =>
      call(`/api/v1/tenants/${tenant.slug}`, { method: 'PATCH', bearer: owner, body: change });
    const change = {
      name: 'Zoë "Z"',
      retention_days: 400,
      public_evaluations: false,
      country_code: '1',
      country: 'CA',
    };
    expect([(await patch(change)).status, (await patch(change)).status]).toEqual([200, 200]);
    expect((await read('action=tenant_created')).entries).toMatchObject([
      { subject: tenant.slug, actor: { kind: 'system' } },
    ]);
    expect((await read('action=tenant_changed')).entries).toMatchObject([
      {
        actor: olga,
        subject: tenant.slug,
        details: {
          name: { old: 'Test tenant', new: 'Zoë "Z"' },
          public_evaluations: { old: true, new: false },
          country_code: { old: null, new: '1' },
          country: { old: null, new: 'CA' },
        },
      },
    ]);
    const [entry] = (await read('action=tenant_changed')).entries;
    expect(Object.keys(entry?.details as object).sort()).toEqual([
      'country',
      'country_code',
      'name',
      'public_evaluations',
    ]);
  });
});
