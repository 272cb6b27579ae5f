import { primaryMember } from '../facts/counted-legs.ts';
import type { FactEvent } from '../facts/event.ts';
import type { Interaction } from '../records/types.ts';
import { type Direction, OTHERS } from './dimensions.ts';

/** SLA targets: the first response, the resolution, or either of them. */
export const TARGETS = ['first', 'resolution', 'any'] as const;
export type SlaTarget = (typeof TARGETS)[number];

/**
 * A target that is neither met nor breached yet. It becomes breached once `at` (seconds UTC) has passed, without any
 * new record. `interval` is the interval in which the conversation starts.
 */
export interface Deadline {
  target: SlaTarget;
  at: number;
  interval: number;
  priority: string | undefined;
  team: string | undefined;
  direction: Direction;
}

/** The state of a target by the facts alone. */
type Standing = 'untracked' | 'met' | 'breached' | { dueAt: number };

function standing(interaction: Interaction, target: 'first' | 'resolution'): Standing {
  const { sla, started_at, ended_at } = interaction;
  const seconds =
    target === 'first'
      ? (sla?.first_response_due_in ?? sla?.first_response_seconds)
      : (sla?.resolution_due_in ?? sla?.resolution_seconds);
  if (seconds === undefined) return 'untracked';
  const dueAt = started_at + seconds;
  const done = (target === 'first' ? interaction.first_response_at : interaction.resolved_at) ?? ended_at;
  if (done === undefined) return { dueAt };
  return done > dueAt ? 'breached' : 'met';
}

/** Whether a conversation has the target. */
export function isTracked(interaction: Interaction, target: SlaTarget): boolean {
  if (target === 'any') return isTracked(interaction, 'first') || isTracked(interaction, 'resolution');
  return standing(interaction, target) !== 'untracked';
}

/** Whether the facts alone decide that the target is breached. */
export function isBreached(interaction: Interaction, target: SlaTarget): boolean {
  if (target === 'any') return isBreached(interaction, 'first') || isBreached(interaction, 'resolution');
  return standing(interaction, target) === 'breached';
}

/** The undecided SLA targets of a conversation. */
export function deadlinesOf(event: FactEvent, intervalSeconds: number): Deadline[] {
  if (event.source !== 'interaction' || event.interaction.kind !== 'conversation') return [];
  const { interaction } = event;
  const due = (['first', 'resolution'] as const).flatMap((target) => {
    const stands = standing(interaction, target);
    return typeof stands === 'object' ? [{ target: target as SlaTarget, at: stands.dueAt }] : [];
  });
  const soonest = Math.min(...due.map(({ at }) => at));
  const all =
    due.length === 0 || isBreached(interaction, 'any')
      ? due
      : [...due, { target: 'any' as SlaTarget, at: soonest }];
  const interval = Math.floor(event.at / intervalSeconds);
  return all.map((each) => ({
    ...each,
    interval,
    priority: interaction.priority,
    team: event.legs ? (primaryMember(event.legs, 'team') ?? undefined) : interaction.team_id,
    direction: interaction.direction,
  }));
}

/** A deadline as JSON text; equal deadlines have equal keys. Inbound is left out. */
export function deadlineKey({ target, at, interval, priority, team, direction }: Deadline): string {
  return JSON.stringify([
    target,
    at,
    interval,
    priority ?? null,
    team === OTHERS ? 0 : (team ?? null),
    ...(direction === 'inbound' ? [] : [direction]),
  ]);
}

/** Decodes a `deadlineKey`. */
export function deadlineOf(key: string): Deadline {
  const [target, at, interval, priority, team, direction = 'inbound'] = JSON.parse(key) as [
    SlaTarget,
    number,
    number,
    string | null,
    string | 0 | null,
    Direction?,
  ];
  return {
    target,
    at,
    interval,
    priority: priority ?? undefined,
    team: team === 0 ? OTHERS : (team ?? undefined),
    direction,
  };
}
