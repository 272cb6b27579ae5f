import type { MiddlewareHandler } from 'hono';
import type { TenantCache } from '../auth/credential-cache.ts';
import type { OidcClient } from '../auth/oidc.ts';
import type { VerifySession } from '../auth/sessions.ts';
import type { VerifyTicket } from '../auth/tickets.ts';
import { BOUNDS } from '../bounds.ts';
import type { Config } from '../env.ts';
import { RateLimited } from '../errors.ts';
import { describeError, logLine } from '../log.ts';
import type { DeniedCache } from '../rate-limits/caller-memory.ts';
import { LIMITS, type LimitName } from '../rate-limits/check.ts';
import type { IsolateMemory } from '../rate-limits/isolate-memory.ts';
import type { AppContext, AppEnv } from './app-context.ts';
import { noteRead, noteRefusal } from './audit-notes.ts';
import { authorize, noteUse, openContext, platformContext, tenantContext } from './authenticate.ts';
import { jsonText, readBytes } from './body.ts';
import { requireOwnPage } from './browser-cookie.ts';
import type { BaseContext, Identity, PlatformContext, RequestContext } from './context.ts';
import { Tags } from './etag.ts';
import { identify } from './failed-credentials.ts';
import { once } from './idempotency.ts';
import { callerName } from './log-identity.ts';
import { type Operation, operationFor, operationsOf, Reply, type Route, readsFigures } from './operation.ts';
import { checkPublicRateLimits, refuseLimitedAddress } from './public-rate-limits.ts';
import { checkRateLimits, type RateLimitChecks } from './rate-limit.ts';
import { Seen } from './seen.ts';
import { validators, validInput } from './validate.ts';

/** Created once by the app and used by every request. */
export interface Services {
  config: Config;
  memory: TenantCache;
  refusals: DeniedCache;
  abuse: IsolateMemory;
  verifySession: VerifySession;
  verifyTicket: VerifyTicket;
  oidc?: OidcClient;
}

/** A route with the validators of its operations. */
interface Endpoint {
  route: Route;
  validatorsOf(operation: Operation): MiddlewareHandler<AppEnv>;
}

/** The handler of `route`: authenticate, admit, authorize, validate, handle, present. */
export function requestHandler(route: Route, services: Services): (c: AppContext) => Promise<Response> {
  const composed = new Map(operationsOf(route).map((operation) => [operation, validators(operation)]));
  const validatorsOf = (operation: Operation) => {
    const found = composed.get(operation);
    if (!found) throw new Error(`${operation.id} is not among the operations of ${route.path}.`);
    return found;
  };
  return async (c) => {
    c.set('route', route.path);
    return handleRequest(c, { route, validatorsOf }, services);
  };
}

async function handleRequest(c: AppContext, endpoint: Endpoint, services: Services): Promise<Response> {
  const base = baseContext(c, services);
  requireOwnPage(base.request);
  const { route } = endpoint;
  const [first] = operationsOf(route);
  if (first && !first.permission) return handleOpen(c, base, first, endpoint);
  try {
    const identity = await identify(base);
    const { dataSecret } = services.config;
    c.set('caller', callerName(identity.actor, identity.tenant?.slug, dataSecret));
    if (identity.tenant) c.set('tenant', identity.tenant.slug);
    const isCounted = operationsOf(route).some(readsFigures);
    c.set('readsFigures', isCounted);
    const rateLimits = checkRateLimits(base, identity, {
      onTenant: first?.credential === 'tenant',
      readsFigures: isCounted,
    });
    noteUse(base, identity, rateLimits.verdict);
    // If no tenant was found by then, its rate limit must not wait for one.
    const answered = handleAuthenticated(c, base, endpoint, identity, rateLimits).finally(() => {
      rateLimits.tenantIs(undefined);
      rateLimits.countRows();
    });
    // A 429 takes precedence over any other outcome and does not wait for it.
    c.set(
      'unfinished',
      answered.catch((error: unknown) => noteRefusal(base, identity, route.path, rateLimits.verdict, error)),
    );
    c.set('rateLimit', await rateLimits.verdict);
    c.set('unfinished', undefined);
    return await answered;
  } catch (error) {
    if (error instanceof RateLimited && REQUEST_LIMITS.has(error.of)) {
      c.set('rateLimit', { limit: error.limit, remaining: 0 });
    } else if (error instanceof RateLimited && error.of === ROWS) {
      c.set('rateLimit', { limit: LIMITS.requests.limit });
    }
    throw error;
  }
}

const ROWS: LimitName = 'rowsRead';

