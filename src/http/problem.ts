import { BOUNDS } from '../bounds.ts';
import { cut, listable } from '../error-list.ts';
import {
  Conflict,
  type FieldError,
  Forbidden,
  Gone,
  InvalidInput,
  NotFound,
  RangeNotSatisfiable,
  RateLimited,
  TooLarge,
  Unauthenticated,
  Unavailable,
  Unprocessable,
  UnsupportedMediaType,
} from '../errors.ts';

/** Titles by status. */
export const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** An RFC 9457 problem. `detail` is a sentence that says what is wrong and what is accepted. */
export interface Problem {
  status: number;
  detail: string;
  errors?: readonly FieldError[];
  /** The rate limit that was exceeded. */
  limit?: number;
  /** Further fields of the answer, already bounded in size. */
  details?: Readonly<Record<string, unknown>>;
  headers?: Readonly<Record<string, string>>;
}

/** Renders a problem as `application/problem+json`, with bounded size. */
export function problemResponse(problem: Problem, requestId: string): Response {
  const { listed, left } = listable(problem.errors ?? []);
  const detail = cut(problem.detail, BOUNDS.errorDetail.value);
  const body = {
    type: 'about:blank',
    title: TITLES[problem.status] ?? 'Error',
    status: problem.status,
    detail: left > 0 ? `${detail} Errors not listed: ${left}.` : detail,
    request_id: requestId,
    ...(problem.limit !== undefined && { limit: problem.limit }),
    ...(listed.length > 0 && { errors: listed }),
    ...problem.details,
  };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: { ...problem.headers, 'Content-Type': 'application/problem+json' },
  });
}

/** Maps an error to a problem. Unexpected errors become a 500 that reveals no internals. */
export function problemOf(error: unknown): Problem {
  if (error instanceof InvalidInput) return { status: 400, detail: error.message, errors: error.errors };
  if (error instanceof Unauthenticated) {
    return {
      status: 401,
      detail: error.message,
      headers: { 'WWW-Authenticate': 'Bearer realm="callmeter"' },
      ...(error.reason !== undefined && { details: { reason: error.reason } }),
    };
  }
  if (error instanceof Forbidden) return { status: 403, detail: error.message };
  if (error instanceof NotFound) return { status: 404, detail: error.message };
  if (error instanceof Conflict) {
    const { retryAfterSeconds: seconds } = error;
    return {
      status: 409,
      detail: error.message,
      ...(seconds !== undefined && { headers: { 'Retry-After': String(seconds) } }),
    };
  }
  if (error instanceof Gone) return { status: 410, detail: error.message };
  if (error instanceof RateLimited) {
    return {
      status: 429,
      detail: error.message,
      limit: error.limit,
      headers: { 'Retry-After': String(error.retryAfterSeconds) },
    };
  }
  if (error instanceof TooLarge) return { status: 413, detail: error.message };
  if (error instanceof UnsupportedMediaType) return { status: 415, detail: error.message };
  if (error instanceof Unprocessable) return { status: 422, detail: error.message, details: error.details };
  if (error instanceof RangeNotSatisfiable) {
    const headers = { 'Content-Range': `bytes */${error.bytes}` };
    return { status: 416, detail: error.message, headers };
  }
  if (error instanceof Unavailable) {
    return {
      status: 503,
      detail: error.message,
      headers: { 'Retry-After': String(error.retryAfterSeconds) },
    };
  }
  return { status: 500, detail: 'Internal error. Please quote the request_id when you report it.' };
}
