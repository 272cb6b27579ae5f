import { eventsOf, type StreamState } from './event-stream.ts';
import { ProblemError } from './problem.ts';
import { pause, pauseSeconds } from './retry.ts';
import type { Transport } from './transport.ts';
import type { Query, QueryRow } from './types.ts';

export interface LiveOptions {
  /** The queries, by names of your choice; at most 10. */
  queries: Readonly<Record<string, Query>>;
  /** Seconds between two answers of one query, 1 to 60; 1 by default. */
  every?: number;
  signal?: AbortSignal;
}

/** The figures of one query, as of a moment. */
export interface LiveFigures {
  name: string;
  rows: QueryRow[];
  as_of: string;
  /** The version of the data that they are of. */
  version: string | undefined;
}

/** The server sends a comment every 25 seconds: after twice as long the connection is dead. */
const SILENCE_MS = 60_000;
const PATH = '/api/v1/live';
const FIGURES = 'figures';

/**
 * Follows queries. A ticket opens one stream, so every connection asks for a new one; after it the server sends all
 * figures again. Throws a ProblemError if the API refuses the queries or the credential.
 */
export async function* live(
  transport: Transport,
  options: LiveOptions,
): AsyncGenerator<LiveFigures, void, void> {
  const { signal } = options;
  const state: StreamState = { retry: undefined };
  for (let failures = 0; !signal?.aborted; ) {
    const watch = new AbortController();
    const abort = () => watch.abort(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      for await (const figures of connection(transport, options, state, watch)) {
        failures = 0;
        yield figures;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof ProblemError && error.status < 500) throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
      watch.abort();
    }
    if (signal?.aborted) return;
    const asked = state.retry === undefined || failures > 0 ? undefined : state.retry / 1_000;
    await pause(pauseSeconds(failures++, asked, Math.random()), signal).catch(() => {});
  }
}

async function* connection(
  transport: Transport,
  { queries, every = 1 }: LiveOptions,
  state: StreamState,
  watch: AbortController,
): AsyncGenerator<LiveFigures, void, void> {
  const { signal } = watch;
  const ticket = await transport.send('POST', PATH, { body: { queries, every }, isRepeatable: true, signal });
  const { url } = (await ticket.json()) as { url: string };
  const { pathname, search } = new URL(url, 'http://server');
  let timer = setTimeout(() => watch.abort(), SILENCE_MS);
  try {
    const stream = await transport.send('GET', pathname + search, {
      headers: { Accept: 'text/event-stream' },
      isRepeatable: false,
      signal,
    });
    if (!stream.body) return;
    const onLine = () => {
      clearTimeout(timer);
      timer = setTimeout(() => watch.abort(), SILENCE_MS);
    };
    for await (const { event, data, id } of eventsOf(stream.body, state, onLine)) {
      if (event === FIGURES) yield { ...(JSON.parse(data) as Omit<LiveFigures, 'version'>), version: id };
    }
  } finally {
    clearTimeout(timer);
  }
}
