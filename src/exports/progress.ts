import type { Cursor } from './table.ts';

/** A part of a multipart upload that is stored. */
export interface Part {
  partNumber: number;
  etag: string;
}

/** Where a file stands: enough to go on from in another worker. */
export interface Progress {
  section: number;
  cursor: Cursor | null;
  rows: number;
  /** The writer's; null before its first byte. */
  writer: string | null;
  uploadId: string | null;
  parts: readonly Part[];
  /** Name of the object with the bytes that do not fill a part yet. */
  carry: string | null;
  /** All parts are stored and this many bytes long; what is missing is to put them together. */
  closed: number | null;
}

/** Before the first row. */
const START: Progress = {
  section: 0,
  cursor: null,
  rows: 0,
  writer: null,
  uploadId: null,
  parts: [],
  carry: null,
  closed: null,
};

/** The state of a job, as it is stored. */
export function progressOf(state: string | null): Progress {
  return state === null ? START : (JSON.parse(state) as Progress);
}
