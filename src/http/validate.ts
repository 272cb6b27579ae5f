import { zValidator } from '@hono/zod-validator';
import type { MiddlewareHandler } from 'hono';
import { every } from 'hono/combine';
import { HTTPException } from 'hono/http-exception';
import * as z from 'zod';
import { BOUNDS } from '../bounds.ts';
import { invalidInput } from '../error-list.ts';
import { InvalidInput } from '../errors.ts';
import { requestErrors } from '../field-errors.ts';
import type { AppContext, AppEnv } from './app-context.ts';
import { jsonText, readBytes, requireJson } from './body.ts';
import type { Operation } from './operation.ts';
import { queryErrors } from './query-errors.ts';

const NOTHING = z.strictObject({});
const PARTS = { param: 'The path', query: 'The query', json: 'The body' } as const;

/**
 * Middleware that validates path, query and body by the operation's schemas; see `validInput`. Throws InvalidInput with
 * the errors of the first invalid part, TooLarge or UnsupportedMediaType for a body that is not read.
 */
export function validators(operation: Operation): MiddlewareHandler<AppEnv> {
  const { params = NOTHING, query = NOTHING, body = NOTHING } = operation;
  const hasBody = !operation.rawBody && operation.method !== 'GET';
  return every(
    validator('param', params),
    ...(operation.ignoresUnknownQuery ? [] : [queryValidator(query)]),
    ...(hasBody ? [readText(operation.body === undefined), validator('json', body)] : []),
  );
}

/** What the validators of `operation` have accepted. */
export function validInput({ req }: AppContext, operation: Operation) {
  return {
    params: req.valid('param'),
    query: req.valid('query'),
    body: operation.body && req.valid('json'),
  };
}

/** zod-validator with our own errors, because its responses are not problems. */
function validator(target: 'param' | 'json', schema: z.ZodType): MiddlewareHandler {
  const validate = zValidator(target, schema, (result) => {
    if (!result.success) throw invalidInput(PARTS[target], requestErrors(result.error.issues));
  });
  return withoutResult(validate);
}

/** Also rejects parameters that would otherwise be dropped silently: unknown, repeated and empty ones. */
function queryValidator(schema: z.ZodObject): MiddlewareHandler {
  const accepted = Object.keys(schema.shape);
  const validate = zValidator('query', schema, (result, c) => {
    const issues = result.success ? [] : result.error.issues;
    const errors = queryErrors(new URL(c.req.url).searchParams, accepted, issues);
    if (errors.total > 0) throw invalidInput(PARTS.query, errors);
  });
  return withoutResult(validate);
}

/** The validator without its result: `next` here sets no response, and Hono would take the result for one. */
function withoutResult(validate: MiddlewareHandler): MiddlewareHandler {
  return async function validator(c, next) {
    await validate(c, next);
  };
}

/**
 * Reads the body and gives its text to the JSON validator, which has no limits of its own. `isOptional`: an empty body
 * counts as `{}`, whatever its type.
 */
function readText(isOptional: boolean): MiddlewareHandler<AppEnv> {
  return async function readText(c, next) {
    const bytes = await readBytes(c.req.raw, BOUNDS.bodyBytes.value);
    const isLeftOut = isOptional && bytes.length === 0;
    if (!isLeftOut) requireJson(c.req.header('Content-Type'));
    // Hono's types omit that this cache holds promises.
    Object.assign(c.req.bodyCache, { text: Promise.resolve(isLeftOut ? '{}' : jsonText(bytes)) });
    await next().catch((error: unknown) => {
      // Only the validator throws it: the text is no JSON.
      throw error instanceof HTTPException ? new InvalidInput('The body is not valid JSON.') : error;
    });
  };
}
