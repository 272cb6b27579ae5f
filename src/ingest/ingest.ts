import { type FieldError, InvalidInput, Unavailable } from '../errors.ts';
import { type ReadRecord, readRecords } from '../facts/body.ts';
import type { ParseContext } from '../facts/records/context.ts';
import { parseRecord } from '../facts/records/parse.ts';
import type { IngestRecord } from '../facts/types.ts';
import { type Backlog, SELECT_BACKLOG } from '../rollups/changes.ts';
import { refresh } from '../rollups/refresh.ts';
import { MAX_PENDING } from '../rollups/thresholds.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import type { Outcome } from './decide.ts';
import { storeRecords } from './store-records.ts';

export interface IngestOptions extends ParseContext {
  /** All records or none. */
  atomic: boolean;
  /** Decide and answer, store nothing. */
  dryRun: boolean;
}

export interface Rejection {
  /** Place in the request, from 0. */
  index: number;
  type: string | null;
  id: string | null;
  errors: FieldError[];
}

/** What became of a request's records. */
export interface IngestReport extends Record<Outcome, number> {
  received: number;
  rejected: number;
  errors: Rejection[];
}

/** How long ingest may take changes in before it answers that the backlog is too large. */
const CATCH_UP_MILLISECONDS = 10_000;

/**
 * Takes in a request's body of records: checks each, stores the valid ones in one transaction. Once it
 * returns, every read sees them. Throws InvalidInput where nothing could be read, or with `atomic` where a
 * record was rejected; Unavailable, nothing stored, where the backlog cannot be kept small.
 */
export async function ingest(
  store: TenantStore,
  body: Uint8Array,
  contentType: string | null,
  options: IngestOptions,
): Promise<{ report: IngestReport; backlog: Backlog }> {
  const { accepted, rejections, received } = sortOut(readRecords(body, contentType), options);
  if (options.atomic && rejections.length > 0) throw rejectedWhole(rejections);
  await makeRoom(store, accepted.length, options.dryRun);
  const outcomes = await storeRecords(store, accepted, options);
  const [[backlog]] = options.dryRun ? [[NO_BACKLOG]] : await store.batch([SELECT_BACKLOG.with()]);
  return { report: reportOf(received, outcomes, rejections), backlog: backlog ?? NO_BACKLOG };
}

const NO_BACKLOG: Backlog = { pending: 0, oldest: null };

function sortOut(
  records: readonly ReadRecord[],
  context: ParseContext,
): { accepted: IngestRecord[]; rejections: Rejection[]; received: number } {
  const accepted: IngestRecord[] = [];
  const rejections: Rejection[] = [];
  for (const read of records) {
    if ('error' in read) {
      rejections.push({ index: read.index, type: null, id: null, errors: [read.error] });
      continue;
    }
    const parsed = parseRecord(read.raw, context);
    if (parsed.ok) accepted.push(parsed.record);
    else rejections.push({ index: read.index, type: parsed.type, id: parsed.id, errors: parsed.errors });
  }
  return { accepted, rejections, received: records.length };
}

function rejectedWhole(rejections: readonly Rejection[]): InvalidInput {
  const errors = rejections.flatMap(({ index, errors }) =>
    errors.map(({ path, message }) => ({
      path: path === '' ? `records.${index}` : `records.${index}.${path}`,
      message,
    })),
  );
  return new InvalidInput(
    `${rejections.length} of the records cannot be accepted, and atomic=true stores all or none: nothing was stored.`,
    errors,
  );
}

async function makeRoom(store: TenantStore, coming: number, isDryRun: boolean): Promise<void> {
  if (isDryRun || coming === 0) return;
  const [[backlog]] = await store.batch([SELECT_BACKLOG.with()]);
  if ((backlog?.pending ?? 0) + coming <= MAX_PENDING) return;
  const { done } = await refresh(store, Date.now() + CATCH_UP_MILLISECONDS);
  if (!done) {
    throw new Unavailable(
      'Too many changes wait to be taken into the figures; nothing was stored, send again.',
      10,
    );
  }
}

function reportOf(received: number, outcomes: readonly Outcome[], rejections: Rejection[]): IngestReport {
  const report: IngestReport = {
    received,
    created: 0,
    updated: 0,
    unchanged: 0,
    stale: 0,
    deleted: 0,
    rejected: rejections.length,
    errors: rejections,
  };
  for (const outcome of outcomes) report[outcome] += 1;
  return report;
}
