import type { FieldError } from '../errors.ts';
import { isStoredInstant, OUT_OF_RANGE } from './instant.ts';
import { MAX_SPAN_SECONDS, UNRESOLVED_OUTCOMES } from './interaction-fields.ts';
import type { InteractionStatus } from './types.ts';

type Maybe<Value> = Value | null | undefined;

interface Times {
  status: InteractionStatus;
  started_at: number;
  queued_at?: Maybe<number>;
  answered_at?: Maybe<number>;
  ended_at?: Maybe<number>;
  duration_seconds?: Maybe<number>;
  wait_seconds?: Maybe<number>;
}

type Moment = 'started_at' | 'queued_at' | 'answered_at' | 'ended_at';

/** Durations in seconds, instants in seconds UTC. */
interface DerivedTimes {
  ended_at?: number;
  duration_seconds?: number;
  wait_seconds?: number;
}

/**
 * Durations and end of an interaction, as sent or otherwise derived. A duration is derived only from instants that were
 * sent. What would be out of range is absent, and `leaveOut` is told so.
 */
export function deriveTimes(sent: Times, leaveOut: (error: FieldError) => void = () => {}): DerivedTimes {
  const hasLeft =
    (isLost(sent.status) || sent.status === 'overflowed') && typeof sent.answered_at !== 'number';
  const duration = sent.duration_seconds ?? span('duration_seconds', 'answered_at', 'ended_at');
  const queued = typeof sent.queued_at === 'number' ? 'queued_at' : 'started_at';
  const wait = sent.wait_seconds ?? span('wait_seconds', queued, hasLeft ? 'ended_at' : 'answered_at');
  const ended = sent.ended_at ?? end(duration ?? 0, wait ?? 0);
  return {
    ...(ended === undefined ? {} : { ended_at: ended }),
    ...(duration === undefined ? {} : { duration_seconds: duration }),
    ...(wait === undefined ? {} : { wait_seconds: wait }),
  };

  function span(path: string, from: Moment, to: Moment): number | undefined {
    const [start, end] = [sent[from], sent[to]];
    if (typeof start !== 'number' || typeof end !== 'number' || end < start) return undefined;
    if (end - start <= MAX_SPAN_SECONDS) return end - start;
    leaveOut({ path, message: `Must be at most ${MAX_SPAN_SECONDS} seconds, from ${from} to ${to}.` });
    return undefined;
  }

  function end(handled: number, waited: number): number | undefined {
    if (sent.status === 'open') return undefined;
    const at = (sent.answered_at ?? (sent.queued_at ?? sent.started_at) + waited) + handled;
    if (isStoredInstant(at)) return at;
    leaveOut({ path: 'ended_at', message: OUT_OF_RANGE });
    return undefined;
  }
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
      (sent.status === 'completed' && !transferred && !UNRESOLVED_OUTCOMES.includes(outcome)),
  };
}

function defaultOutcome(status: InteractionStatus, isResolved: boolean): string {
  if (isResolved) return 'resolved';
  return isLost(status) ? 'abandoned' : 'unknown';
}

/** Whether nobody answered: the customer waited until the end. */
function isLost(status: InteractionStatus): boolean {
  return status === 'abandoned' || status === 'missed';
}
