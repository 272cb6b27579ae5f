import type * as z from 'zod';
import type { Permission } from '../auth/roles.ts';
import type { LimitName } from '../rate-limits/check.ts';
import type { Contexts, Credential } from './context.ts';

export type Contract = 'calls' | 'quality' | 'evaluations' | 'conversations' | 'helpdesk' | 'core';
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Data with a status or headers other than the operation's defaults. */
export class Reply<Data = unknown> {
  readonly data: Data;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  constructor(data: Data, options: { status: number; headers?: Readonly<Record<string, string>> }) {
    this.data = data;
    this.status = options.status;
    this.headers = options.headers ?? {};
  }
}

/** Rate limits of an operation without a credential. */
export interface PublicRateLimits {
  readonly ofAddress: LimitName;
  /** Per tenant and value of the path parameter `subject`. */
  readonly ofSubject: LimitName;
  readonly subject: string;
  /** Per tenant; counts only the requests that `countHit` is called for. */
  readonly ofTenant: LimitName;
}

interface Shape<
  Entry extends Credential,
  Query extends z.ZodObject,
  Params extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  /** Unique, in camelCase; the operationId in the API description. */
  id: string;
  contract: Contract;
  method: Method;
  /** `/api/v1/things/:id`; static segments take precedence over parameters. */
  path: string;
  summary: string;
  /**
   * tenant: an API key or session, for one tenant. platform: a session, without a tenant. public-tenant: no credential,
   * the tenant is in X-Tenant. none: no credential, no tenant.
   */
  credential: Entry;
  /** Required if the operation takes a credential. Without a scope, API keys are refused. */
  permission?: Permission;
  /** Each parameter is a string and may be sent once; unknown parameters are refused. */
  query?: Query;
  params?: Params;
  /** Unknown and repeated parameters are not refused, because another party chooses them. The handler reads the URL. */
  ignoresUnknownQuery?: true;
  /** A strict schema of the JSON body. If absent, the body must be empty or `{}`. */
  body?: Body;
  /** The handler reads `context.request` itself and must enforce its limits. */
  rawBody?: true;
  /** Bodies that the handler reads itself, by content type; only used in the API description. */
  accepts?: Readonly<Record<string, z.ZodType>>;
  /** Rate limits of an operation without a credential; every request with valid input counts. */
  publicRateLimits?: PublicRateLimits;
  /** Accepts an Idempotency-Key: repeated requests create once. The handler must return data, not a `Response`. */
  idempotent?: true;
  /**
   * It answers figures. A success has a weak ETag, and If-None-Match is answered with 304 while nothing has changed that
   * the figures depend on; with `figures and state`, neither has the state of the aggregates, which it shows.
   */
  conditional?: 'figures' | 'figures and state';
  /** What it reads counts against the caller's rows a minute. Every operation with `conditional` does. */
  countsRows?: true;
  /** The audit action of a successful request; recorded at most once a minute per caller. */
  audited?: 'personal_data_read' | 'audit_log_read';
  /** open: pages of any origin may call it. */
  cors?: 'open';
  /** Seconds that any cache may store a success, which must not depend on the caller. If absent, not cacheable. */
  cacheSeconds?: number;
  response: Answer;
  /** Content types of a success that is a file. The handler returns a `Response`, and `response` is not used. */
  produces?: readonly [string, ...string[]];
  /** Of a success; 200 by default. */
  status?: number;
  /** Further statuses of successes. */
  otherStatuses?: readonly number[];
  /** Statuses of problems specific to this operation, besides the common ones. */
  errors?: readonly number[];
}

interface Input<Query extends z.ZodType, Params extends z.ZodType, Body extends z.ZodType> {
  query: z.output<Query>;
  params: z.output<Params>;
  body: z.output<Body>;
}

type Result<Answer extends z.ZodType> = z.input<Answer> | Reply<z.input<Answer>> | Response;

type None = z.ZodObject<Record<never, never>>;

/** A route as data: what it accepts, who may use it, what it returns. */
export interface Operation extends Shape<Credential, z.ZodObject, z.ZodObject, z.ZodType, z.ZodType> {
  handle(context: Contexts[Credential], input: Input<z.ZodType, z.ZodType, z.ZodType>): Promise<unknown>;
}

/**
 * Declares an operation; `handle` is typed by its schemas and credential. It returns the response data, a `Reply` to
 * set another status or headers, or a `Response` for anything but JSON.
 */
export function defineOperation<
  Entry extends Credential,
  Answer extends z.ZodType,
  Query extends z.ZodObject = None,
  Params extends z.ZodObject = None,
  Body extends z.ZodType = z.ZodUndefined,
>(
  definition: Shape<Entry, Query, Params, Body, Answer> & {
    handle(
      context: Contexts[Entry],
      input: Input<Query, Params, Body>,
    ): Result<Answer> | Promise<Result<Answer>>;
  },
): Operation {
  return {
    ...definition,
    // The caller validates with these schemas and creates the context of this credential.
    handle: async (context, input) =>
      definition.handle(context as Contexts[Entry], input as Input<Query, Params, Body>),
  };
}

/** What distinguishes operations that share a path. */
export interface RequestFacts {
  queryNames: ReadonlySet<string>;
  credentialKind: 'session' | 'key';
}

/** One method and path that several contracts share. */
export interface SharedRoute {
  method: Method;
  path: string;
  alternatives: readonly Operation[];
  /** Selects the operation, whose permission and schemas then apply. Throws InvalidInput if none fits. */
  choose(facts: RequestFacts): Operation;
  /** A sentence for callers without permission for the selected operation: how to select another one. */
  hint?: (refused: Operation) => string | undefined;
}

export type Route = Operation | SharedRoute;

/** Declares a path that several operations share; `choose` must return one of `alternatives`. */
export function defineShared(
  alternatives: readonly [Operation, ...Operation[]],
  choose: SharedRoute['choose'],
  hint?: NonNullable<SharedRoute['hint']>,
): SharedRoute {
  const { method, path } = alternatives[0];
  return { method, path, alternatives, choose, ...(hint && { hint }) };
}

/** The operations of a route: itself, or its alternatives. */
export function operationsOf(route: Route): readonly Operation[] {
  return 'alternatives' in route ? route.alternatives : [route];
}

/** Whether what an operation reads counts against the caller's rows a minute. */
export function readsFigures({ conditional, countsRows }: Operation): boolean {
  return conditional !== undefined || countsRows === true;
}

/** The operation that handles a request with these facts. Throws InvalidInput if none fits. */
export function operationFor(route: Route, facts: RequestFacts): Operation {
  return 'alternatives' in route ? route.choose(facts) : route;
}
