import { baseMeasureNamed } from '../rollups/base-measures.ts';
import type { Period } from '../time/period.ts';
import { localDay } from '../time/zones.ts';

/** Known in advance, so that it also counts after the time of a request. */
const PLANNED = 'scheduled_seconds';

/** Whether an input is time of agents. */
export function isAgentTime(input: string): boolean {
  return baseMeasureNamed(input)?.source === 'agent_time';
}

/**
 * Whether a measure of these inputs ends at the time of a request: time of agents, because a state that has not ended
 * would count time to come.
 */
export function endsNow(inputs: readonly string[]): boolean {
  return inputs.some((input) => isAgentTime(input) && input !== PLANNED);
}

/** The part of a period before `now` (seconds UTC), which may be empty. */
export function untilNow(period: Period, now: number): Period {
  if (period.end <= now) return period;
  const { start, zone, fromDay, movesAt = Number.POSITIVE_INFINITY } = period;
  const end = Math.max(start, now);
  const toDay = end > start ? localDay(zone, end - 1) : fromDay;
  return { ...period, end, toDay, movesAt: Math.min(movesAt, now + 1) };
}
