import type { Sent } from '../support/records.ts';

/** How things are at a moment, from what was sent last of each record: one record after the other. */
export interface PlainNow {
  waiting: number;
  longest_wait_now: number | null;
  in_progress: number;
}

const secondOf = (instant: unknown): number | undefined =>
  typeof instant === 'string' ? Math.floor(Date.parse(instant) / 1_000) : undefined;

/** The interactions that are open at `now` (seconds UTC), counted by a field of theirs; `undefined` is no value. */
export function openNowBy(
  sent: readonly Sent[],
  now: number,
  field: string | undefined,
): Map<unknown, PlainNow> {
  const groups = new Map<unknown, PlainNow>();
  for (const it of sent) {
    const started = secondOf(it.started_at)!;
    if (it.type !== 'interaction' || it.deleted || it.status !== 'open' || started > now) continue;
    const resolved = secondOf(it.resolved_at);
    const reopened = secondOf(it.reopened_at);
    if (resolved !== undefined && !(reopened !== undefined && reopened > resolved)) continue;
    const group = field === undefined ? '' : (it[field] ?? null);
    const known = groups.get(group) ?? { waiting: 0, longest_wait_now: null, in_progress: 0 };
    const isOutbound = it.direction === 'outbound';
    if (isOutbound || it.answered_at !== undefined || it.first_response_at !== undefined)
      known.in_progress += 1;
    else {
      known.waiting += 1;
      const waited = now - (secondOf(it.queued_at) ?? started);
      known.longest_wait_now = Math.max(known.longest_wait_now ?? 0, waited);
    }
    groups.set(group, known);
  }
  return groups;
}

const LASTS = 12 * 3_600;

/** How many agents are in a state at `now` (seconds UTC), by a field of the state. */
export function agentsNowBy(
  sent: readonly Sent[],
  now: number,
  state: string,
  field: string,
): Map<unknown, number> {
  const newest = new Map<unknown, Sent>();
  for (const it of sent) {
    const at = it.type === 'agent_state' ? secondOf(it.at)! : Number.POSITIVE_INFINITY;
    const known = newest.get(it.agent_id);
    if (at <= now && (!known || at >= secondOf(known.at)!)) newest.set(it.agent_id, it);
  }
  const counts = new Map<unknown, number>();
  for (const it of newest.values()) {
    if (it.state !== state || secondOf(it.at)! + LASTS <= now) continue;
    const group = it[field] ?? null;
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}
