import type { TenantStore } from '../db/tenant-store.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import type { Lease } from './lease.ts';
import type { Cell, DocumentHead, Format, Overview, Source, SourceContext } from './section.ts';
import type { ExportRequest, StoredFormat } from './spec.ts';

/** The content of a PDF file: at most 2,000 rows, of `total`. */
export interface PrintedContent {
  overview: Overview;
  rows: { section: number; cells: readonly Cell[] }[];
  total: number;
}

/** Dependencies of an export worker. */
export interface Workshop {
  store: TenantStore;
  bucket: R2Bucket;
  keys: TenantKeys;
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
export type Outcome = 'over' | 'more' | 'again' | 'lost';

/** One slice of work on a job. */
export interface Slice {
  workshop: Workshop;
  lease: Lease;
  source: Source;
  head: DocumentHead;
  /** Whether the slice has used up its time or its queries. */
  isOver(): boolean;
}
