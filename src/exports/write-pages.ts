import type { PrintedContent, Progress, Slice, SliceOutcome } from './context.ts';
import { carryPrefix, contentTypeOf, discardCarries, measureStored, objectKey } from './files.ts';

/** Maximum number of printed rows; the document says of how many. */
const PRINTED_ROWS = 2_000;

type PrintedRows = PrintedContent['rows'];

/** Writes the PDF file of a job. Reading its rows may take several slices. */
export async function writePages(slice: Slice, start: Progress): Promise<SliceOutcome> {
  const { workshop, lease, source, head } = slice;
  const { store, bucket, renderPdf } = workshop;
  const { id, rows_expected: total } = lease.row;
  const found = await firstRows(slice, start, total);
  if (found.next) {
    lease.hold();
    const carry = `${carryPrefix(store.tenant, id)}${lease.row.fence}`;
    await bucket.put(carry, JSON.stringify(found.rows));
    const progress = { ...start, ...found.next, rows: found.seen, carry };
    await lease.checkpoint(JSON.stringify(progress), found.rows.length);
    if (start.carry !== null) await bucket.delete(start.carry);
    await lease.release();
    return 'more';
  }
  const { rows } = found;
  const overview = await source.overview();
  const file = await renderPdf(head, { overview, rows, total: Math.max(total ?? 0, found.seen) });
  const key = objectKey(store.tenant, { id, format: 'pdf' });
  lease.hold();
  await bucket.put(key, file, { httpMetadata: { contentType: contentTypeOf('pdf') } });
  const stored = await measureStored(bucket, key);
  if (stored?.bytes !== file.length) throw new Error('The stored file is not the one that was written.');
  await lease.complete({ rows: rows.length, ...stored });
  if (start.carry !== null) await discardCarries(bucket, store.tenant, id);
  return 'over';
}

/**
 * Reads the rows to print, continuing from `start`, and counts the rows seen: all of them if the total is unknown.
 * `next` is set if the slice ended first.
 */
async function firstRows(
  { workshop, source, isOver }: Slice,
  start: Progress,
  total: number | null,
): Promise<{ rows: PrintedRows; seen: number; next?: Pick<Progress, 'section' | 'cursor'> }> {
  const rows = await carriedRows(workshop.bucket, start.carry);
  const wanted = total === null ? Number.POSITIVE_INFINITY : Math.min(PRINTED_ROWS, total);
  let { section, cursor, rows: seen } = start;
  while (section < source.sections.length && seen < wanted) {
    const page = await source.sections[section]!.page(cursor);
    const at = section;
    const shown = page.rows.slice(0, Math.max(0, PRINTED_ROWS - rows.length));
    rows.push(...shown.map((cells) => ({ section: at, cells })));
    seen += page.rows.length;
    cursor = page.next;
    if (cursor === null) section += 1;
    else if (isOver() && seen < wanted) return { rows, seen, next: { section, cursor } };
  }
  return { rows, seen };
}

async function carriedRows(bucket: R2Bucket, carry: string | null): Promise<PrintedRows> {
  if (carry === null) return [];
  const stored = await bucket.get(carry);
  if (!stored) throw new Error('The rows that were carried over are missing.');
  return stored.json<PrintedRows>();
}
