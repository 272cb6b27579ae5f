import { type Leg, primaryLeg } from '../records/legs.ts';
import type { Interaction } from '../records/types.ts';

/** The dimensions that an interaction has a member of per leg. */
const LEG_DIMENSIONS = ['agent', 'team', 'department', 'queue'] as const;
export type LegDimension = (typeof LEG_DIMENSIONS)[number];

const FIELDS = {
  agent: 'agent_id',
  team: 'team_id',
  department: 'department_id',
  queue: 'queue_id',
} as const;

/**
 * A leg as figures count it. A member is null if no leg of the interaction has one, nor the interaction; it is absent if
 * only other legs have one: then the interaction does not count for this leg there.
 */
export interface CountedLeg extends Pick<Leg, 'started_at' | 'answered_at' | 'ended_at'> {
  readonly members: Readonly<Partial<Record<LegDimension, string | null>>>;
  readonly hold_seconds: number;
  readonly wrap_seconds: number;
  readonly disposition: Leg['disposition'];
  readonly isPrimary: boolean;
}

/** The legs that an event counts for, of all that the interaction has. */
export interface CountedLegs {
  readonly legs: readonly CountedLeg[];
  readonly isWhole: boolean;
}

/**
 * The legs of an interaction as figures count them; undefined if it has none, so that it is its own only leg. If no leg
 * names a member of a dimension, all legs are of the interaction's own.
 */
export function countedLegs(interaction: Interaction): CountedLegs | undefined {
  const { legs } = interaction;
  if (!legs) return undefined;
  const primary = primaryLeg(legs, interaction.agent_id);
  const named = LEG_DIMENSIONS.filter((name) => legs.some((leg) => leg[FIELDS[name]] !== undefined));
  return {
    isWhole: true,
    legs: legs.map((leg) => ({
      started_at: leg.started_at,
      ...(leg.answered_at !== undefined && { answered_at: leg.answered_at }),
      ...(leg.ended_at !== undefined && { ended_at: leg.ended_at }),
      members: Object.fromEntries(
        LEG_DIMENSIONS.flatMap((name) => {
          const member = named.includes(name) ? leg[FIELDS[name]] : (interaction[FIELDS[name]] ?? null);
          return member === undefined ? [] : [[name, member] as const];
        }),
      ),
      hold_seconds: leg.hold_seconds ?? 0,
      wrap_seconds: leg.wrap_seconds ?? 0,
      disposition: leg.disposition,
      isPrimary: leg === primary,
    })),
  };
}

/** Whether a dimension has a member per leg. */
export function isLegDimension(name: string): name is LegDimension {
  return name in FIELDS;
}

/** The member of the primary leg, where what happens only once in an interaction counts; null or undefined if none. */
export function primaryMember({ legs }: CountedLegs, name: LegDimension): string | null | undefined {
  return legs.find(({ isPrimary }) => isPrimary)?.members[name];
}
