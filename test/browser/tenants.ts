import { randomBytes } from 'node:crypto';
import { type ApiClient, apiClient, refused } from '../../scripts/start/api.ts';
import type { DemoState } from '../../scripts/start/demo-file.ts';
import { writeDemoState } from '../../scripts/start/demo-file.ts';
import { loadDemo, refreshAggregates } from '../../scripts/start/demo-load.ts';
import { DEMO_TENANT, ensureDemoTenant } from '../../scripts/start/demo-tenant.ts';
import { localSettings } from '../../scripts/start/project.ts';
import { sessionToken, signInLink } from '../../scripts/start/session.ts';
import { ORIGIN } from './support.ts';

/** A tenant of the server of the run. */
export interface BrowserTenant {
  slug: string;
  /** A session of the role for this tenant, valid for an hour. */
  token(role: string): Promise<string>;
  /** A link that signs a browser in once, each as another user, whose rate limit is its own. */
  link(role: string): Promise<string>;
  /** A new API key. */
  key(scopes: readonly string[]): Promise<string>;
}

function secret(): string {
  const { SESSION_SECRET } = localSettings();
  if (!SESSION_SECRET)
    throw new Error('Browser tests need SESSION_SECRET in .dev.vars: see scripts/setup.mjs.');
  return SESSION_SECRET;
}

/** Creates a tenant without data; `settings` are those of POST /api/v1/tenants. */
export async function freshTenant(settings: Readonly<Record<string, unknown>> = {}): Promise<BrowserTenant> {
  const slug = `t-${randomBytes(6).toString('hex')}`;
  const superAdmin = apiClient(ORIGIN, await sessionToken(secret(), { role: 'super_admin', hours: 1 }));
  const body = { slug, name: 'Acme', time_zone: 'Europe/Lisbon', ...settings };
  const answer = await superAdmin.post('/api/v1/tenants', body);
  if (answer.status !== 201) throw refused('Creating a tenant', answer);
  return tenantOf(slug);
}

const aUser = () => `user-${randomBytes(6).toString('hex')}`;

let demo: Promise<DemoState> | undefined;

/** The demo tenant of `npm start`, with all its data. The first test that asks for it waits until it is filled. */
export async function demoTenant(): Promise<BrowserTenant & { state: DemoState }> {
  demo ??= filled();
  return { ...tenantOf(DEMO_TENANT), state: await demo };
}

async function filled(): Promise<DemoState> {
  const now = Math.floor(Date.now() / 1_000);
  const state = await ensureDemoTenant(ORIGIN, secret(), now);
  if (state.complete) return state;
  const loaded = await loadDemo(ORIGIN, state);
  await refreshAggregates(ORIGIN, loaded);
  writeDemoState({ ...loaded, complete: true });
  return { ...loaded, complete: true };
}

function tenantOf(slug: string): BrowserTenant {
  const token = (role: string) => sessionToken(secret(), { role, tenants: [slug], hours: 1 });
  return {
    slug,
    token,
    link: (role) => signInLink(ORIGIN, secret(), { role, tenants: [slug], hours: 1, user: aUser() }),
    async key(scopes) {
      const admin: ApiClient = apiClient(ORIGIN, await token('tenant_admin'));
      const answer = await admin.post('/api/v1/api-keys', { name: 'browser tests', scopes });
      if (answer.status !== 201) throw refused('Creating an API key', answer);
      return (answer.body as { key: string }).key;
    },
  };
}
