/** A failure as the API describes it: `application/problem+json` (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** What is wrong, and what is accepted. */
  detail: string;
  /** Finds the request in the log of the server. */
  request_id?: string;
  /** Of a refused body or query: each field that is wrong. */
  errors?: readonly { path: string; message: string }[];
  /** Of a 429: how many are allowed. */
  limit?: number;
}

/** Thrown when the API refuses a request, once retries have not helped. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly problem: Problem;
  /** Seconds after which the same request may succeed, if the server says so. */
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter?: number) {
    super(`${problem.status} ${problem.title}: ${problem.detail}`);
    this.status = problem.status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** The error that an answer describes. What is no problem document, such as a page of a proxy, is made one. */
export async function problemOf(response: Response, now = Date.now()): Promise<ProblemError> {
  const text = await response.text();
  const { status, statusText } = response;
  const retryAfter = secondsOf(response.headers.get('Retry-After'), now);
  const isProblem = response.headers.get('Content-Type')?.includes('application/problem+json');
  const plain: Problem = {
    type: 'about:blank',
    title: statusText || 'Error',
    status,
    detail: text.slice(0, 500),
  };
  try {
    return new ProblemError(isProblem ? (JSON.parse(text) as Problem) : plain, retryAfter);
  } catch {
    return new ProblemError(plain, retryAfter);
  }
}

/** `Retry-After` in seconds from `now` (milliseconds): a number, or an HTTP date (RFC 9110, 10.2.3). */
function secondsOf(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1_000);
}
