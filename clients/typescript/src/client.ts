import { type IngestOptions, type IngestSummary, ingest } from './ingest.ts';
import { type LiveFigures, type LiveOptions, live } from './live.ts';
import { pagesOf } from './pages.ts';
import { type CallmeterOptions, type RequestOptions, Transport } from './transport.ts';
import type { EntryOf, ListPath, Query, QueryResult, QueryRow, SentRecord } from './types.ts';

export type { CallmeterOptions, RequestOptions } from './transport.ts';

const QUERY = '/api/v1/query';

/** The API of one tenant. Every method throws a ProblemError when the API refuses a request for good. */
export class Callmeter {
  readonly #transport: Transport;

  /** Throws a TypeError unless exactly one credential is given. */
  constructor(options: CallmeterOptions) {
    this.#transport = new Transport(options);
  }

  /** Any operation of the API: the JSON of its answer, or undefined if it has none. */
  async request<Answer = unknown>(method: string, path: string, options?: RequestOptions): Promise<Answer> {
    const response = await this.#transport.send(method, path, options);
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  /** Asks a query; see /docs/query. */
  query(query: Query, options: Pick<RequestOptions, 'signal'> = {}): Promise<QueryResult> {
    return this.request('POST', QUERY, { ...options, body: query, isRepeatable: true });
  }

  /** All rows of a query, page after page. */
  async *rows(
    query: Query,
    options: Pick<RequestOptions, 'signal'> = {},
  ): AsyncGenerator<QueryRow, void, void> {
    for (let after: string | null | undefined = query.after; ; ) {
      const { rows, page } = await this.query({ ...query, ...(after && { after }) }, options);
      yield* rows;
      if (page.after === null) return;
      after = page.after;
    }
  }

  /**
   * Sends records, in batches within the bounds of ingest, one request after the other. Sending a record again never
   * counts it twice, so a failed run can be started again. Rejected records do not stop it: the summary lists them.
   */
  ingest(
    records: Iterable<SentRecord> | AsyncIterable<SentRecord>,
    options?: IngestOptions,
  ): Promise<IngestSummary> {
    return ingest(this.#transport, records, options);
  }

  /** All entries of a list, page after page. Parameters in the path are filled in from `params`. */
  paginate<Path extends ListPath>(
    path: Path,
    options: Pick<RequestOptions, 'query' | 'signal'> & { params?: Readonly<Record<string, string>> } = {},
  ): AsyncGenerator<EntryOf<Path>, void, void> {
    return pagesOf(this.#transport, path, options) as AsyncGenerator<EntryOf<Path>, void, void>;
  }

  /**
   * Figures of queries as they change: all of them at once, then each that has changed. A lost connection is opened
   * again. Ends when the loop is left or the signal is aborted.
   */
  live(options: LiveOptions): AsyncGenerator<LiveFigures, void, void> {
    return live(this.#transport, options);
  }
}
