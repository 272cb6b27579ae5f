import type { Env } from '../../src/env.ts';
import type { Verdict } from '../../src/rate-limits/rate-limiter.ts';

const HEADER = 'X-Bench-Limiter';
const ALLOWED: Verdict = { allowed: true, remaining: 1, retryAfterSeconds: 0 };
const OPEN = { getByName: () => ({ take: async () => ALLOWED }) };

/** Headers of a request that is to be answered without the limiter. */
export const WITHOUT_LIMITER = { [HEADER]: 'none' };

/** What a request is answered with: for one that asks for it, limiters that let everything in at once. */
export function limitedAsAsked(request: Request, env: Env): Env {
  if (!request.headers.has(HEADER)) return env;
  return { ...env, RATE_LIMITER: OPEN as unknown as Env['RATE_LIMITER'] };
}
