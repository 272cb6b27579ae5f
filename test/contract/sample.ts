import { ROUTES } from '../../src/api/registry.ts';
import { type Operation, operationFor, operationsOf, type Route } from '../../src/http/operation.ts';
import { type CallOptions, call } from '../support/client.ts';
import type { TestTenant } from '../support/tenant.ts';
import { sampleCellToken } from './sample-cell.ts';

/** Values of the parameters that some route requires; a route that requires another one adds it here. */
const SAMPLES: Readonly<Record<string, string | ((tenant: TestTenant) => Promise<string>)>> = {
  of: sampleCellToken,
  ticket: sampleTicket,
  date_from: '2026-03-01',
  date_to: '2026-03-08',
  dateFrom: '2026-03-01',
  dateTo: '2026-03-08',
  start_date: '2026-03-01',
  end_date: '2026-03-08',
  phone: '5678',
  q: Buffer.from('{"metrics":["total_calls"],"dimensions":["agent"]}').toString('base64url'),
};

/** A ticket for live figures. */
async function sampleTicket(tenant: TestTenant): Promise<string> {
  const body = { queries: { calls: { metrics: ['total_calls'] } } };
  const { key: bearer } = await tenant.key();
  const response = await call('/api/v1/live', { method: 'POST', bearer, body });
  const { url } = (await response.json()) as { url: string };
  return new URL(url).searchParams.get('ticket')!;
}

/** One operation, and a request that it answers. */
export interface Sample {
  title: string;
  route: Route;
  operation: Operation;
  /** Where operations share a path: the parameter that selects this one. */
  selector?: string;
}

/** Every operation there is; a new route cannot escape the suites that run over it. */
export const ALL: Sample[] = ROUTES.flatMap((route) =>
  operationsOf(route).map((each) => sampleOf(route, each)),
);

/** Those that ask for a credential. */
export const GUARDED = ALL.filter(({ operation }) => operation.permission !== undefined);

function sampleOf(route: Route, operation: Operation): Sample {
  const title = `${operation.method} ${operation.path} (${operation.id})`;
  if (!('alternatives' in route)) return { title, route, operation };
  const selector = Object.keys(operation.query?.shape ?? {}).find((name) => selects(route, operation, name));
  if (!selector) throw new Error(`No parameter selects ${operation.id}.`);
  return { title, route, operation, selector };
}

function selects(route: Route, operation: Operation, name: string): boolean {
  return (['session', 'key'] as const).every(
    (credentialKind) => operationFor(route, { queryNames: new Set([name]), credentialKind }) === operation,
  );
}

/** A path that the operation answers: the tenant's own slug, and an id of nothing. */
export function samplePath({ operation }: Sample, tenant: TestTenant): string {
  return operation.path.replaceAll(/:([a-zA-Z0-9]+)/g, (_, name: string) =>
    name === 'slug' ? tenant.slug : 'no-such-id',
  );
}

/** The path with a query, and with what selects the operation where the query does not. */
export function sampleUrl(sample: Sample, tenant: TestTenant, query = ''): string {
  const parts = query === '' ? [] : [query];
  const { selector } = sample;
  if (selector !== undefined && !new URLSearchParams(query).has(selector)) parts.unshift(`${selector}=x`);
  const path = samplePath(sample, tenant);
  return parts.length > 0 ? `${path}?${parts.join('&')}` : path;
}

/** Operations without a permission that tell about the credential that they are sent. */
const OF_ANY_CREDENTIAL: readonly string[] = ['whoAmI'];

/** What lets a session in, in so far as the operation asks for it. */
export async function admitted({ operation }: Sample, tenant: TestTenant): Promise<CallOptions> {
  const role = OF_ANY_CREDENTIAL.includes(operation.id) ? 'manager' : operation.permission?.roles[0];
  return {
    method: operation.method,
    tenant: tenant.slug,
    ...(role && { bearer: await tenant.token(role) }),
  };
}

/** The path with what the operation requires, and what selects it where operations share the path. */
export async function readUrl(sample: Sample, tenant: TestTenant): Promise<string> {
  const { id, query } = sample.operation;
  const required = Object.entries(query?.shape ?? {}).filter(
    ([, schema]) => !schema.safeParse(undefined).success,
  );
  const names = new Set([...required.map(([name]) => name), ...(sample.selector ? [sample.selector] : [])]);
  const search = new URLSearchParams();
  for (const name of names) {
    const value = SAMPLES[name];
    if (value === undefined) throw new Error(`${id} needs ${name}, which has no sample value here.`);
    search.set(name, typeof value === 'string' ? value : await value(tenant));
  }
  return `${samplePath(sample, tenant)}?${search}`;
}
