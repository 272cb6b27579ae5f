import { BOUNDS } from '../../bounds.ts';
import { LIMITS } from '../../rate-limits/check.ts';
import type { Operation } from '../operation.ts';
import { TITLES } from '../problem.ts';
import type { JsonObject } from './schemas.ts';

const MEANINGS: Readonly<Record<number, string>> = {
  400: 'The request is invalid; `errors` lists the invalid parts.',
  401: 'The credential is missing or not valid.',
  403: 'The credential is valid, but does not allow this.',
  404: 'Nothing with this id is visible to the caller.',
  409: 'The request conflicts with the stored state.',
  410: 'It existed and was removed.',
  413: 'The body is too large.',
  415: 'The content type of the body is not supported.',
  416: 'The range is outside the file.',
  422: 'The Idempotency-Key was used for a different request; of a query: it would cost too much.',
  429: 'A rate limit or quota is exceeded; `limit` is the number allowed, Retry-After the seconds to wait.',
  500: 'Internal error.',
  503: 'Temporarily unavailable; the same request may succeed later.',
};

const OWN_HEADERS: Readonly<Record<number, readonly string[]>> = {
  401: ['WWW-Authenticate'],
  409: ['Retry-After'],
  416: ['Content-Range'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

/** Headers of every response to an authenticated caller. */
const CREDENTIAL_HEADERS = ['Server-Timing', 'X-RateLimit-Limit', 'X-RateLimit-Remaining'];
interface DescribedHeaders {
  hasCredential: boolean;
  isConditional?: boolean;
  isCounted?: boolean;
}

/** Problems that occur before authentication succeeds. */
const WITHOUT_STANDING: ReadonlySet<number> = new Set([401]);

/** Headers of every response, and of some problems. */
export const HEADERS = {
  'X-Request-Id': {
    description: 'Id of the request: the one sent in X-Request-Id, or a new one.',
    schema: { type: 'string' },
  },
  'Server-Timing': {
    description: 'What the request cost in the database: milliseconds, round trips, rows read and written.',
    schema: { type: 'string' },
    example: 'd1;dur=1.9;desc="trips=1 read=62 written=0"',
  },
  'WWW-Authenticate': { description: 'The scheme that is accepted.', schema: { type: 'string' } },
  'Retry-After': {
    description: 'Seconds to wait; with a 409 only if waiting helps.',
    schema: { type: 'integer', minimum: 0 },
  },
  'Content-Range': {
    description: 'How many bytes the file has.',
    schema: { type: 'string' },
    example: 'bytes */1024',
  },
  ETag: {
    description: 'A weak tag, for If-None-Match. It changes when the answer does.',
    schema: { type: 'string' },
    example: 'W/"7k2m9q.tpedo0.c6WozDsIZOCCg33O5_kcH2"',
  },
  'Cache-Control': {
    description: 'A cache of the caller alone may keep the answer, and has to ask again before each use.',
    schema: { type: 'string', const: 'private, no-cache' },
  },
  'X-Query-Cost': {
    description: `Rows read, counted against the ${LIMITS.rowsRead.limit.toLocaleString('en-US')} a minute that an API key or the user of a session has unless configured otherwise.`,
    schema: { type: 'integer', minimum: 0 },
    example: 33,
  },
  'X-RateLimit-Limit': {
    description: 'Requests a minute that the API key or the user of the session has.',
    schema: { type: 'integer', minimum: 1 },
    example: LIMITS.requests.limit,
  },
  'X-RateLimit-Remaining': {
    description: 'Requests left in the window; absent if they cannot be counted.',
    schema: { type: 'integer', minimum: 0 },
  },
} as const;

/** Headers of responses of an operation with `conditional`, and of one whose rows count. */
const CONDITIONAL_HEADERS = ['ETag', 'Cache-Control'];
const COUNTED_HEADERS = ['X-Query-Cost'];

/**
 * References to the headers of responses with `status`. `hasCredential`: whether the caller can be authenticated;
 * `isConditional`, `isCounted`: see `conditional` and `countsRows` of operations.
 */
export function headersOf(
  status: number,
  { hasCredential, isConditional = false, isCounted = false }: DescribedHeaders,
): JsonObject {
  const names = [
    'X-Request-Id',
    ...(hasCredential ? CREDENTIAL_HEADERS : []),
    ...(isConditional ? CONDITIONAL_HEADERS : []),
    ...(isCounted ? COUNTED_HEADERS : []),
    ...(OWN_HEADERS[status] ?? []),
  ];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** The schema of every problem. */
export const PROBLEM = {
  type: 'object',
  description: 'What went wrong, as RFC 9457 has it.',
  required: ['type', 'title', 'status', 'detail', 'request_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'A sentence: what is wrong and what is accepted.' },
    request_id: { type: 'string' },
    reason: { type: 'string', description: 'Of a ticket that was refused: why, for pages to translate.' },
    limit: { type: 'integer', description: 'The limit that was exceeded.' },
    rows_planned: {
      type: 'integer',
      description: 'Of queries that cost too much: the rows they would read.',
    },
    rows_allowed: { type: 'integer', description: 'Of such queries: the rows that one request may read.' },
    facts_planned: {
      type: 'integer',
      description: 'Of several queries that cost too much: the facts they may read.',
    },
    facts_allowed: {
      type: 'integer',
      description: 'Of such queries: the facts that one request may be planned to read.',
    },
    nearest: {
      type: 'array',
      description: 'Of a query that costs too much: queries like it that are answered whatever the volume.',
      items: {
        type: 'object',
        required: ['change', 'query'],
        properties: {
          change: { type: 'string', description: 'How it differs, as a sentence.' },
          query: { type: 'object', additionalProperties: true },
        },
      },
    },
    combination: {
      type: 'object',
      description:
        'Of a query that costs too much: the dimensions and metrics that could be made ready for it.',
      required: ['dimensions', 'metrics'],
      properties: {
        dimensions: { type: 'array', items: { type: 'string' } },
        metrics: { type: 'array', items: { type: 'string' } },
      },
    },
    errors: {
      type: 'array',
      maxItems: BOUNDS.listedErrors.value,
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: {
          path: { type: 'string', description: 'A parameter, or the place in the body: `records.3.status`.' },
          message: { type: 'string' },
        },
      },
    },
  },
} as const;

/** The statuses of an operation's problems, ascending. */
export function problemStatuses(operation: Operation): number[] {
  const { credential, method, publicRateLimits, errors = [] } = operation;
  const isGuarded = credential === 'tenant' || credential === 'platform';
  const statuses = new Set([
    400,
    ...(isGuarded ? [401, 403] : []),
    ...(method === 'GET' ? [] : [413, 415]),
    ...(isGuarded || publicRateLimits ? [429] : []),
    500,
    ...(credential === 'none' ? [] : [503]),
    ...(operation.idempotent ? [409, 422] : []),
    ...errors,
  ]);
  return [...statuses].sort((a, b) => a - b);
}

/** References to the problems with these statuses. */
export function problemResponses(statuses: readonly number[]): JsonObject {
  const entries = statuses.map((status) => [status, { $ref: `#/components/responses/${nameOf(status)}` }]);
  return Object.fromEntries(entries);
}

/** The problem responses by name. */
export function problemComponents(statuses: readonly number[]): JsonObject {
  const entries = statuses.map((status) => {
    const description = MEANINGS[status] ?? `${TITLES[status] ?? 'Problem'}.`;
    const headers = headersOf(status, { hasCredential: !WITHOUT_STANDING.has(status) }); // secret-scan: allow
    const content = { 'application/problem+json': { schema: problemWith(status) } };
    return [nameOf(status), { description, headers, content }];
  });
  return Object.fromEntries(entries);
}

/** The schema of the problems with this status, which tells them apart. */
function problemWith(status: number): JsonObject {
  const told = { type: 'object', required: ['status'], properties: { status: { const: status } } };
  return { allOf: [{ $ref: '#/components/schemas/Problem' }, told] };
}

function nameOf(status: number): string {
  return TITLES[status]?.replaceAll(' ', '') ?? `Problem${status}`;
}
