import { zValidator } from '@hono/zod-validator';
import type { Context } from 'hono';
import * as z from 'zod';
import { BOUNDS } from '../bounds.ts';
import { invalidInput } from '../error-list.ts';
import { requestErrors } from '../field-errors.ts';
import type { AppContext } from './app-context.ts';
import { parseJson, readBytes, requireJson } from './body.ts';
import type { Operation } from './operation.ts';
import { queryErrors } from './query-errors.ts';

const NOTHING = z.strictObject({});

/**
 * Parses path, query and body by the operation's schemas. Throws InvalidInput with the errors of the first invalid
 * part.
 */
export async function validate(c: AppContext, operation: Operation) {
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
    const issues = result.success ? [] : result.error.issues;
    const errors =
      target === 'query'
        ? queryErrors(new URL(c.req.url).searchParams, Object.keys(schema.shape), issues)
        : requestErrors(issues);
    if (errors.total > 0) throw invalidInput(PARTS[target], errors);
  });
  await parse(c as Context, async () => {});
  return c.req.valid(target as never);
}

async function bodyOf(request: Request, operation: Operation): Promise<unknown> {
  const bytes = await readBytes(request, BOUNDS.bodyBytes.value);
  if (!operation.body && bytes.length === 0) return undefined;
  requireJson(request.headers.get('Content-Type'));
  const schema = operation.body ?? NOTHING;
  const result = await schema.safeParseAsync(parseJson(bytes));
  if (result.success) return result.data;
  throw invalidInput('The body', requestErrors(result.error.issues));
}
