import { measureStored } from './checksum.ts';
import type { DocumentHead } from './document.ts';
import { contentTypeOf, objectKey } from './files.ts';
import type { Lease } from './lease.ts';
import type { PrintedContent, Workshop } from './run.ts';
import type { Source } from './source.ts';
import type { Cursor, Page } from './table.ts';

/** How many rows are printed; the document says of how many. */
const PRINTED_ROWS = 2_000;

/** Writes the PDF file of a job, all in one slice. */
export async function writePages(
  { store, bucket, renderPdf }: Workshop,
  lease: Lease,
  source: Source,
  head: DocumentHead,
): Promise<void> {
  const { id, rows_expected: total } = lease.row;
  const rows = await firstRows(source);
  const overview = await source.overview();
  const file = await renderPdf(head, { overview, rows, total: Math.max(total ?? 0, rows.length) });
  const key = objectKey(store.tenant, { id, format: 'pdf' });
  lease.hold();
  await bucket.put(key, file, { httpMetadata: { contentType: contentTypeOf('pdf') } });
  const stored = await measureStored(bucket, key);
  if (stored?.bytes !== file.length) throw new Error('The stored file is not the one that was written.');
  await lease.complete({ rows: rows.length, ...stored });
}

async function firstRows({ sections }: Source): Promise<PrintedContent['rows']> {
  const rows: PrintedContent['rows'] = [];
  for (const [section, source] of sections.entries()) {
    let cursor: Cursor | null = null;
    do {
      const page: Page = await source.page(cursor);
      rows.push(...page.rows.map((each) => ({ section, cells: each })));
      cursor = page.next;
    } while (cursor !== null && rows.length < PRINTED_ROWS);
    if (rows.length >= PRINTED_ROWS) break;
  }
  return rows.slice(0, PRINTED_ROWS);
}
