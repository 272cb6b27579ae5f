import { BOUNDS } from '../bounds.ts';
import type { BoundStatement } from '../db/statement.ts';
import type { Target } from './event-types.ts';

const MINUTE = 60;
const HOUR = 3_600;

/** Seconds from each failed attempt to the next one: the schedule that Standard Webhooks 1.0 recommends. */
const STEPS = [
  ...[5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR],
  ...[14 * HOUR, 20 * HOUR, 24 * HOUR],
];
/** What is added to a step at most, as a share of it: what failed together does not come back together. */
const JITTER = 0.2;
/** A receiver cannot put a delivery off by more seconds than this. */
const MOST_ASKED = 24 * HOUR;

/** What an attempt came to. */
export type Outcome =
  | { kind: 'delivered'; code?: number; answer?: string }
  /** The next attempt is not before `retryAfter` seconds, if the receiver asked for that. */
  | { kind: 'retry'; code?: number; answer: string; retryAfter?: number }
  /** No attempt follows. */
  | { kind: 'failed' | 'cancelled'; code?: number; answer: string };

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

export type DeliveryStatus = 'waiting' | 'sending' | 'delivered' | 'failed' | 'cancelled';

/** How the delivery is stored after an attempt. */
export interface Settled {
  status: DeliveryStatus;
  /** Seconds UTC; null if no attempt follows. */
  nextAt: number | null;
}

/**
 * What follows from the outcome of attempt number `attempts` at `now`, in seconds UTC. `random` is from 0 to 1. The last
 * attempt that `BOUNDS.deliveryAttempts` allows fails the delivery.
 */
export function settle(outcome: Outcome, attempts: number, now: number, random = Math.random()): Settled {
  if (outcome.kind !== 'retry') return { status: outcome.kind, nextAt: null };
  const step = STEPS[attempts - 1];
  if (step === undefined || attempts >= BOUNDS.deliveryAttempts.value) {
    return { status: 'failed', nextAt: null };
  }
  const asked = Math.min(outcome.retryAfter ?? 0, MOST_ASKED);
  const seconds = Math.max(step, asked) + step * JITTER * random;
  return { status: 'waiting', nextAt: now + Math.ceil(seconds) };
}
