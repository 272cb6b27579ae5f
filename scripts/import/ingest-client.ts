import * as z from 'zod';
import { retryAfterMs, Transient, withRetries } from './retry.ts';

const TIMEOUT_MS = 120_000;
const count = z.number().int().nonnegative();
const reasons = z.array(z.object({ path: z.string(), message: z.string() })).min(1);

const answerSchema = z.object({
  received: count,
  created: count,
  updated: count,
  unchanged: count,
  stale: count,
  deleted: count,
  rejected: count,
  warned: count,
  warnings: z.array(z.object({ index: count, id: z.string().nullable(), warnings: reasons })),
  errors: z.array(z.object({ index: count, errors: reasons })),
});
const problemSchema = z.object({ detail: z.string() });

/** The server's response to a batch; `errors` and `warnings` refer to records by their index in it. */
export type IngestAnswer = z.infer<typeof answerSchema>;

/** The server refused a request as too large; fewer records may be accepted. */
export class TooLarge extends Error {}

interface Client {
  url: URL;
  key: string;
  tenant?: string;
  dryRun: boolean;
  /** Called for each failed attempt, with the pause (ms) before the next. */
  onRetry(reason: string, pause: number): void;
}

/** Creates the function that sends lines of NDJSON. It throws TooLarge, or an Error with the server's reason. */
export function ingestClient(client: Client): (lines: string[]) => Promise<IngestAnswer> {
  const url = new URL(`${client.url.pathname.replace(/\/$/, '')}/api/v1/ingest`, client.url);
  if (client.dryRun) url.searchParams.set('dry_run', 'true');
  const headers: Record<string, string> = {
    'content-type': 'application/x-ndjson',
    authorization: `Bearer ${client.key}`,
    ...(client.tenant === undefined ? {} : { 'x-tenant': client.tenant }),
  };
  return (lines) =>
    withRetries(
      () => post(url, headers, lines),
      (failure, pause) => client.onRetry(failure.message, pause),
    );
}

async function post(url: URL, headers: Record<string, string>, lines: string[]): Promise<IngestAnswer> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers,
      body: lines.join('\n'),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await response.text();
  } catch (error) {
    throw new Transient(`${url.origin} could not be reached (${causeOf(error)}).`);
  }
  if (response.status === 429 || response.status >= 500) {
    const reason = `The server answered ${response.status}: ${detailOf(text)}`;
    throw new Transient(reason, retryAfterMs(response.headers.get('retry-after'), Date.now()));
  }
  if (response.status === 413) throw new TooLarge(`The server answered 413: ${detailOf(text)}`);
  if (response.status !== 200) throw new Error(`The server answered ${response.status}: ${detailOf(text)}`);
  const answer = answerSchema.safeParse(jsonOf(text));
  if (!answer.success || answer.data.received !== lines.length) {
    throw new Error(`${url.origin} did not answer as Callmeter does. Check --url.`);
  }
  return answer.data;
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}

function detailOf(text: string): string {
  const problem = problemSchema.safeParse(jsonOf(text));
  return problem.success ? problem.data.detail : text.trim().slice(0, 200) || 'no reason given.';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
