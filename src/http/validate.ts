import { zValidator } from '@hono/zod-validator';
import type { Context } from 'hono';
import * as z from 'zod';
import { BOUNDS } from '../bounds.ts';
import { ErrorList } from '../error-list.ts';
import { InvalidInput } from '../errors.ts';
import type { AppContext } from './app-context.ts';
import { parseJson, readBytes, requireJson } from './body.ts';
import { acceptedNames, requestErrors, sentenceOf } from './field-errors.ts';
import type { Operation } from './operation.ts';

const NOTHING = z.strictObject({});

/**
 * Parses path, query and body by the operation's schemas. Throws InvalidInput with the errors of the first invalid
 * part.
 */
export async function validate(c: AppContext, operation: Operation) {
  checkNames(new URL(c.req.url).searchParams, Object.keys(operation.query?.shape ?? {}));
  return {
    params: await validated(c, 'param', operation.params ?? NOTHING),
    query: await validated(c, 'query', operation.query ?? NOTHING),
    body: operation.rawBody || operation.method === 'GET' ? undefined : await bodyOf(c.req.raw, operation),
  };
}

const PARTS = { param: 'The path', query: 'The query' } as const;

/** zod-validator with our own error, because its default response is not a problem. */
async function validated(c: AppContext, target: 'param' | 'query', schema: z.ZodObject): Promise<unknown> {
  const parse = zValidator(target, schema, (result) => {
    if (result.success) return;
    throw refused(PARTS[target], requestErrors(result.error, schema));
  });
  await parse(c as Context, async () => {});
  return c.req.valid(target as never);
}

/** Rejects parameters that would otherwise be dropped silently: unknown, repeated and empty ones. */
function checkNames(search: URLSearchParams, accepted: readonly string[]): void {
  const errors = new ErrorList();
  const sent = Map.groupBy(search, ([name]) => name);
  let isTold = false;
  for (const [path, entries] of sent) {
    if (!accepted.includes(path)) {
      const told = isTold ? '.' : `; ${acceptedNames(accepted)}`;
      errors.add(() => ({ path, message: `Unknown parameter${told}` }));
      isTold = true;
    } else if (entries.length > 1) errors.add(() => ({ path, message: 'Repeated; give it once.' }));
    else if (entries[0]?.[1] === '') {
      errors.add(() => ({ path, message: 'Empty; give it a value or leave it out.' }));
    }
  }
  if (errors.total > 0) throw refused(PARTS.query, errors);
}

function refused(what: string, errors: ErrorList): InvalidInput {
  return new InvalidInput(sentenceOf(what, errors), errors.listed);
}

async function bodyOf(request: Request, operation: Operation): Promise<unknown> {
  const bytes = await readBytes(request, BOUNDS.bodyBytes.value);
  if (!operation.body && bytes.length === 0) return undefined;
  requireJson(request.headers.get('Content-Type'));
  const schema = operation.body ?? NOTHING;
  const result = await schema.safeParseAsync(parseJson(bytes));
  if (result.success) return result.data;
  throw refused('The body', requestErrors(result.error, schema));
}
