import { Hono } from 'hono';
import { TenantCache } from './auth/credential-cache.ts';
import { sessionVerifier } from './auth/sessions.ts';
import type { Config } from './env.ts';
import type { AppContext, AppEnv } from './http/app-context.ts';
import { allowOrigin, preflight } from './http/cors.ts';
import { handleRequest, type Services } from './http/handle-request.ts';
import { operationsOf, type Route } from './http/operation.ts';
import { problemOf, problemResponse } from './http/problem.ts';
import { allowedMethods, register } from './http/register.ts';
import { requestLog } from './http/request-log.ts';
import { caching, responseHeaders, securityHeaders } from './http/response-headers.ts';
import { describeError, logLine } from './log.ts';
import { DeniedCache } from './rate-limits/caller-memory.ts';
import { IsolateMemory } from './rate-limits/isolate-memory.ts';

/** The Hono app that serves `routes`. Throws if a route is declared incorrectly, so that the Worker does not start. */
export function createApp(routes: readonly Route[], config: Config): Hono<AppEnv> {
  const services: Services = {
    config,
    memory: new TenantCache(),
    refusals: new DeniedCache(),
    abuse: new IsolateMemory(),
    verifySession: sessionVerifier(config.sessions),
  };
  const ordered = register(routes);
  const openPaths = ordered.filter((route) => operationsOf(route).some(({ cors }) => cors === 'open'));
  const app = new Hono<AppEnv>();

  app.use(securityHeaders());
  app.use(requestLog(services));
  app.use(responseHeaders());
  app.use(async function cors(c, next) {
    await next();
    allowOrigin(c, config.corsOrigins, allowedMethods(openPaths, c.req.path).length > 0);
  });
  for (const route of ordered) {
    app.on(route.method, [route.path], ...caching(route), (c: AppContext) => {
      c.set('route', route.path);
      return handleRequest(c, route, services);
    });
  }
  app.notFound((c) => unrouted(c, ordered));
  app.onError((error, c) => {
    const problem = problemOf(error);
    const { requestId, ownRequestId: own_request_id, route } = c.var;
    if (problem.status === 500) {
      logLine('error', {
        message: 'unexpected error',
        route,
        request_id: requestId,
        own_request_id,
        error: describeError(error),
      });
    }
    return problemResponse(problem, requestId);
  });
  return app;
}

/** Answers a request that matched no route: 404, 405 with the allowed methods, or a CORS preflight. */
function unrouted(c: AppContext, routes: readonly Route[]): Response {
  const methods = allowedMethods(routes, c.req.path);
  if (methods.length === 0) {
    return problemResponse({ status: 404, detail: 'No such path in this API.' }, c.var.requestId);
  }
  if (c.req.method === 'OPTIONS') return preflight(methods);
  const Allow = methods.join(', ');
  const detail = `This path does not accept ${c.req.method}. Accepted: ${Allow}.`;
  return problemResponse({ status: 405, detail, headers: { Allow } }, c.var.requestId);
}
