import type * as z from 'zod';
import type { Permission } from '../auth/roles.ts';
import type { LimitName } from '../rate-limits/limits.ts';
import type { Contexts, Credential } from './context.ts';

export type Contract = 'calls' | 'quality' | 'evaluations' | 'conversations' | 'helpdesk' | 'core';
type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Data with a status or headers of its own. */
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

/** Limits of an operation that takes no credential. */
export interface Tries {
  readonly ofAddress: LimitName;
  /** Of one value of the path parameter `subject`, of one tenant. */
  readonly ofSubject: LimitName;
  readonly subject: string;
  /** Of one tenant; only what `countHit` counts. */
  readonly ofTenant: LimitName;
}

interface Shape<
  Entry extends Credential,
  BoundStatement extends z.ZodObject,
  Params extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  /** Unique, camelCase; the operationId of the API description. */
  id: string;
  contract: Contract;
  method: Method;
  /** `/api/v1/things/:id`; a static segment wins over a parameter. */
  path: string;
  summary: string;
  /**
   * tenant: an API key or a session, and a tenant. platform: a session; no tenant is chosen.
   * public-tenant: no credential, the tenant in X-Tenant. none: neither.
   */
  credential: Entry;
  /** Required where a credential is. Without a scope, no API key may. */
  permission?: Permission;
  /** Each parameter comes once, as text; others than these are refused. */
  query?: BoundStatement;
  params?: Params;
  /** A strict schema of the JSON body. Without one, only an empty body or `{}` is accepted. */
  body?: Body;
  /** The handler reads `context.request` itself, its limits included. */
  rawBody?: true;
  /** The bodies that a handler reads itself, by content type: for the description of the API only. */
  accepts?: Readonly<Record<string, z.ZodType>>;
  /** Limits of an operation without a credential; every request whose input can be read counts. */
  tries?: Tries;
  /** Takes an Idempotency-Key, so that one sent twice creates once. Its handler answers data, never a `Response`. */
  idempotent?: true;
  /** What a successful answer is written down as in the audit log, at most once a minute for each caller. */
  audited?: 'personal_data_read' | 'audit_log_read';
  /** open: any web page may call it. */
  cors?: 'open';
  /** How long any cache may keep a success, which must be the same for everybody; unless told, none may keep it. */
  cacheSeconds?: number;
  response: Answer;
  /** Content types of a success that is a file: it is then a `Response`, and `response` describes nothing. */
  produces?: readonly [string, ...string[]];
  /** Of a success; 200 unless told. */
  status?: number;
  /** Of successes that are told apart by it. */
  otherStatuses?: readonly number[];
  /** Statuses of its own problems, beside those that any operation has. */
  errors?: readonly number[];
}

interface Input<BoundStatement extends z.ZodType, Params extends z.ZodType, Body extends z.ZodType> {
  query: z.output<BoundStatement>;
  params: z.output<Params>;
  body: z.output<Body>;
}

type Result<Answer extends z.ZodType> = z.input<Answer> | Reply<z.input<Answer>> | Response;

type None = z.ZodObject<Record<never, never>>;

/** A route as data: what it takes, who may use it, what it answers. */
export interface Operation extends Shape<Credential, z.ZodObject, z.ZodObject, z.ZodType, z.ZodType> {
  handle(context: Contexts[Credential], input: Input<z.ZodType, z.ZodType, z.ZodType>): Promise<unknown>;
}

/**
 * Declares an operation; `handle` is typed by its schemas and its kind of credential. It returns the data
 * of the answer, a `Reply` where the status is another, or a `Response` for anything but JSON.
 */
export function defineOperation<
  Entry extends Credential,
  Answer extends z.ZodType,
  BoundStatement extends z.ZodObject = None,
  Params extends z.ZodObject = None,
  Body extends z.ZodType = z.ZodUndefined,
>(
  definition: Shape<Entry, BoundStatement, Params, Body, Answer> & {
    handle(
      context: Contexts[Entry],
      input: Input<BoundStatement, Params, Body>,
    ): Result<Answer> | Promise<Result<Answer>>;
  },
): Operation {
  return {
    ...definition,
    // The edge parses with these very schemas and makes the context of this very credential.
    handle: async (context, input) =>
      definition.handle(context as Contexts[Entry], input as Input<BoundStatement, Params, Body>),
  };
}

/** What tells apart the operations that share a path. */
export interface RequestFacts {
  queryNames: ReadonlySet<string>;
  credentialKind: 'session' | 'key';
}

/** One method and path that several contracts answer. */
export interface SharedRoute {
  method: Method;
  path: string;
  alternatives: readonly Operation[];
  /** The operation that answers, whose permission and schemas then apply; InvalidInput where none can. */
  choose(facts: RequestFacts): Operation;
  /** A sentence for who may not use the operation chosen: how to select another one. */
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

/** The operation that answers a request of these facts. */
export function operationFor(route: Route, facts: RequestFacts): Operation {
  return 'alternatives' in route ? route.choose(facts) : route;
}
