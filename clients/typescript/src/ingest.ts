import type { operations } from './api.ts';
import { type Batch, batches } from './batches.ts';
import { ProblemError } from './problem.ts';
import type { Transport } from './transport.ts';
import type { SentRecord } from './types.ts';

type Answer = operations['ingest']['responses'][200]['content']['application/json'];

const OUTCOMES = [
  'received',
  'created',
  'updated',
  'unchanged',
  'stale',
  'deleted',
  'rejected',
  'warned',
] as const;

/** How many records became what, as ingest counts them; see /docs/data. */
export type IngestProgress = Record<(typeof OUTCOMES)[number], number>;

export interface RejectedRecord {
  /** Place among the records sent, from 0. */
  index: number;
  type: string | null;
  id: string | null;
  errors: readonly { path: string; message: string }[];
}

export interface IngestSummary extends IngestProgress {
  /** Records that were not stored, and why. */
  errors: RejectedRecord[];
}

export interface IngestOptions {
  /** Called after each batch with the counts so far. */
  onProgress?: (progress: IngestProgress) => void;
  /** A record is rejected instead of mended: see "Side fields" in /docs/data. */
  strict?: boolean;
  /** Answers what would become of the records, and stores nothing. */
  dryRun?: boolean;
  signal?: AbortSignal;
}

const PATH = '/api/v1/ingest';
const TOO_LARGE = 413;

/** Sends records in batches. Throws a ProblemError if the API refuses a batch; those before it are stored. */
export async function ingest(
  transport: Transport,
  records: Iterable<SentRecord> | AsyncIterable<SentRecord>,
  options: IngestOptions = {},
): Promise<IngestSummary> {
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as IngestProgress;
  const errors: RejectedRecord[] = [];
  for await (const batch of batches(records)) {
    for (const { start, answer } of await sendBatch(transport, batch, options)) {
      for (const outcome of OUTCOMES) counts[outcome] += answer[outcome];
      errors.push(...answer.errors.map((error) => ({ ...error, index: start + error.index })));
    }
    options.onProgress?.({ ...counts });
  }
  return { ...counts, errors };
}

interface Answered {
  start: number;
  answer: Answer;
}

/** Sends a batch, in halves if it is too large for what stands before the API. */
async function sendBatch(transport: Transport, batch: Batch, options: IngestOptions): Promise<Answered[]> {
  const { strict, dryRun, signal } = options;
  try {
    const response = await transport.send('POST', PATH, {
      query: { strict: strict || undefined, dry_run: dryRun || undefined },
      headers: { 'Content-Type': 'application/x-ndjson' },
      body: `${batch.lines.join('\n')}\n`,
      isRepeatable: true,
      ...(signal && { signal }),
    });
    return [{ start: batch.start, answer: (await response.json()) as Answer }];
  } catch (error) {
    const isTooLarge = error instanceof ProblemError && error.status === TOO_LARGE;
    if (!isTooLarge || batch.lines.length < 2) throw error;
    const middle = Math.ceil(batch.lines.length / 2);
    const halves = [
      { start: batch.start, lines: batch.lines.slice(0, middle) },
      { start: batch.start + middle, lines: batch.lines.slice(middle) },
    ];
    const answers: Answered[] = [];
    for (const half of halves) answers.push(...(await sendBatch(transport, half, options)));
    return answers;
  }
}
