import { MAX_SPAN_SECONDS } from './interaction-fields.ts';
import type { InteractionStatus } from './types.ts';

const UNRESOLVED_OUTCOMES = new Set([
  'escalated',
  'unresolved',
  'callback_scheduled',
  'abandoned',
  'unknown',
]);

type Maybe<Value> = Value | null | undefined;

interface Times {
  status: InteractionStatus;
  started_at: number;
  answered_at?: Maybe<number>;
  ended_at?: Maybe<number>;
  duration_seconds?: Maybe<number>;
  wait_seconds?: Maybe<number>;
}

/**
 * Durations and end of an interaction, as sent or otherwise derived. Durations in seconds, instants in seconds UTC. A
 * duration is derived only from instants that were sent, and is absent if it would be out of range.
 */
export function deriveTimes(sent: Times): {
  ended_at?: number;
  duration_seconds?: number;
  wait_seconds?: number;
} {
  const duration = sent.duration_seconds ?? spanBetween(sent.answered_at, sent.ended_at);
  const wait = sent.wait_seconds ?? spanBetween(sent.started_at, sent.answered_at);
  const ended = sent.ended_at ?? (sent.status === 'open' ? undefined : endOf(sent, duration ?? 0, wait ?? 0));
  return {
    ...(ended === undefined ? {} : { ended_at: ended }),
    ...(duration === undefined ? {} : { duration_seconds: duration }),
    ...(wait === undefined ? {} : { wait_seconds: wait }),
  };
}

/** Outcome, transfer and first-contact resolution, as sent or otherwise derived from the other fields. */
export function deriveOutcome(sent: {
  status: InteractionStatus;
  outcome?: Maybe<string>;
  resolved_at?: Maybe<number>;
  transferred?: Maybe<boolean>;
  first_contact_resolved?: Maybe<boolean>;
}): { outcome: string; transferred: boolean; first_contact_resolved: boolean } {
  const outcome = sent.outcome ?? defaultOutcome(sent.status, typeof sent.resolved_at === 'number');
  const transferred = sent.transferred ?? outcome === 'escalated';
  return {
    outcome,
    transferred,
    first_contact_resolved:
      sent.first_contact_resolved ??
      (sent.status === 'completed' && !transferred && !UNRESOLVED_OUTCOMES.has(outcome)),
  };
}

function defaultOutcome(status: InteractionStatus, isResolved: boolean): string {
  if (isResolved) return 'resolved';
  return status === 'abandoned' || status === 'missed' ? 'abandoned' : 'unknown';
}

function endOf(sent: Times, duration: number, wait: number): number {
  return (sent.answered_at ?? sent.started_at + wait) + duration;
}

function spanBetween(from: Maybe<number>, to: Maybe<number>): number | undefined {
  if (typeof from !== 'number' || typeof to !== 'number') return undefined;
  const span = to - from;
  return span >= 0 && span <= MAX_SPAN_SECONDS ? span : undefined;
}
