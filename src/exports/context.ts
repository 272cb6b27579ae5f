import type { TenantStore } from '../db/tenant-store.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import type { DocumentHead, Format, Overview } from './document.ts';
import type { Lease } from './lease.ts';
import type { Source, SourceContext } from './source.ts';
import type { ExportRequest, StoredFormat } from './spec.ts';
import type { Cell } from './table.ts';

/** What a PDF file shows; at most 2,000 rows, of `total`. */
export interface PrintedContent {
  overview: Overview;
  rows: { section: number; cells: readonly Cell[] }[];
  total: number;
}

/** What a worker of exports works with. */
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
 * What came of a slice. over: the job is completed or failed. more: it goes on in another slice. again: the slice
 * failed and should be tried again. lost: there was nothing to do, or another worker has the job.
 */
export type Outcome = 'over' | 'more' | 'again' | 'lost';

/** One slice of work on a job. */
export interface Slice {
  workshop: Workshop;
  lease: Lease;
  source: Source;
  head: DocumentHead;
  /** Whether the slice has used up its time, or its share of queries. */
  isOver(): boolean;
}