/** The limits that the X-RateLimit headers report. */
const REQUEST_LIMITS: ReadonlySet<string | undefined> = new Set<LimitName>(['requests', 'requestsOfTenant']);

/**
 * Handles an authenticated request while `verdict` is pending. Only the first read does not wait for it. The response is
 * not set in `c`, because a 429 may still take its place.
 */
async function handleAuthenticated(
  c: AppContext,
  base: BaseContext,
  { route, validatorsOf }: Endpoint,
  identity: Identity,
  rateLimits: RateLimitChecks,
): Promise<Response> {
  const { verdict, tenantIs } = rateLimits;
  const operation = operationFor(route, {
    queryNames: new Set(new URL(base.request.url).searchParams.keys()),
    credentialKind: identity.actor.kind,
  });
  if (!operation.permission) throw new Error(`${operation.id} has no permission.`);
  const hint = 'alternatives' in route ? route.hint?.(operation) : undefined;
  authorize(operation.permission, identity.actor, hint);
  const context =
    operation.credential === 'platform'
      ? await platformContext(base, identity, verdict)
      : await tenantContext(base, identity, rateLimits);
  if ('tenant' in context) {
    c.set('tenant', context.tenant.slug);
    tenantIs(context.tenant);
  }
  const answered = await answer(c, context, operation, validatorsOf(operation));
  if ('tenant' in context) noteRead(base, identity, context.tenant.slug, verdict, operation);
  return answered;
}

/** Validates the input and handles it; for an operation with `conditional` only if the answer is not known to the caller. */
async function answer(
  c: AppContext,
  context: RequestContext | PlatformContext,
  operation: Operation,
  validate: MiddlewareHandler<AppEnv>,
): Promise<Response> {
  const status = operation.status ?? 200;
  let response: Response | undefined;
  await validate(c, async () => {
    const input = validInput(c, operation);
    if (!operation.conditional || !('tenant' in context)) {
      response = present(await once(operation, context, input), status);
      return;
    }
    const tags = new Tags(context, operation, await bodyText(c, operation));
    response = await tags.unchanged();
    response ??= withHeaders(present(await operation.handle(context, input), status), () => tags.headers());
  });
  if (!response) throw new Error(`${operation.id} has no answer.`);
  return response;
}

/** The text of the body, if the operation takes one. */
async function bodyText(c: AppContext, { body, rawBody }: Operation): Promise<string> {
  if (body) return c.req.text();
  // The handler reads a raw body itself.
  return rawBody ? jsonText(await readBytes(c.req.raw.clone(), BOUNDS.bodyBytes.value)) : '';
}

function withHeaders(response: Response, headersOf: () => Record<string, string>): Response {
  if (!response.ok) return response;
  const tagged = new Response(response.body, response);
  for (const [name, value] of Object.entries(headersOf())) tagged.headers.set(name, value);
  return tagged;
}

/** Without a credential, input is validated first, so that errors do not reveal which tenants exist. */
async function handleOpen(
  c: AppContext,
  base: BaseContext,
  operation: Operation,
  { validatorsOf }: Endpoint,
): Promise<Response> {
  refuseLimitedAddress(base, operation);
  let result: unknown;
  await validatorsOf(operation)(c, async () => {
    const input = validInput(c, operation);
    await checkPublicRateLimits(base, operation, input.params);
    const context = await openContext(base, operation);
    if ('tenant' in context) c.set('tenant', context.tenant.slug);
    result = await operation.handle(context, input);
  });
  return present(result, operation.status ?? 200);
}

function baseContext(c: AppContext, services: Services): BaseContext {
  const { requestId, route, meter } = c.var;
  return {
    env: c.env,
    ...services,
    meter,
    requestId,
    now: Math.floor(Date.now() / 1_000),
    request: c.req.raw,
    seen: new Seen(),
    defer(work) {
      const logged = work.catch((error: unknown) =>
        logLine('error', {
          message: 'deferred work failed',
          route,
          request_id: requestId,
          error: describeError(error),
        }),
      );
      c.executionCtx.waitUntil(logged);
    },
  };
}

function present(result: unknown, status: number): Response {
  if (result instanceof Response) return result;
  if (result instanceof Reply) return json(result.data, result.status, result.headers);
  return json(result, status, {});
}

function json(data: unknown, status: number, headers: Readonly<Record<string, string>>): Response {
  if (status === 204) return new Response(null, { status, headers });
  return new Response(JSON.stringify(data), {
    status,
    headers: { ...headers, 'Content-Type': 'application/json' },
  });
}
