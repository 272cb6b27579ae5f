import type { MiddlewareHandler } from 'hono';
import { type Meter, newMeter } from '../db/meter.ts';
import type { AppEnv } from './app-context.ts';

const SANE_ID = /^[A-Za-z0-9_.-]{1,64}$/;

/**
 * Sets the request id, and no-store unless the route sets Cache-Control; for authenticated callers also the cost and
 * the remaining requests. For others, the cost would reveal which tenants exist and how busy they are.
 */
export function envelope(): MiddlewareHandler<AppEnv> {
  return async function envelope(c, next) {
    const sent = c.req.header('X-Request-Id');
    const requestId = sent && SANE_ID.test(sent) ? sent : crypto.randomUUID();
    const meter = newMeter();
    c.set('requestId', requestId);
    c.set('meter', meter);
    c.set('route', '(none)');
    await next();
    c.header('X-Request-Id', requestId);
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'private, no-store');
    const { standing } = c.var;
    if (standing) {
      c.header('Server-Timing', serverTiming(meter));
      c.header('X-RateLimit-Limit', String(standing.limit));
    }
    if (standing?.remaining !== undefined) c.header('X-RateLimit-Remaining', String(standing.remaining));
  };
}

/** The D1 cost of a request as `Server-Timing`; `dur` in milliseconds. */
export function serverTiming(meter: Meter): string {
  const { trips, rowsRead, rowsWritten, milliseconds } = meter;
  return `d1;dur=${milliseconds.toFixed(1)};desc="trips=${trips} read=${rowsRead} written=${rowsWritten}"`;
}
