/** A record as `POST /api/v1/ingest` takes it, and the instant (seconds UTC) at which it came to be. */
export interface DemoRecord {
  at: number;
  record: { readonly type: string; readonly [field: string]: unknown };
}
