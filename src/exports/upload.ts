import { describeError, logLine } from '../log.ts';
import type { UploadedPart } from './context.ts';

/** All parts of a multipart upload except the last must have the same size. */
export const PART_BYTES = 8 * 1024 * 1024;

export interface UploadStart {
  key: string;
  contentType: string;
  partBytes: number;
  uploadId: string | null;
  parts: readonly UploadedPart[];
  /** Bytes kept from the previous slice, which precede everything appended. */
  carried: Uint8Array;
}

/** Collects bytes into parts of equal size. A file smaller than one part is stored with a single put. */
export class Upload {
  readonly #bucket: R2Bucket;
  readonly #key: string;
  readonly #contentType: string;
  readonly #partBytes: number;
  readonly #parts: UploadedPart[];
  #upload: R2MultipartUpload | undefined;
  #pending: Uint8Array[];
  #pendingBytes: number;

  constructor(bucket: R2Bucket, start: UploadStart) {
    this.#bucket = bucket;
    this.#key = start.key;
    this.#contentType = start.contentType;
    this.#partBytes = start.partBytes;
    this.#parts = [...start.parts];
    this.#upload =
      start.uploadId === null ? undefined : bucket.resumeMultipartUpload(start.key, start.uploadId);
    this.#pending = [start.carried];
    this.#pendingBytes = start.carried.length;
  }

  get uploadId(): string | null {
    return this.#upload?.uploadId ?? null;
  }

  get parts(): readonly UploadedPart[] {
    return this.#parts;
  }

  /** Size of the file so far. */
  get bytes(): number {
    return this.#parts.length * this.#partBytes + this.#pendingBytes;
  }

  /** Appends bytes. Full parts are only stored by `storeFullParts`. */
  append(bytes: Uint8Array): void {
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
  }

  /** Stores the full parts. Returns whether there were any. */
  async storeFullParts(): Promise<boolean> {
    if (this.#pendingBytes < this.#partBytes) return false;
    const all = this.pending();
    let from = 0;
    for (; all.length - from >= this.#partBytes; from += this.#partBytes) {
      await this.#storePart(all.subarray(from, from + this.#partBytes));
    }
    this.#keep(all.slice(from));
    return true;
  }

  /** The bytes that do not fill a part yet. */
  pending(): Uint8Array {
    const all = new Uint8Array(this.#pendingBytes);
    let at = 0;
    for (const bytes of this.#pending) {
      all.set(bytes, at);
      at += bytes.length;
    }
    this.#pending = [all];
    return all;
  }

  /** Stores the remaining bytes, as the last part or as the whole file. */
  async storeRest(): Promise<void> {
    if (!this.#upload) {
      const httpMetadata = { contentType: this.#contentType };
      await this.#bucket.put(this.#key, this.pending(), { httpMetadata });
    } else if (this.#pendingBytes > 0) {
      await this.#storePart(this.pending());
    }
  }

  async #storePart(bytes: Uint8Array): Promise<void> {
    this.#upload ??= await this.#bucket.createMultipartUpload(this.#key, {
      httpMetadata: { contentType: this.#contentType },
    });
    const part = await this.#upload.uploadPart(this.#parts.length + 1, bytes);
    this.#parts.push({ partNumber: part.partNumber, etag: part.etag });
  }

  #keep(bytes: Uint8Array): void {
    this.#pending = [bytes];
    this.#pendingBytes = bytes.length;
  }
}

/**
 * Completes a multipart upload; true as well if it was completed before. False if the file does not exist or has a
 * different size.
 */
export async function joinParts(
  bucket: R2Bucket,
  file: { key: string; uploadId: string; parts: readonly UploadedPart[]; bytes: number },
): Promise<boolean> {
  try {
    await bucket.resumeMultipartUpload(file.key, file.uploadId).complete([...file.parts]);
    return true;
  } catch (error) {
    const stored = await bucket.head(file.key);
    if (stored?.size === file.bytes) return true;
    logLine('error', { event: 'export parts not joined', key: file.key, error: describeError(error) });
    return false;
  }
}
