import type { Context } from 'hono';
import type { Meter } from '../db/meter.ts';
import type { Env } from '../env.ts';
import type { Standing } from './rate-limit.ts';

/** What the middleware keeps of a request, for its log line and its headers. */
interface Variables {
  requestId: string;
  meter: Meter;
  /** Pattern of the route that answers; never the path itself. */
  route: string;
  tenant?: string;
  /** Made here, whatever id the caller sent. */
  ownRequestId: string;
  /** Once a credential has held: a key, or a user by a keyed hash. */
  caller?: string;
  /** Settles when the work of a request that was refused meanwhile has ended. */
  unfinished?: Promise<unknown> | undefined;
  /** Once a credential has held. */
  standing?: Standing;
}

export interface AppEnv {
  Bindings: Env;
  Variables: Variables;
}

export type AppContext = Context<AppEnv>;
