import type { MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import { secureHeaders } from 'hono/secure-headers';
import { type Meter, newMeter } from '../db/meter.ts';
import type { AppEnv } from './app-context.ts';
import { operationsOf, type Route } from './operation.ts';

const SANE_ID = /^[A-Za-z0-9_.-]{1,64}$/;

/**
 * Sets the request id, and no-store unless the route sets Cache-Control; for authenticated callers also the cost and
 * the remaining requests. For others, the cost would reveal which tenants exist and how busy they are.
 */
export function responseHeaders(): MiddlewareHandler<AppEnv> {
  return async function responseHeaders(c, next) {
    // Not hono/request-id: it refuses dots, and a `Response` of a handler loses the header that it sets.
    const sent = c.req.header('X-Request-Id');
    const requestId = sent && SANE_ID.test(sent) ? sent : crypto.randomUUID();
    const meter = newMeter();
    c.set('requestId', requestId);
    c.set('meter', meter);
    c.set('route', '(none)');
    await next();
    c.header('X-Request-Id', requestId);
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'private, no-store');
    const { rateLimit, readsFigures } = c.var;
    if (rateLimit) {
      c.header('Server-Timing', serverTiming(meter));
      c.header('X-RateLimit-Limit', String(rateLimit.limit));
      if (readsFigures) c.header('X-Query-Cost', String(meter.rowsRead));
    }
    if (rateLimit?.remaining !== undefined) c.header('X-RateLimit-Remaining', String(rateLimit.remaining));
  };
}

/** The D1 cost of a request as `Server-Timing`; `dur` in milliseconds. */
export function serverTiming(meter: Meter): string {
  const { trips, rowsRead, rowsWritten, milliseconds } = meter;
  return `d1;dur=${milliseconds.toFixed(1)};desc="trips=${trips} read=${rowsRead} written=${rowsWritten}"`;
}

const YEAR_SECONDS = 31_536_000;

/**
 * Tells browsers to treat every response as data of this API only. `same-origin` keeps other origins from embedding
 * responses as images or scripts. It does not affect `fetch`: pages that CORS allows, and any page on the open rating
 * route, can still read them.
 */
export function securityHeaders(): MiddlewareHandler {
  return secureHeaders({
    // Without includeSubDomains: subdomains of the API's host may belong to others.
    strictTransportSecurity: `max-age=${YEAR_SECONDS}`,
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    crossOriginResourcePolicy: 'same-origin',
    referrerPolicy: 'no-referrer',
    xContentTypeOptions: 'nosniff',
    xFrameOptions: 'DENY',
    // For documents and plug-ins, which this API does not serve.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
}

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
