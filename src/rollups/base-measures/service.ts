import type { Interaction } from '../../records/types.ts';
import {
  type BaseMeasureRule,
  type BaseMeasureRules,
  is,
  isCompleted,
  isInbound,
  isMissed,
  ofEnded,
  ofInteraction,
} from './rules.ts';

function ofOffered(
  isCounted: (interaction: Interaction) => boolean,
  value: (it: Interaction) => number,
): BaseMeasureRule {
  return ofEnded((it) => (isInbound(it) && isCounted(it) ? value(it) : 0));
}

const one = (): number => 1;
const waitOf = ({ wait_seconds }: Interaction): number => wait_seconds ?? 0;
const hasWait = ({ wait_seconds }: Interaction): number => is(wait_seconds !== undefined);

/** Completed interactions that have a duration: those that handle time is known of. */
function ofHandled(value: (interaction: Interaction) => number): BaseMeasureRule {
  return ofEnded((it) => (isHandled(it) ? value(it) : 0));
}

/** Whether the handle time of an interaction is known. */
export function isHandled(interaction: Interaction): boolean {
  return isCompleted(interaction) && interaction.duration_seconds !== undefined;
}

/** Seconds of talk: the duration without holds. A hold that exceeds the duration leaves none. */
export function talkOf({ duration_seconds = 0, hold_seconds = 0 }: Interaction): number {
  return Math.max(0, duration_seconds - hold_seconds);
}

/** Base measures of queues and handling, of both kinds of interactions. Only inbound ones are offered. */
export const SERVICE_BASE_MEASURES = {
  inbound_answered: ofOffered(isCompleted, one),
  inbound_abandoned: ofOffered(isMissed, one),
  inbound_overflowed: ofOffered(({ status }) => status === 'overflowed', one),
  /** Waits in seconds, and how many have one. */
  answered_wait_seconds: ofOffered(isCompleted, waitOf),
  answered_waited: ofOffered(isCompleted, hasWait),
  abandoned_wait_seconds: ofOffered(isMissed, waitOf),
  abandoned_waited: ofOffered(isMissed, hasWait),
  /** What handle time consists of, in seconds, and how many interactions have one. */
  talk_seconds: ofHandled(talkOf),
  hold_seconds: ofHandled(({ hold_seconds = 0 }) => hold_seconds),
  wrap_up_seconds: ofHandled(({ wrap_seconds = 0 }) => wrap_seconds),
  handled: ofHandled(one),
  completed_held: ofEnded((it) => is(isCompleted(it) && ((it.holds ?? 0) > 0 || (it.hold_seconds ?? 0) > 0))),
  /** Open ones included. */
  interactions: ofInteraction(one),
  interactions_reopened: ofInteraction(({ reopens = 0, reopened_at }) =>
    is(reopens > 0 || reopened_at !== undefined),
  ),
} satisfies BaseMeasureRules;
