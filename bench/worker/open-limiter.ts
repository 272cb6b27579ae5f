import type { Env } from '../../src/env.ts';
import type { Verdict } from '../../src/rate-limits/rate-limiter.ts';

const HEADER = 'X-Bench-Limiter';
const ALLOWED: Verdict = { allowed: true, remaining: 1, retryAfterSeconds: 0 };
const OPEN = { getByName: () => ({ take: async () => ALLOWED }) };

/** Request headers that turn off the limiter. */
export const WITHOUT_LIMITER = { [HEADER]: 'none' };

/** The environment of a request: with limiters that allow everything at once if its headers say so. */
export function limitedAsAsked(request: Request, env: Env): Env {
  if (!request.headers.has(HEADER)) return env;
  return { ...env, RATE_LIMITER: OPEN as unknown as Env['RATE_LIMITER'] };
}
