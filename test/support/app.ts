import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createApp } from '../../src/app.ts';
import { type Config, type Env, readConfig } from '../../src/env.ts';
import type { Route } from '../../src/http/operation.ts';
import { type CallOptions, requestOf } from './client.ts';

/**
 * An app over routes of a test's own, with an isolate memory of its own, and other bindings or another configuration
 * if they are given; deferred work is waited for.
 */
export function appOf(
  routes: readonly Route[],
  bindings: Partial<Env> = {},
  config: Config = readConfig(env),
  fetchIssuer?: typeof fetch,
) {
  const app = createApp(routes, config, fetchIssuer);
  return async (path: string, options: CallOptions = {}): Promise<Response> => {
    const context = createExecutionContext();
    const response = await app.fetch(requestOf(path, options), { ...env, ...bindings }, context);
    await waitOnExecutionContext(context);
    return response;
  };
}
