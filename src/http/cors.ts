import type { Context, MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-context.ts';

const EXPOSED =
  'X-RateLimit-Limit, X-RateLimit-Remaining, Retry-After, Server-Timing, X-Request-Id, Idempotent-Replayed, ETag, X-Query-Cost';
const ACCEPTED =
  'Authorization, X-API-Key, X-Tenant, Content-Type, X-Request-Id, Idempotency-Key, If-None-Match';
const PREFLIGHT_SECONDS = '600';

/**
 * Lets pages of `origins` read the responses that `allowAnyOrigin` has not opened. Not hono/cors: it exposes headers to
 * every origin, and answers a preflight of any path.
 */
export function allowOrigins(origins: readonly string[]): MiddlewareHandler<AppEnv> {
  return async function allowOrigins(c, next) {
    await next();
    if (c.res.headers.has('Access-Control-Allow-Origin')) return;
    c.header('Vary', 'Origin', { append: true });
    const origin = c.req.header('Origin');
    if (origin !== undefined && origins.includes(origin)) allow(c, origin);
  };
}

/** Lets pages of any origin read the responses of a path. */
export function allowAnyOrigin(): MiddlewareHandler<AppEnv> {
  return async function allowAnyOrigin(c, next) {
    await next();
    allow(c, '*');
  };
}

function allow(c: Context, origin: string): void {
  c.header('Access-Control-Allow-Origin', origin);
  c.header('Access-Control-Expose-Headers', EXPOSED);
}

/** Answers an OPTIONS request with the methods of the path and the headers that a page may send. */
export function preflight(methods: readonly string[]): Response {
  return new Response(null, {
    status: 204,
    headers: {
      Allow: [...methods, 'OPTIONS'].join(', '),
      'Access-Control-Allow-Methods': methods.join(', '),
      'Access-Control-Allow-Headers': ACCEPTED,
      'Access-Control-Max-Age': PREFLIGHT_SECONDS,
    },
  });
}
