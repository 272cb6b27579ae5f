import { zValidator } from '@hono/zod-validator';
import type { MiddlewareHandler } from 'hono';
import { every } from 'hono/combine';
import { HTTPException } from 'hono/http-exception';
import * as z from 'zod';
import { BOUNDS } from '../bounds.ts';
import { ErrorList } from '../error-list.ts';
import { InvalidInput } from '../errors.ts';
import type { AppContext, AppEnv } from './app-context.ts';
import { jsonText, readBytes, requireJson } from './body.ts';
import { acceptedNames, requestErrors, sentenceOf } from './field-errors.ts';
import type { Operation } from './operation.ts';

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
    parameterNames(Object.keys(query.shape)),
    validator('param', params),
    validator('query', query),
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
function validator(target: keyof typeof PARTS, schema: z.ZodType): MiddlewareHandler {
  const validate = zValidator(target, schema, (result) => {
    if (!result.success) throw refused(PARTS[target], requestErrors(result.error, schema));
  });
  // Returns nothing: `next` here sets no response, and Hono would take its result for one.
  return async function validator(c, next) {
    await validate(c, next);
  };
}

/** Rejects parameters that would otherwise be dropped silently: unknown, repeated and empty ones. */
function parameterNames(accepted: readonly string[]): MiddlewareHandler<AppEnv> {
  return async function parameterNames(c, next) {
    checkNames(new URL(c.req.url).searchParams, accepted);
    await next();
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
