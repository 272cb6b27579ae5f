import { people } from './agents.ts';
import { HOUR, MINUTE, stamp, startOfDay, weekday } from './clock.ts';
import type { DemoAgent } from './organisation.ts';
import { randomFrom } from './random.ts';
import type { DemoRecord } from './record.ts';
import type { DemoDay } from './rhythm.ts';

/** A part of a plan; `state` is what the agent is in meanwhile. Seconds UTC. */
export interface Planned {
  id: string;
  from: number;
  to: number;
  activity: 'work' | 'break' | 'meeting' | 'training';
  state: 'available' | 'break' | 'lunch' | 'meeting' | 'training';
}

const SHIFT_HOURS = 9;
/** Every so many Saturdays an agent works. */
const SATURDAYS = 3;

/** The plan of an agent for a day: the shift, then what lies within it; empty on a day off. */
export function planOf(agent: DemoAgent, { day, date }: DemoDay): Planned[] {
  const random = randomFrom(`shift ${agent.id} ${date}`);
  const number = Number(agent.id.slice(-2));
  const isOff =
    weekday(day) === 0 || (weekday(day) === 6 && (number + Math.floor(day / 7)) % SATURDAYS !== 0);
  if (isOff) return [];
  const from = startOfDay(day) + (8 + (number % 3)) * HOUR;
  const prefix = `shift-${date.replaceAll('-', '')}-${agent.id}`;
  const part = (name: string, after: number, minutes: number, rest: Pick<Planned, 'activity' | 'state'>) => ({
    id: `${prefix}-${name}`,
    from: from + after * MINUTE,
    to: from + (after + minutes) * MINUTE,
    ...rest,
  });
  const lunch = 4 * 60 + 15 * random.whole(0, 3);
  const isTaught = random.chance(0.08);
  return [
    { ...part('work', 0, SHIFT_HOURS * 60, { activity: 'work', state: 'available' }) },
    part('break', 120, 15, { activity: 'break', state: 'break' }),
    part('lunch', lunch, 60, { activity: 'break', state: 'lunch' }),
    ...(weekday(day) === 1
      ? [part('meeting', 30, 30, { activity: 'meeting', state: 'meeting' } as const)]
      : []),
    ...(isTaught ? [part('training', 420, 60, { activity: 'training', state: 'training' } as const)] : []),
  ];
}

/** The shifts of a day, known when it begins. */
export function shiftsOf(demoDay: DemoDay): DemoRecord[] {
  const at = startOfDay(demoDay.day);
  return people().flatMap((agent) =>
    planOf(agent, demoDay).map(({ id, from, to, activity }) => ({
      at,
      record: {
        type: 'shift',
        id,
        agent_id: agent.id,
        started_at: stamp(from),
        ended_at: stamp(to),
        activity,
        team_id: agent.team_id,
        department_id: agent.department_id,
        updated_at: stamp(at),
      },
    })),
  );
}
