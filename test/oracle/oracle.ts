import type { Sent } from '../support/records.ts';

/** The parameters of a request, as written. */
export type Asked = Readonly<Record<string, string>>;

/**
 * Answers computed from the records as they were sent, by the sentences that define each figure. Shares no code with
 * what it judges.
 */
export interface Oracle {
  /** The zone of the tenant. */
  zone: string;
  readonly records: {
    apply(record: Sent): void;
    /** Whether a record is there now. */
    has(type: string, id: string): boolean;
  };
  /** The answer of a route at `now`, seconds UTC. */
  answer(route: string, asked: Asked, now: number): unknown;
}
