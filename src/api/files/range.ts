/** A byte range of a file. */
export interface ByteRange {
  offset: number;
  length: number;
}

const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * The requested range of a file of `bytes`. Undefined for the whole file: if Range is absent, malformed or has several
 * ranges, or if If-Range does not match `etag`. Not left to R2, which reads no If-Range, answers the whole file to a
 * range outside it, and is not asked for HEAD.
 */
export function rangeOf(
  headers: Headers,
  bytes: number,
  etag: string,
): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = RANGE.exec(headers.get('Range') ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if ((headers.get('If-Range') ?? etag) !== etag) return undefined;
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? 'unsatisfiable' : { offset: bytes - length, length };
  }
  const offset = Number(first);
  if (last !== '' && Number(last) < offset) return undefined;
  if (offset >= bytes) return 'unsatisfiable';
  const end = last === '' ? bytes : Math.min(Number(last) + 1, bytes);
  return { offset, length: end - offset };
}
