/** A refusal of the API, with the sentence that it gave. */
export class ApiError extends Error {
  readonly status: number;
  /** What is wrong with single fields, if the API said so. */
  readonly errors: readonly { path: string; message: string }[];
  /** Queries like one that would read too much; see POST /api/v1/query. */
  readonly nearest: readonly { change: string; query: unknown }[];

  constructor(status: number, detail: string, { errors = [], nearest = [] }: Partial<ApiError> = {}) {
    super(detail);
    this.status = status;
    this.errors = errors;
    this.nearest = nearest;
  }
}

interface Asked {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  tenant?: string | undefined;
  signal?: AbortSignal;
}

/** Called when the API says that nobody is signed in any more. */
let onSignedOut: () => void = () => {};

export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

/** Sends a request with the cookie of the session. Throws ApiError if the API refuses it. */
export async function send(path: string, asked: Asked = {}): Promise<Response> {
  const { method = 'GET', body, tenant, signal } = asked;
  const headers: Record<string, string> = { Accept: 'application/json', 'X-Callmeter': '1' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (tenant !== undefined) headers['X-Tenant'] = tenant;
  const response = await fetch(path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as Partial<ApiError> & { detail?: string };
  if (response.status === 401) onSignedOut();
  throw new ApiError(response.status, problem.detail ?? response.statusText, problem);
}

/** The JSON answer of a request. Throws ApiError if the API refuses it. */
export async function ask<Answer>(path: string, asked: Asked = {}): Promise<Answer> {
  const response = await send(path, asked);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}
