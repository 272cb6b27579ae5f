import { people } from './agents.ts';
import { callsOf } from './calls.ts';
import { DAY, MINUTE, stamp, startOfDay } from './clock.ts';
import type { DemoAgent } from './organisation.ts';
import { type Random, randomFrom } from './random.ts';
import type { DemoRecord } from './record.ts';
import type { DemoDay } from './rhythm.ts';
import { type Planned, planOf } from './shifts.ts';

/** A stretch in a state, half-open, seconds UTC. */
interface Stretch {
  from: number;
  to: number;
  state: string;
}

/** The states of all agents on a day up to `until` (seconds UTC): as planned, more or less, and busy with their calls. */
export function statesOf(demoDay: DemoDay, until: number): DemoRecord[] {
  // What has not ended yet must not move the calls after it, so all of the day's calls are looked at.
  const calls = Map.groupBy(
    callsOf(demoDay, startOfDay(demoDay.day) + 3 * DAY).map(({ interaction }) => interaction.record),
    ({ agent_id }) => agent_id,
  );
  return people().flatMap((agent) => {
    const random = randomFrom(`states ${agent.id} ${demoDay.date}`);
    const present = presence(planOf(agent, demoDay), random);
    const busy = handling(calls.get(agent.id) ?? [], random);
    return changes([...present, ...busy])
      .filter(({ at }) => at <= until)
      .map(({ at, state }) => ({ at, record: stateRecord(agent, at, state) }));
  });
}

function stateRecord({ id, team_id, department_id }: DemoAgent, at: number, state: string) {
  return {
    type: 'agent_state',
    agent_id: id,
    at: stamp(at),
    state,
    team_id,
    department_id,
    updated_at: stamp(at),
  };
}

/** What an agent makes of a plan: now and then late, and back a little late from breaks. */
function presence([work, ...breaks]: readonly Planned[], random: Random): Stretch[] {
  if (!work) return [];
  const late = random.chance(0.15) ? random.whole(5, 40) * MINUTE : -random.whole(0, 5) * MINUTE;
  return [
    { from: work.from + late, to: work.to + random.whole(0, 10) * MINUTE, state: 'available' },
    ...breaks.map(({ from, to, state }) => ({
      from: from + random.whole(-3, 6) * MINUTE,
      to: to + random.whole(-2, 8) * MINUTE,
      state,
    })),
  ];
}

/** Handling completed calls one after the other, each followed by wrap-up. */
function handling(calls: readonly DemoRecord['record'][], random: Random): Stretch[] {
  const stretches: Stretch[] = [];
  let free = 0;
  for (const { answered_at, duration_seconds } of calls) {
    if (typeof answered_at !== 'string' || typeof duration_seconds !== 'number') continue;
    const from = Math.max(free, Date.parse(answered_at) / 1_000);
    const wrap = from + duration_seconds;
    free = wrap + random.whole(10, 90);
    stretches.push({ from, to: wrap, state: 'busy' }, { from: wrap, to: free, state: 'wrap' });
  }
  return stretches;
}

/** The changes of state; where stretches overlap, the later in the list counts. */
function changes(stretches: readonly Stretch[]): { at: number; state: string }[] {
  const edges = [...new Set(stretches.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  let before = 'offline';
  return edges.flatMap((at) => {
    const state = stretches.findLast(({ from, to }) => from <= at && at < to)?.state ?? 'offline';
    if (state === before) return [];
    before = state;
    return [{ at, state }];
  });
}
