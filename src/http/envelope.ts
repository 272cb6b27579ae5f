import type { MiddlewareHandler } from 'hono';
import { type Meter, newMeter } from '../store/meter.ts';
import type { AppEnv } from './app-context.ts';

const SANE_ID = /^[A-Za-z0-9_.-]{1,64}$/;

/** What every answer carries, whatever it is: its id, its cost, no-store. */
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
    c.header('Cache-Control', 'private, no-store');
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Server-Timing', serverTiming(meter));
    const { standing } = c.var;
    if (standing) c.header('X-RateLimit-Limit', String(standing.limit));
    if (standing?.remaining !== undefined) c.header('X-RateLimit-Remaining', String(standing.remaining));
  };
}

/** The cost of a request in D1 as `Server-Timing`; `dur` in milliseconds. */
export function serverTiming(meter: Meter): string {
  const { trips, rowsRead, rowsWritten, milliseconds } = meter;
  return `d1;dur=${milliseconds.toFixed(1)};desc="trips=${trips} read=${rowsRead} written=${rowsWritten}"`;
}
