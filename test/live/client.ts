import { expect } from 'vitest';
import { call, type Problem, problemIn } from '../support/client.ts';
import { readsClient } from '../support/reads-client.ts';

/** A message of a stream. */
export interface Message {
  event: string;
  id?: string;
  data: {
    name?: string;
    rows?: Record<string, string | number | null>[];
    as_of?: string;
    reason?: string;
    message?: string;
    retry?: number;
  };
}

/** A stream that is read one message after the other. */
export interface Stream {
  response: Response;
  /** The next message. Fails after `milliseconds`. */
  next(milliseconds?: number): Promise<Message>;
  /** Whether no message comes within so many milliseconds. */
  isSilent(milliseconds: number): Promise<boolean>;
  /** Everything that came, as text. */
  text(): string;
  close(): Promise<void>;
}

/** The path of a ticket's url. */
export async function ticketPath(body: unknown, bearer: string, tenant?: string): Promise<string> {
  const response = await call('/api/v1/live', { method: 'POST', bearer, body, ...(tenant && { tenant }) });
  const answer = (await response.json()) as { url: string; expires_at: string };
  expect([response.status, answer]).toEqual([
    200,
    { url: expect.any(String), expires_at: expect.any(String) },
  ]);
  return answer.url.replace('https://callmeter.test', '');
}

/** Opens the stream of events of a ticket. */
export async function openStream(path: string): Promise<Stream> {
  const response = await call(path);
  expect([response.status, response.headers.get('Content-Type')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ]);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let taken = 0;
  const messages = () => text.split('\n\n').slice(0, -1).flatMap(messageIn);
  const pump = (async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
    }
  })().catch(() => undefined);
  const within = async (milliseconds: number): Promise<Message | undefined> => {
    const until = Date.now() + milliseconds;
    while (Date.now() < until) {
      const message = messages()[taken];
      if (message) {
        taken += 1;
        return message;
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return undefined;
  };
  return {
    response,
    async next(milliseconds = 5_000) {
      const message = await within(milliseconds);
      if (!message) throw new Error(`No message within ${milliseconds} ms. So far: ${text}`);
      return message;
    },
    isSilent: async (milliseconds) => (await within(milliseconds)) === undefined,
    text: () => text,
    async close() {
      await reader.cancel();
      await pump;
    },
  };
}

function messageIn(block: string): Message[] {
  const fields = new Map(
    block.split('\n').map((line) => {
      const at = line.indexOf(': ');
      return [line.slice(0, at), line.slice(at + 2)] as const;
    }),
  );
  const [event, data, id] = [fields.get('event'), fields.get('data'), fields.get('id')];
  if (event === undefined || data === undefined) return [];
  return [{ event, data: JSON.parse(data) as Message['data'], ...(id !== undefined && { id }) }];
}

/** Why a stream is not opened. */
export async function refusedStream(path: string): Promise<Problem> {
  return problemIn(await call(path));
}

/** A tenant with records, and streams of its figures. */
export async function liveClient() {
  const client = await readsClient({ pathOf: () => '/api/v1/live', credential: 'key' });
  return {
    ...client,
    /** A stream of queries by name. */
    async listen(queries: unknown, every?: number): Promise<Stream> {
      return openStream(await ticketPath({ queries, ...(every && { every }) }, client.key));
    },
  };
}
