import type { AuditedContext } from '../audit/entry.ts';
import { BOUNDS } from '../bounds.ts';
import { ErrorList } from '../error-list.ts';
import { type FieldError, InvalidInput } from '../errors.ts';
import { type ReadRecord, readRecords } from '../records/body.ts';
import type { Outcome } from '../records/decision.ts';
import type { ParseContext } from '../records/define.ts';
import { parseRecord, shownId, shownRecord } from '../records/parse.ts';
import type { AcceptedRecord } from '../records/types.ts';
import type { Backlog } from '../rollups/changes.ts';
import type { Quotas } from '../usage/quotas.ts';
import { type RemovalRights, removalRefusal } from './deletions.ts';
import { noteRejected } from './rejected-event.ts';
import { type Rejection, type WarnedRecord, withinAnswer } from './rejections.ts';
import { storeRecords } from './store-records.ts';

/** The body of a request, and how to ingest it. */
export interface IngestInput {
  body: Uint8Array;
  contentType: string | null;
  /** Reject a record that could be mended. */
  strict?: boolean;
  /** Store all records or none. */
  atomic: boolean;
  /** Decide and report the outcomes, but store nothing. */
  dryRun: boolean;
  /** Records that the sender has no right to send are rejected. */
  rights: RemovalRights;
  /** Quotas to enforce. Without them, records are only counted. */
  quotas?: Quotas;
}

/** The outcomes of a request's records. */
export interface IngestReport extends Record<Outcome, number> {
  received: number;
  errors: Rejection[];
  /** Accepted records with a mended field: their number, and the first of them. */
  warned: number;
  warnings: WarnedRecord[];
}

/** A record that was read and may be stored. */
interface Accepted {
  /** Position in the request. */
  index: number;
  warnings: FieldError[];
}

/**
 * Ingests the body of a request: checks each record and stores the valid ones in one transaction. Once it returns,
 * every read sees them. `wrote`: whether anything was written. `backlog`: the pending changes afterwards.
 * Throws InvalidInput if the body cannot be read, or with `atomic` if any record was rejected; Unavailable, with
 * nothing stored, if the backlog cannot be kept small enough.
 */
export async function ingest(
  context: AuditedContext & ParseContext,
  { body, contentType, rights, strict = false, ...options }: IngestInput,
): Promise<{ report: IngestReport; wrote: boolean; backlog: Backlog }> {
  const { now, tenant, keys } = context;
  const reading = { now, tenant, keys, strict };
  const { accepted, rejections, received } = sortOut(reading, readRecords(body, contentType), rights);
  const note = async (all: readonly Rejection[]): Promise<void> => {
    if (!options.dryRun) await noteRejected(context, { received, rejections: all });
  };
  if (options.atomic && rejections.length > 0) {
    await note(rejections);
    throw rejectedWhole(rejections);
  }
  const { outcomes, refusals, wrote, backlog } = await storeRecords(context, {
    records: [...accepted.keys()],
    ...options,
  });
  const refused = [...refusals].map(([record, error]) => rejectionOf(accepted.get(record)!, record, error));
  const errors = [...rejections, ...refused].sort((a, b) => a.index - b.index);
  await note(errors);
  if (options.atomic && refused.length > 0) throw rejectedWhole(refused);
  for (const record of refusals.keys()) accepted.delete(record);
  const report = {
    received,
    ...countsOf(outcomes, rejections.length),
    ...warningsOf(accepted),
    errors: withinAnswer(errors, body.length),
  };
  return { report, wrote, backlog };
}

function rejectionOf({ index }: Accepted, { type, id }: AcceptedRecord, error: FieldError): Rejection {
  return { index, type, id: shownId(id), errors: [error] };
}

function sortOut(
  context: ParseContext,
  records: readonly ReadRecord[],
  rights: RemovalRights,
): { accepted: Map<AcceptedRecord, Accepted>; rejections: Rejection[]; received: number } {
  const accepted = new Map<AcceptedRecord, Accepted>();
  const rejections: Rejection[] = [];
  for (const read of records) {
    if ('error' in read) {
      rejections.push({ index: read.index, type: null, id: null, errors: [read.error] });
      continue;
    }
    const parsed = parseRecord(read.raw, context);
    if (!parsed.ok) {
      rejections.push({ index: read.index, type: parsed.type, id: parsed.id, errors: parsed.errors });
      continue;
    }
    const refused = removalRefusal(parsed.record, rights);
    if (refused) rejections.push({ index: read.index, ...shownRecord(read.raw), errors: [refused] });
    else accepted.set(parsed.record, { index: read.index, warnings: parsed.warnings });
  }
  return { accepted, rejections, received: records.length };
}

function rejectedWhole(rejections: readonly Rejection[]): InvalidInput {
  const list = new ErrorList();
  for (const { index, errors } of rejections) {
    for (const { path, message } of errors) {
      list.add(() => ({ path: path === '' ? `records.${index}` : `records.${index}.${path}`, message }));
    }
  }
  const { listed, total } = list;
  const more = total > listed.length ? ` The first ${listed.length} of ${total} errors are listed.` : '';
  return new InvalidInput(
    `Invalid records: ${rejections.length}. With atomic=true all or none are stored, so nothing was stored.${more}`,
    listed,
  );
}

/** `unread`: how many of the rejected records never reached a decision, so that they have no outcome. */
function countsOf(outcomes: readonly Outcome[], unread: number): Record<Outcome, number> {
  const counts = { created: 0, updated: 0, unchanged: 0, stale: 0, deleted: 0, rejected: unread };
  for (const outcome of outcomes) counts[outcome] += 1;
  return counts;
}

function warningsOf(
  accepted: ReadonlyMap<AcceptedRecord, Accepted>,
): Pick<IngestReport, 'warned' | 'warnings'> {
  const warned = [...accepted].filter(([, { warnings }]) => warnings.length > 0);
  const listed = warned.slice(0, BOUNDS.listedWarnings.value);
  return {
    warned: warned.length,
    warnings: listed.map(([{ type, id }, { index, warnings }]) => ({
      index,
      type,
      id: shownId(id),
      warnings,
    })),
  };
}
