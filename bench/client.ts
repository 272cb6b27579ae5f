/** What D1 did for a response, from its Server-Timing header. */
export interface Cost {
  trips: number;
  rowsRead: number;
  rowsWritten: number;
}

export interface Answer {
  status: number;
  body: unknown;
  bytes: number;
  /** From sending the request to the last byte of the response. */
  milliseconds: number;
  /** Absent if the response does not say. */
  cost?: Cost;
}

export interface Request {
  method?: 'GET' | 'POST' | 'PATCH';
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

const TIMING = /d1;dur=[\d.]+;desc="trips=(\d+) read=(\d+) written=(\d+)"/;

/** Sends one request and measures its time. */
export async function send(
  url: string,
  { method = 'GET', headers = {}, body }: Request = {},
): Promise<Answer> {
  const started = performance.now();
  const response = await fetch(url, {
    method,
    headers: { ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const milliseconds = performance.now() - started;
  const cost = costIn(response.headers.get('Server-Timing'));
  return {
    status: response.status,
    body: text === '' ? null : JSON.parse(text),
    bytes: Buffer.byteLength(text),
    milliseconds,
    ...(cost && { cost }),
  };
}

/** Like `send`, but throws an Error with the response if its status is not the expected one. */
export async function sendExpecting(status: number, url: string, request: Request = {}): Promise<Answer> {
  const answer = await send(url, request);
  if (answer.status !== status) {
    const { pathname } = new URL(url);
    throw new Error(`${pathname} answered ${answer.status}, not ${status}: ${JSON.stringify(answer.body)}`);
  }
  return answer;
}

function costIn(timing: string | null): Cost | undefined {
  const match = TIMING.exec(timing ?? '');
  if (!match) return undefined;
  const [trips = 0, rowsRead = 0, rowsWritten = 0] = match.slice(1).map(Number);
  return { trips, rowsRead, rowsWritten };
}
