import { env } from 'cloudflare:workers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { SCOPES } from '../../src/auth/roles.ts';
import { type CallOptions, call } from '../support/client.ts';
import { textIn } from './personal-files.ts';
import { ASKED, type Asked, everyFile } from './personal-requests.ts';
import { shownIn } from './personal-seeds.ts';
import { personalWorld, type World } from './personal-world.ts';
import { ALL, type Sample } from './sample.ts';

/** They show customers' names, to those who may read evaluations; docs/data.md says so. */
const SHOW_NAMES: readonly string[] = ['evaluationsList', 'evaluationsGet'];

let world: World;
const lines: string[] = [];

beforeAll(async () => {
  for (const level of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((...line) => void lines.push(line.join(' ')));
  }
  world = await personalWorld();
});

afterAll(() => vi.restoreAllMocks());

/** Whoever is let in: each role, and a key of the one scope. */
async function callersOf({ operation }: Sample): Promise<[name: string, options: CallOptions][]> {
  const { tenant } = world;
  const { permission, credential } = operation;
  if (!permission) return [['nobody', credential === 'public-tenant' ? { tenant: tenant.slug } : {}]];
  const named = credential === 'tenant' ? { tenant: tenant.slug } : {};
  const sessions = permission.roles.map(
    async (role): Promise<[string, CallOptions]> => [role, { ...named, bearer: await tenant.token(role) }],
  );
  const keys = SCOPES.filter((scope) => scope === permission.scope).map(
    async (scope): Promise<[string, CallOptions]> => [
      scope,
      { bearer: (await tenant.key({ scopes: [scope] })).key },
    ],
  );
  return Promise.all([...sessions, ...keys]);
}

async function requestsOf({ operation: { id } }: Sample): Promise<Asked[]> {
  const ask = ASKED[id];
  if (!ask)
    throw new Error(`${id} has no request in test/contract/personal-requests.ts that finds personal data.`);
  return ask(world);
}

/** The answer shows nothing that is seeded, in body or headers, and has found what it was to find. */
async function expectMasked(
  response: Response,
  { finds = '', status }: Asked,
  nameMayShow: boolean,
): Promise<void> {
  const headers = [...response.headers].map(
    ([name, value]) => `${name}: ${/^\d{10}$/.test(value) ? '' : value}`,
  );
  const text = await textIn(response);
  const isRight = status === undefined ? response.status < 300 : response.status === status;
  expect([response.status, isRight || text]).toEqual([response.status, true]);
  expect(text).toContain(finds);
  expect([...shownIn(text, { nameMayShow }), ...shownIn(headers.join('\n'))]).toEqual([]);
}

describe.each(ALL)('$title', (sample) => {
  const { operation } = sample;

  test('shows no personal data to anybody', async () => {
    for (const [name, options] of await callersOf(sample)) {
      for (const asked of await requestsOf(sample)) {
        const { path, body } = asked;
        const response = await call(path, {
          ...options,
          method: operation.method,
          ...(body !== undefined && { body }),
        });
        try {
          await expectMasked(response, asked, SHOW_NAMES.includes(operation.id));
        } catch (error) {
          throw new Error(`${name}: ${operation.method} ${path}`, { cause: error });
        }
      }
    }
  });
});

test('no file of any kind or format shows any', async () => {
  const bearer = await world.tenant.token('tenant_admin');
  const options = { bearer, tenant: world.tenant.slug };
  const files = await Promise.all(
    everyFile(world).map(async (file) => ({ ...file, id: await world.finished(file.path, file.body) })),
  );
  for (const { path, body, finds, id } of files) {
    const response = await call(await pathOf(path, id), options);
    const text = await textIn(response);
    expect([body, response.status, shownIn(text)]).toEqual([body, 200, []]);
    expect([body, text.length > 0, text.includes(finds)]).toEqual([body, true, true]);
  }

  async function pathOf(path: string, id: string): Promise<string> {
    if (path === '/api/v1/analytics/export') return `${path}/${id}/download`;
    const link =
      path === '/api/v1/reports'
        ? (await call(`${path}/${id}/download`, options)).headers.get('Location')
        : (await (await call(`${path}/${id}`, options)).json<{ downloadUrl: string }>()).downloadUrl;
    return new URL(link ?? '').pathname;
  }
}, 120_000);

test.each(['interactions', 'changes', 'rollups', 'audit_log', 'export_jobs'])(
  'the table %s holds none',
  async (table) => {
    const { results } = await env.DB.prepare(`SELECT * FROM ${table} WHERE tenant = ?1`)
      .bind(world.tenant.slug)
      .all();
    const sealed = ['personal', 'digest', 'phone_hash', 'phone_last4'];
    const text = JSON.stringify(results, (name, value) => (sealed.includes(name) ? null : value));
    expect(results.length).toBeGreaterThan(0);
    expect(shownIn(text)).toEqual([]);
  },
);

test('no log line of all these requests holds any', () => {
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.flatMap((line) => shownIn(line))).toEqual([]);
});
