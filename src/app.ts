import { type Context, Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { TenantCache } from './auth/credential-cache.ts';
import { oidcClient } from './auth/oidc.ts';
import { sessionVerifier } from './auth/sessions.ts';
import { ticketVerifier } from './auth/tickets.ts';
import type { Config } from './env.ts';
import type { AppEnv } from './http/app-context.ts';
import { allowAnyOrigin, allowOrigins, preflight } from './http/cors.ts';
import { docsPages } from './http/docs-pages.ts';
import { requestHandler, type Services } from './http/handle-request.ts';
import { operationsOf, type Route } from './http/operation.ts';
import { pages } from './http/pages.ts';
import { problemOf, problemResponse } from './http/problem.ts';
import { register } from './http/register.ts';
import { requestLog } from './http/request-log.ts';
import { caching, responseHeaders, securityHeaders } from './http/response-headers.ts';
import { describeError, logLine } from './log.ts';
import { DeniedCache } from './rate-limits/caller-memory.ts';
import { IsolateMemory } from './rate-limits/isolate-memory.ts';

/**
 * The Hono app that serves `routes`; `fetchIssuer` reaches the issuers of sessions and log-ins. Throws if a route is declared incorrectly, so that the Worker does
 * not start.
 */
export function createApp(
  routes: readonly Route[],
  config: Config,
  fetchIssuer: typeof fetch = fetch,
): Hono<AppEnv> {
  const services: Services = {
    config,
    memory: new TenantCache(),
    refusals: new DeniedCache(),
    abuse: new IsolateMemory(),
    verifySession: sessionVerifier(config.sessions, fetchIssuer),
    verifyTicket: ticketVerifier(config.sessions, fetchIssuer),
    ...(config.oidc && { oidc: oidcClient(config.oidc, fetchIssuer) }),
  };
  const ordered = register(routes);
  const app = new Hono<AppEnv>();

  app.use(docsPages());
  app.use(pages());
  app.use(securityHeaders());
  app.use(requestLog(services));
  app.use(responseHeaders());
  app.use(allowOrigins(config.corsOrigins));
  for (const route of ordered) {
    if (operationsOf(route).some(({ cors }) => cors === 'open')) app.use(route.path, allowAnyOrigin());
  }
  app.use(methodNotAllowed({ app, onMethodNotAllowed: otherMethod }));
  for (const route of ordered) {
    app.on(route.method, [route.path], ...caching(route), requestHandler(route, services));
  }
  app.notFound((c) => problemResponse({ status: 404, detail: 'No such path in this API.' }, c.var.requestId));
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

/** Answers a method that no route of the path has: 405 with those that there are, or a CORS preflight. */
function otherMethod(c: Context<AppEnv>, allowed: readonly string[]): Response {
  const methods = allowed.toSorted();
  if (c.req.method === 'OPTIONS') return preflight(methods);
  const Allow = methods.join(', ');
  const detail = `This path does not accept ${c.req.method}. Accepted: ${Allow}.`;
  return problemResponse({ status: 405, detail, headers: { Allow } }, c.var.requestId);
}
