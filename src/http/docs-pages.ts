import type { Context, MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-context.ts';
import { securePage } from './page-policy.ts';

/** /docs is its first guide; a name with .md is its text. */
const PAGE = /^\/docs(?:\/([a-z-]+)(\.md)?)?\/?$/;
const FIRST = 'first-record';
const ABSENT = 'absent';

const LISTS = /^\/llms(-full)?\.txt$/;

const secureDocs = securePage();

/**
 * Answers the documentation: /docs and its guides, as a page for those who accept HTML and as Markdown for others, and
 * the lists for language models. Everything is built beside the Worker; see scripts/build/docs.
 */
export function docsPages(): MiddlewareHandler<AppEnv> {
  return async function docsPages(c, next) {
    const { method, path } = c.req;
    if (method !== 'GET' && method !== 'HEAD') return next();
    const text = LISTS.test(path);
    const [page, name = FIRST, ending] = PAGE.exec(path) ?? [];
    if (!text && page === undefined) return next();
    return secureDocs(c, async () => {
      if (text) c.res = await textOf(c, path, 'text/plain');
      else if (ending || !c.req.header('Accept')?.includes('text/html'))
        c.res = await textOf(c, `/docs/${name}.md`, 'text/markdown');
      else c.res = await pageOf(c, name);
      c.header('Vary', 'Accept');
    });
  };
}

async function pageOf(c: Context<AppEnv>, name: string): Promise<Response> {
  const found = await asset(c, `/docs/${name}.html`);
  return answer(c, found ?? (await asset(c, `/docs/${ABSENT}.html`)), 'text/html', found ? 200 : 404);
}

async function textOf(c: Context<AppEnv>, path: string, type: string): Promise<Response> {
  const found = await asset(c, path);
  return answer(c, found, type, found ? 200 : 404);
}

async function asset(c: Context<AppEnv>, path: string): Promise<ReadableStream | null> {
  const { ok, body } = await c.env.ASSETS.fetch(new URL(path, c.req.url));
  if (ok) return body;
  await body?.cancel();
  return null;
}

function answer(c: Context<AppEnv>, body: ReadableStream | null, type: string, status: number): Response {
  const headers = { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-cache' };
  return new Response(c.req.method === 'HEAD' ? null : body, { status, headers });
}
