import type { KeyedContext } from '../service-context.ts';
import type { Lease } from './lease.ts';
import type { Cell, Cursor, DocumentHead, Format, Overview, Source, SourceContext } from './section.ts';
import type { ExportRequest, StoredFormat } from './spec.ts';

/** A stored part of a multipart upload. */
export interface UploadedPart {
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
  parts: readonly UploadedPart[];
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

/** The content of a PDF file: at most 2,000 rows, of `total`. */
export interface PrintedContent {
  overview: Overview;
  rows: { section: number; cells: readonly Cell[] }[];
  total: number;
}

/** Dependencies of an export worker. */
export interface Workshop extends KeyedContext {
  bucket: R2Bucket;
  openSource(context: SourceContext, request: ExportRequest): Source;
  formatOf(format: Exclude<StoredFormat, 'pdf'>): Format;
  renderPdf(head: DocumentHead, content: PrintedContent): Promise<Uint8Array>;
  /** Milliseconds since the epoch. */
  clock(): number;
  sliceMilliseconds: number;
  partBytes: number;
}

/**
 * Outcome of a slice. over: the job is completed or failed. more: it continues in another slice. again: the slice
 * failed and should be retried. lost: nothing to do, or another worker holds the job.
 */
export type SliceOutcome = 'over' | 'more' | 'again' | 'lost';

/** One slice of work on a job. */
export interface Slice {
  workshop: Workshop;
  lease: Lease;
  source: Source;
  head: DocumentHead;
  /** Whether the slice has used up its time or its queries. */
  isOver(): boolean;
}
