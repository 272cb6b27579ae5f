import type { BoundStatement } from '../db/statement.ts';
import type { Outcome } from './attempts.ts';
import type { Target } from './event-types.ts';

/** One attempt at a delivery. */
export interface Attempt {
  /** As stored: `at` in seconds UTC, `data` JSON. The id is the same in all attempts and for all targets. */
  event: { id: string; type: string; at: number; data: string };
  target: Target;
}

/** What came of it, and statements for the transaction that stores that. */
export interface Sent {
  outcome: Outcome;
  also: readonly BoundStatement[];
}
