import type { AppContext } from './app-context.ts';

const EXPOSED =
  'X-RateLimit-Limit, X-RateLimit-Remaining, Retry-After, Server-Timing, X-Request-Id, Idempotent-Replayed';
const ACCEPTED = 'Authorization, X-API-Key, X-Tenant, Content-Type, X-Request-Id, Idempotency-Key';
const PREFLIGHT_SECONDS = '600';

/** Sets which origins may read the response: the listed ones, or any if the route is open. */
export function allowOrigin(c: AppContext, origins: readonly string[], open: boolean): void {
  if (open) c.header('Access-Control-Allow-Origin', '*');
  else {
    c.header('Vary', 'Origin', { append: true });
    const origin = c.req.header('Origin');
    if (origin === undefined || !origins.includes(origin)) return;
    c.header('Access-Control-Allow-Origin', origin);
  }
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
