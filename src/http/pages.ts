import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-context.ts';
import { securePage } from './page-policy.ts';

/** What only the API answers, whatever the caller accepts. */
const API_PATH = /^\/(api|v1|files|openapi\.json|healthz|\.well-known)(\/|$)/;

const DOCUMENT = '/index.html';

const secureDashboard = securePage();

/**
 * Answers browsers with the dashboard: a GET outside the paths of the API that accepts HTML. All paths get the same
 * document, whose script shows the page of the path.
 */
export function pages(): MiddlewareHandler<AppEnv> {
  return async function pages(c, next) {
    const { method, path, url } = c.req;
    const isRead = method === 'GET' || method === 'HEAD';
    if (!isRead || API_PATH.test(path) || !c.req.header('Accept')?.includes('text/html')) return next();
    return secureDashboard(c, async () => {
      const { body } = await c.env.ASSETS.fetch(new URL(DOCUMENT, url));
      // Not cached, so that a page never names scripts of an earlier deployment.
      const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache' };
      c.res = new Response(method === 'HEAD' ? null : body, { headers });
    });
  };
}
