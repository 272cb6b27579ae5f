import type { Evaluation, Interaction } from './types.ts';

/** Who was rated, if an evaluation says so. */
type Rated = Pick<Evaluation, 'agent_id' | 'team_id'>;

/**
 * The interaction as an evaluation of it counts: of the agent and the team that the evaluation names, so that a rating
 * stays with whom it was given when the interaction is reassigned.
 */
export function asRated(interaction: Interaction, { agent_id, team_id }: Rated): Interaction {
  if (agent_id === undefined && team_id === undefined) return interaction;
  return {
    ...interaction,
    ...(agent_id !== undefined && { agent_id }),
    ...(team_id !== undefined && { team_id }),
  };
}
