import * as z from 'zod';
import { type Operation, operationsOf, type Route } from './operation.ts';

const SEGMENT = /^(:[a-zA-Z][a-zA-Z0-9]*|[a-z0-9.-]+)$/;

/**
 * Checks all routes and sorts them for matching: static segments before parameters. Throws at load time if an operation
 * has no permission or is inconsistent with itself or another one.
 */
export function register(routes: readonly Route[]): Route[] {
  const ids = new Set<string>();
  const shapes = new Set<string>();
  for (const route of routes) {
    const shape = `${route.method} ${route.path.replaceAll(/:[^/]+/g, ':')}`;
    if (shapes.has(shape)) throw new Error(`Two routes answer ${shape}.`);
    shapes.add(shape);
    for (const operation of operationsOf(route)) {
      check(operation);
      if (operation.method !== route.method || operation.path !== route.path) {
        throw new Error(`${operation.id} is not at the path that it shares: ${route.method} ${route.path}.`);
      }
      if ('alternatives' in route && operation.credential !== 'tenant') {
        throw new Error(`${operation.id} shares its path, so its credential must be "tenant".`);
      }
      if (ids.has(operation.id)) throw new Error(`Two operations are called ${operation.id}.`);
      ids.add(operation.id);
    }
  }
  return [...routes].sort((a, b) => rank(a.path) - rank(b.path) || compare(sortKey(a.path), sortKey(b.path)));
}

function check(operation: Operation): void {
  const { id, credential, permission } = operation;
  const segments = operation.path === '/' ? [] : operation.path.split('/').slice(1);
  if (!operation.path.startsWith('/') || !segments.every((segment) => SEGMENT.test(segment))) {
    throw new Error(`${id} has the path ${operation.path}: only plain segments and :parameters are matched.`);
  }
  const open = credential === 'none' || credential === 'public-tenant';
  if (!open && !permission) throw new Error(`${id} declares no permission.`);
  if (open && permission) throw new Error(`${id} declares a permission, but takes no credential.`);
  if (operation.cacheSeconds !== undefined && credential !== 'none') {
    throw new Error(`${id} cannot be kept by caches: its answers depend on who asks.`);
  }
  if (operation.conditional && (credential !== 'tenant' || operation.idempotent)) {
    throw new Error(`${id} cannot be conditional: it is no read of a tenant's figures.`);
  }
  if (operation.conditional && operation.audited) {
    throw new Error(`${id} cannot be conditional: no cache may keep personal data.`);
  }
  if (credential === 'platform' && permission?.scope) {
    throw new Error(`${id} is for sessions only: no API key scope may open it.`);
  }
  const named = segments.filter((segment) => segment.startsWith(':')).map((segment) => segment.slice(1));
  const declared = Object.keys(operation.params?.shape ?? {});
  if (named.toSorted().join() !== declared.toSorted().join()) {
    throw new Error(`${id} has the path parameters [${named}], but declares [${declared}].`);
  }
  if (operation.body && (operation.rawBody || operation.method === 'GET')) {
    throw new Error(`${id} cannot declare a body schema: it is a GET, or reads its body itself.`);
  }
  if (operation.idempotent && (open || operation.rawBody || operation.method !== 'POST')) {
    throw new Error(`${id} cannot be idempotent: it is no POST with a credential and a body by schema.`);
  }
  if (operation.body instanceof z.ZodObject && !(operation.body.def.catchall instanceof z.ZodNever)) {
    throw new Error(`${id} must declare its body with z.strictObject: unknown fields must be refused.`);
  }
}

/** Only routes with the same number of segments compete. */
function rank(path: string): number {
  return path.split('/').length;
}

function sortKey(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.startsWith(':') ? '1' : `0${segment}`))
    .join('/');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
