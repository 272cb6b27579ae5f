import { type Operation, operationFor, type Route } from '../../src/http/operation.ts';
import { ROUTES } from '../../src/routes/registry.ts';
import type { CallOptions } from '../support/client.ts';
import type { TestTenant } from '../support/tenant.ts';

/** The routes that ask for a credential, named for test titles. */
export const GUARDED = named(ROUTES.filter((route) => permissionOf(route) !== undefined));
export const ALL = named(ROUTES);

function named(routes: readonly Route[]): { title: string; route: Route }[] {
  return routes.map((route) => ({ title: `${route.method} ${route.path}`, route }));
}

/** The operation that answers a request without parameters. */
export function answering(route: Route, credentialKind: 'session' | 'key'): Operation {
  return operationFor(route, { queryNames: new Set(), credentialKind });
}

function permissionOf(route: Route) {
  return answering(route, 'session').permission;
}

/** A path that the route matches: the tenant's own slug, and an id of nothing. */
export function samplePath(route: Route, tenant: TestTenant): string {
  return route.path.replaceAll(/:([a-zA-Z0-9]+)/g, (_, name: string) =>
    name === 'slug' ? tenant.slug : 'no-such-id',
  );
}

/** What lets a session in, in so far as the route asks for it. */
export async function admitted(route: Route, tenant: TestTenant): Promise<CallOptions> {
  const role = permissionOf(route)?.roles[0];
  return {
    method: route.method,
    tenant: tenant.slug,
    ...(role && { bearer: await tenant.token(role) }),
  };
}
