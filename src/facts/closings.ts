import type { Interaction } from '../records/types.ts';

/** Interactions that were closed later than this after their start, in seconds, are found by an index of their own. */
export const PROMPT_SECONDS = 900;

/**
 * When an interaction was closed, seconds UTC: at the first of its resolution and its end, or at the first of them after
 * it was last reopened. Undefined if it is open, or open again.
 */
export function closedAt({
  status,
  resolved_at,
  ended_at,
  reopened_at = 0,
}: Pick<Interaction, 'status' | 'resolved_at' | 'ended_at' | 'reopened_at'>): number | undefined {
  const ends = [resolved_at, status === 'open' ? undefined : ended_at].filter((at) => at !== undefined);
  const since = ends.filter((at) => at >= reopened_at);
  if (since.length > 0) return Math.min(...since);
  return status === 'open' || ends.length === 0 ? undefined : Math.max(...ends);
}

/** `closedAt` of an interaction that was not closed promptly; undefined for all others. Stored as a column. */
export function closedLateAt(interaction: Interaction): number | undefined {
  const at = closedAt(interaction);
  return at !== undefined && at - interaction.started_at > PROMPT_SECONDS ? at : undefined;
}
