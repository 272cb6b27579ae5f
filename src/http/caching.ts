import type { MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import type { AppEnv } from './app-context.ts';
import { operationsOf, type Route } from './operation.ts';

/**
 * Middleware for a route whose responses any cache may store: ETag, 304 for a matching If-None-Match, and
 * `Cache-Control`. Empty for all other routes; their responses are `private, no-store`.
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
