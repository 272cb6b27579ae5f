import type { Progress, Slice, SliceOutcome } from './context.ts';
import {
  carryPrefix,
  contentTypeOf,
  discardCarries,
  discardFile,
  measureStored,
  objectKey,
} from './files.ts';
import type { StoredFormat } from './spec.ts';
import { joinParts, Upload } from './upload.ts';

/** Attempts at joining the parts before the file is written again. */
const JOINING_ATTEMPTS = 3;

/** Writes rows page by page until the slice or the section list ends. Checkpoints whenever parts were stored. */
export async function writeTable(
  slice: Slice,
  format: Exclude<StoredFormat, 'pdf'>,
  start: Progress,
): Promise<SliceOutcome> {
  if (start.closed !== null) return finish(slice, start);
  const { workshop, lease, source, head, isOver } = slice;
  const { bucket, store, partBytes } = workshop;
  const writer = workshop.formatOf(format).open(head, start.writer ?? undefined);
  const upload = new Upload(bucket, {
    key: objectKey(store.tenant, { id: lease.row.id, format }),
    contentType: contentTypeOf(format),
    partBytes,
    uploadId: start.uploadId,
    parts: start.parts,
    carried: await readCarry(bucket, start.carry),
  });
  let { section, cursor, rows } = start;
  let { carry } = start;
  let checkpoints = 0;
  if (start.writer === null) upload.append(writer.begin());

  async function checkpoint(): Promise<void> {
    lease.hold();
    const previous = carry;
    checkpoints += 1;
    carry = `${carryPrefix(store.tenant, lease.row.id)}${lease.row.fence}-${checkpoints}`;
    await bucket.put(carry, upload.pending());
    const { uploadId, parts } = upload;
    const progress = { section, cursor, rows, writer: writer.state(), uploadId, parts, carry, closed: null };
    await lease.checkpoint(JSON.stringify(progress), rows);
    if (previous !== null) await bucket.delete(previous);
  }

  for (; section < source.sections.length; section += 1, cursor = null) {
    for (let isFirst = true; isFirst || cursor !== null; isFirst = false) {
      const page = await source.sections[section]!.page(cursor);
      upload.append(writer.rows(section, page.rows));
      rows += page.rows.length;
      cursor = page.next;
      lease.hold();
      const isStored = await upload.storeFullParts();
      // A checkpoint needs a cursor, so there is none after the last page of a section.
      if (cursor === null) continue;
      const isLate = isOver();
      if (isStored || isLate) await checkpoint();
      if (isLate) {
        await lease.release();
        return 'more';
      }
    }
  }
  upload.append(writer.end());
  await upload.storeFullParts();
  const closed = upload.bytes;
  lease.hold();
  await upload.storeRest();
  const { uploadId, parts } = upload;
  const end = { section, cursor, rows, writer: writer.state(), uploadId, parts, carry, closed };
  if (uploadId === null) return finish(slice, end);
  // Checking a large file takes long, so it gets its own slice.
  await lease.checkpoint(JSON.stringify(end), rows);
  await lease.release();
  return 'more';
}

/** Joins the parts, verifies the stored file, and only then completes the job. */
async function finish({ workshop, lease }: Slice, end: Progress): Promise<SliceOutcome> {
  const { bucket, store } = workshop;
  const { id, format } = lease.row;
  const key = objectKey(store.tenant, { id, format: format as StoredFormat });
  lease.hold();
  const { uploadId, parts, closed } = end;
  const isThere =
    uploadId === null || (await joinParts(bucket, { key, uploadId, parts, bytes: closed ?? 0 }));
  if (!isThere && lease.row.attempts < JOINING_ATTEMPTS) throw new Error('The parts could not be joined.');
  const stored = isThere ? await measureStored(bucket, key) : undefined;
  if (stored === undefined || stored.bytes !== closed) {
    await discardFile(bucket, { ...lease.row, state: JSON.stringify(end) });
    await lease.restart();
    throw new Error('The stored file is not the one that was written. It is written again.');
  }
  await lease.complete({ rows: end.rows, ...stored });
  await discardCarries(bucket, store.tenant, id);
  return 'over';
}

async function readCarry(bucket: R2Bucket, key: string | null): Promise<Uint8Array> {
  if (key === null) return new Uint8Array();
  const stored = await bucket.get(key);
  if (!stored) throw new Error('The bytes that were carried over are missing.');
  return new Uint8Array(await stored.arrayBuffer());
}
