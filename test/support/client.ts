import { exports } from 'cloudflare:workers';

export interface CallOptions {
  method?: string;
  /** A session token or an API key, sent as Authorization: Bearer. */
  bearer?: string;
  /** Sent as X-Tenant. */
  tenant?: string;
  headers?: Record<string, string>;
  /** Of the address; https://callmeter.test unless told. */
  origin?: string;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
}

let addresses = 0;

/** The request that `call` sends: from an address of its own unless the headers name one. */
export function requestOf(path: string, options: CallOptions = {}): Request {
  const headers = new Headers(options.headers);
  if (options.bearer !== undefined) headers.set('Authorization', `Bearer ${options.bearer}`);
  if (options.tenant !== undefined) headers.set('X-Tenant', options.tenant);
  if (!headers.has('CF-Connecting-IP')) headers.set('CF-Connecting-IP', newAddress());
  const { body } = options;
  if (body !== undefined && !headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
  return new Request(`${options.origin ?? 'https://callmeter.test'}${path}`, {
    method: options.method ?? 'GET',
    headers,
    redirect: 'manual',
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

/** An address that no other request of the file comes from. */
function newAddress(): string {
  addresses += 1;
  return `10.${addresses >> 16}.${(addresses >> 8) & 255}.${addresses & 255}`;
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
  limit?: number;
  errors?: { path: string; message: string }[];
}

/** The problem that an answer is; throws where it is none. */
export async function problemIn(response: Response): Promise<Problem> {
  const type = response.headers.get('Content-Type');
  if (type !== 'application/problem+json') throw new Error(`Not a problem: ${response.status} ${type}`);
  return response.json();
}

/** What an answer says it cost. */
export function costOf(response: Response): { trips: number; read: number; written: number } {
  const timing = response.headers.get('Server-Timing') ?? '';
  const [, trips, read, written] = /trips=(\d+) read=(\d+) written=(\d+)/.exec(timing) ?? [];
  return { trips: Number(trips), read: Number(read), written: Number(written) };
}
