import type { RequestOptions, Transport } from './transport.ts';

interface ListOptions extends Pick<RequestOptions, 'query' | 'signal'> {
  params?: Readonly<Record<string, string>>;
}

/** A page of any list: one field holds the entries, and a cursor leads to the next page. */
interface Page {
  after?: string | null;
  next_cursor?: string | null;
  meta?: { next_cursor?: string | null };
  [field: string]: unknown;
}

/**
 * The entries of a list, page after page. A page is asked for when its first entry is. Throws a TypeError if a
 * parameter of the path is missing or the answer is no list.
 */
export async function* pagesOf(
  transport: Transport,
  path: string,
  { params = {}, query, ...options }: ListOptions,
): AsyncGenerator<unknown, void, void> {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`The path ${path} needs the parameter ${name}.`);
    return encodeURIComponent(value);
  });
  let cursor: Record<string, string> = {};
  for (;;) {
    const response = await transport.send('GET', filled, { ...options, query: { ...query, ...cursor } });
    const page = (await response.json()) as Page;
    const entries = Object.values(page).find(Array.isArray);
    if (!entries) throw new TypeError(`${path} answers no list.`);
    yield* entries;
    const next = cursorOf(page);
    if (!next) return;
    cursor = next;
  }
}

/** The parameter that asks for the next page; lists name it in one of two ways. */
function cursorOf({ after, next_cursor, meta }: Page): Record<string, string> | undefined {
  const next = after ?? meta?.next_cursor;
  if (next) return { after: next };
  return next_cursor ? { cursor: next_cursor } : undefined;
}
