import { problemOf } from './problem.ts';
import { withRetries } from './retry.ts';

export interface CallmeterOptions {
  /** The address of the service, such as `https://callmeter.example.com`. */
  baseUrl: string;
  /** An API key (`cmk_…`); either this or `token`. */
  apiKey?: string;
  /** A session token (a JWT). */
  token?: string;
  /** The slug of the tenant, for a session that may see several. */
  tenant?: string;
  /** How often a request is sent again when it may succeed later; 5 by default. */
  retries?: number;
  /** Used instead of the global `fetch`. */
  fetch?: typeof fetch;
}

export interface RequestOptions {
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
  /** Sent as `Idempotency-Key`, for creations that take one; the request is then sent again after network errors. */
  idempotencyKey?: string;
  /** The request may be sent twice without harm. By default those that only read, PUT and DELETE. */
  isRepeatable?: boolean;
  /** Sent without the credential. */
  isAnonymous?: boolean;
  signal?: AbortSignal;
}

const DEFAULT_RETRIES = 5;
const REPEATABLE = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);

/** Sends requests with the credential of a client. */
export class Transport {
  readonly #options: CallmeterOptions;
  readonly #base: URL;

  constructor(options: CallmeterOptions) {
    if ((options.apiKey === undefined) === (options.token === undefined)) {
      throw new TypeError('Callmeter needs a credential: either apiKey or token.');
    }
    this.#options = options;
    this.#base = new URL(options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`);
  }

  /**
   * Sends a request until it succeeds or fails for good; see `withRetries`. Throws a ProblemError if the API refuses it,
   * and what `fetch` throws if there is no answer.
   */
  send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
    const {
      idempotencyKey,
      signal,
      isRepeatable = REPEATABLE.has(method) || idempotencyKey !== undefined,
    } = options;
    const url = this.#urlOf(path, options.query);
    const init = this.#initOf(method, options);
    const { fetch: sendOnce = fetch, retries = DEFAULT_RETRIES } = this.#options;
    return withRetries(
      async () => {
        const response = await sendOnce(url, init);
        if (!response.ok) throw await problemOf(response);
        return response;
      },
      { retries, isRepeatable, signal },
    );
  }

  #urlOf(path: string, query: RequestOptions['query'] = {}): URL {
    const url = new URL(path.replace(/^\//, ''), this.#base);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return url;
  }

  #initOf(
    method: string,
    { body, headers, idempotencyKey, isAnonymous, signal }: RequestOptions,
  ): RequestInit {
    const { apiKey, token = apiKey, tenant } = this.#options;
    const sent = new Headers({ Accept: 'application/json', ...headers });
    if (!isAnonymous) sent.set('Authorization', `Bearer ${token}`);
    if (tenant !== undefined) sent.set('X-Tenant', tenant);
    if (idempotencyKey !== undefined) sent.set('Idempotency-Key', idempotencyKey);
    if (body !== undefined && !sent.has('Content-Type')) sent.set('Content-Type', 'application/json');
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return { method, headers: sent, ...(body !== undefined && { body: text }), ...(signal && { signal }) };
  }
}
