import { exports } from 'cloudflare:workers';

export interface CallOptions {
  method?: string;
  /** A session token or an API key, sent as Authorization: Bearer. */
  bearer?: string;
  /** Sent as X-Tenant. */
  tenant?: string;
  headers?: Record<string, string>;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
}

/** The request that `call` sends. */
export function requestOf(path: string, options: CallOptions = {}): Request {
  const headers = new Headers(options.headers);
  if (options.bearer !== undefined) headers.set('Authorization', `Bearer ${options.bearer}`);
  if (options.tenant !== undefined) headers.set('X-Tenant', options.tenant);
  const { body } = options;
  if (body !== undefined && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
  return new Request(`https://callmeter.test${path}`, {
    method: options.method ?? 'GET',
    headers,
    redirect: 'manual',
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

/** Calls the Worker as a client would. */
export function call(path: string, options: CallOptions = {}): Promise<Response> {
  return exports.default.fetch(requestOf(path, options));
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  request_id: string;
  errors?: { path: string; message: string }[];
}

/** The problem that an answer is; throws where it is none. */
export async function problemIn(response: Response): Promise<Problem> {
  const type = response.headers.get('Content-Type');
  if (type !== 'application/problem+json') throw new Error(`Not a problem: ${response.status} ${type}`);
  return response.json();
}
