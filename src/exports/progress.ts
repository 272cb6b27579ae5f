import type { Cursor } from './section.ts';

/** A stored part of a multipart upload. */
export interface Part {
  partNumber: number;
  etag: string;
}

/** The checkpoint of a job: enough for another worker to continue. */
export interface Progress {
  section: number;
  cursor: Cursor | null;
  rows: number;
  /** The state of the writer; null before its first byte. */
  writer: string | null;
  uploadId: string | null;
  parts: readonly Part[];
  /** Key of the object with the bytes that do not fill a part yet. For a PDF: the rows read so far. */
  carry: string | null;
  /** The size of the file once all its parts are stored and only joining and checking are left; null before. */
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

/** Parses the stored checkpoint of a job. */
export function progressOf(state: string | null): Progress {
  return state === null ? START : (JSON.parse(state) as Progress);
}
