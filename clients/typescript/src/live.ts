import { eventsOf, type StreamState } from './event-stream.ts';
import { ProblemError } from './problem.ts';
import { pause, pauseSeconds } from './retry.ts';
import type { Transport } from './transport.ts';
import type { Query, QueryResult, QueryRow } from './types.ts';

export interface LiveOptions {
  /** The queries, by names of your choice; at most 10. */
  queries: Readonly<Record<string, Query>>;
  /** Seconds after which figures that time alone moves are computed again, 1 to 60; 10 by default. */
  every?: number;
  /** Called when a query cannot be answered. The server tries it again by itself. */
  onFailed?: (failure: LiveFailure) => void;
  signal?: AbortSignal;
}

/** Why a query is without figures at a moment. */
export interface LiveFailure {
  name: string;
  message: string;
  as_of: string;
}

/** The figures of one query, as of a moment; the optional parts if the query asks for them. */
export interface LiveFigures
  extends Partial<Pick<QueryResult, 'totals' | 'previous' | 'change' | 'previous_totals'>> {
  name: string;
  rows: QueryRow[];
  as_of: string;
  /** The version of the data that they are of. */
  version: string | undefined;
}

/** The server sends a comment every 25 seconds: after twice as long the connection is dead. */
const SILENCE_MS = 60_000;
const PATH = '/api/v1/live';

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
      const url = await ticketOf(transport, options, watch.signal);
      for await (const figures of connection(transport, options, url, state, watch)) {
        failures = 0;
        yield figures;
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof Refused) throw error.cause;
    } finally {
      signal?.removeEventListener('abort', abort);
      watch.abort();
    }
    if (signal?.aborted) return;
    const asked = state.retry === undefined || failures > 0 ? undefined : state.retry / 1_000;
    await pause(pauseSeconds(failures++, asked, Math.random()), signal).catch(() => {});
  }
}

/** The queries or the credential are not accepted: another attempt would be refused, too. */
class Refused extends Error {}

/** The address of a stream. Throws Refused, or what may come good. */
async function ticketOf(
  transport: Transport,
  { queries, every }: LiveOptions,
  signal: AbortSignal,
): Promise<string> {
  try {
    const ticket = await transport.send('POST', PATH, {
      body: { queries, every },
      isRepeatable: true,
      signal,
    });
    return ((await ticket.json()) as { url: string }).url;
  } catch (error) {
    if (error instanceof ProblemError && error.status < 500) throw new Refused('', { cause: error });
    throw error;
  }
}

/** One stream, until it ends or breaks. */
async function* connection(
  transport: Transport,
  { onFailed }: LiveOptions,
  url: string,
  state: StreamState,
  watch: AbortController,
): AsyncGenerator<LiveFigures, void, void> {
  const { signal } = watch;
  const { pathname, search } = new URL(url, 'http://server');
  let timer = setTimeout(() => watch.abort(), SILENCE_MS);
  try {
    const stream = await transport.send('GET', pathname + search, {
      headers: { Accept: 'text/event-stream' },
      isAnonymous: true,
      isRepeatable: false,
      signal,
    });
    if (!stream.body) return;
    const onLine = () => {
      clearTimeout(timer);
      timer = setTimeout(() => watch.abort(), SILENCE_MS);
    };
    for await (const { event, data, id } of eventsOf(stream.body, state, onLine)) {
      if (event === 'figures') yield { ...(JSON.parse(data) as Omit<LiveFigures, 'version'>), version: id };
      else if (event === 'failed') onFailed?.(JSON.parse(data) as LiveFailure);
      else if (event === 'end') state.retry = (JSON.parse(data) as { retry: number }).retry;
    }
  } finally {
    clearTimeout(timer);
  }
}
