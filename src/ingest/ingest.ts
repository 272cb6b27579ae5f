import type { AuditActor } from '../audit/entry.ts';
import { type FieldError, InvalidInput } from '../errors.ts';
import { type ReadRecord, readRecords } from '../facts/body.ts';
import type { ParseContext } from '../facts/records/context.ts';
import { parseRecord } from '../facts/records/parse.ts';
import type { AcceptedRecord } from '../facts/types.ts';
import type { Backlog } from '../rollups/changes.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import type { Quotas } from '../usage/quotas.ts';
import type { Outcome } from './decide.ts';
import { storeRecords } from './store-records.ts';

export interface IngestOptions extends ParseContext {
  /** All records or none. */
  atomic: boolean;
  /** Decide and answer, store nothing. */
  dryRun: boolean;
  /** Who sends, for the audit log of erasures. */
  actor: AuditActor;
  /** Quotas to keep; without them records are counted only. */
  quotas?: Quotas;
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
  const { outcomes, backlog } = await storeRecords(store, accepted, options);
  return { report: reportOf(received, outcomes, rejections), backlog };
}

function sortOut(
  records: readonly ReadRecord[],
  context: ParseContext,
): { accepted: AcceptedRecord[]; rejections: Rejection[]; received: number } {
  const accepted: AcceptedRecord[] = [];
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
