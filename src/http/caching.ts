import type { MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import type { AppEnv } from './app-context.ts';
import { operationsOf, type Route } from './operation.ts';

/**
 * The middleware of a route whose answers any cache may keep: an ETag, a 304 to who has the answer already, and
 * `Cache-Control`. None for all other routes; their answers are `private, no-store`.
 */
export function caching(route: Route): MiddlewareHandler<AppEnv>[] {
  const [{ cacheSeconds } = {}] = operationsOf(route);
  if (cacheSeconds === undefined) return [];
  return [
    async function cacheable(c, next) {
      await next();
      if (c.res.ok || c.res.status === 304) c.header('Cache-Control', `public, max-age=${cacheSeconds}`);
    },
    etag(),
  ];
}
