import type { Context } from 'hono';
import type { Meter } from '../db/meter.ts';
import type { Env } from '../env.ts';
import type { RateLimitStatus } from './rate-limit.ts';

/** What middleware stores of a request, for its log line and response headers. */
interface Variables {
  requestId: string;
  meter: Meter;
  /** Path pattern of the matched route; never the path itself, which may contain ids. */
  route: string;
  tenant?: string;
  /** Generated here, even if the caller sent an id. */
  ownRequestId: string;
  /** Set after authentication: an API key, or a keyed hash of a user. */
  caller?: string;
  /** Settles when the work of a request that was refused in the meantime has ended. */
  unfinished?: Promise<unknown> | undefined;
  /** Whether the rows that the request reads count; see `countsRows` of operations. */
  readsFigures?: boolean;
  /** Set once the request is admitted, or refused for too many requests. */
  rateLimit?: RateLimitStatus;
}

export interface AppEnv {
  Bindings: Env;
  Variables: Variables;
}

/** What the validators of an operation leave for its handler. */
interface Validated {
  out: Record<'param' | 'query' | 'json', unknown>;
}

export type AppContext = Context<AppEnv, string, Validated>;
