const TRIES = 60;
const LONGEST_WAIT_SECONDS = 60;

export interface ApiAnswer {
  status: number;
  /** The JSON of the response, or null. */
  body: unknown;
}

/** A client of the local API with one credential and, for a session, one tenant. */
export interface ApiClient {
  get(path: string): Promise<ApiAnswer>;
  /** Waits and retries if the server is temporarily unavailable. */
  post(path: string, body: unknown): Promise<ApiAnswer>;
}

export function apiClient(url: string, credential: string): ApiClient {
  async function once(method: string, path: string, body?: unknown) {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${credential}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const retryAfter = Number(response.headers.get('retry-after') ?? 1);
    return { status: response.status, body: readJson(text), retryAfter };
  }

  return {
    get: (path) => once('GET', path),
    async post(path, body) {
      for (let attempt = 1; ; attempt++) {
        const answer = await once('POST', path, body);
        const mayComeGood = answer.status === 503 || answer.status === 429;
        if (!mayComeGood || attempt === TRIES) return answer;
        const seconds = Math.min(LONGEST_WAIT_SECONDS, Math.max(1, answer.retryAfter || 1));
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      }
    },
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** An Error with the failed request and the response of the API. */
export function refused(what: string, { status, body }: ApiAnswer): Error {
  return new Error(`${what} failed: the API answered ${status} ${JSON.stringify(body)}`);
}
