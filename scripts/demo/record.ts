/** A record as sent to `POST /api/v1/ingest`, and the instant (seconds UTC) at which it arises. */
export interface DemoRecord {
  at: number;
  record: { readonly type: string; readonly [field: string]: unknown };
}
