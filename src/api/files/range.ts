/** A part of a file, in bytes. */
export interface ByteRange {
  offset: number;
  length: number;
}

const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * The range of a file of `bytes` that the headers ask for. Undefined for the whole file: without Range, with
 * several ranges, one that is malformed, or where If-Range names another file than `etag`.
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
