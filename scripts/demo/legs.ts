import { people } from './agents.ts';
import { stamp } from './clock.ts';
import { QUEUE_OF } from './queueing.ts';
import { type Random, randomFrom } from './random.ts';
import type { DemoRecord } from './record.ts';

type Leg = Readonly<Record<string, string | number>>;

/** An ended inbound call that a person took or did not take; instants in seconds UTC. */
interface Call {
  agent: string;
  department: string;
  queue: string;
  start: number;
  /** Of the answer, or of the end if there was none. */
  until: number;
  end: number;
  hold: number;
  wrap: number;
  isEscalated: boolean;
}

/** How long a phone rings before the call goes on to another, in seconds. */
const RINGS = 15;

/**
 * A call with the legs that it had if it was offered to more than one agent: it rang at one and was taken by another, was
 * passed on, or became a conference. Drawn apart from everything else that is known of it.
 */
export function withLegs({ at, record }: DemoRecord): DemoRecord {
  const random = randomFrom(`legs of ${record.id}`);
  const legs = legsOf(record, random);
  return { at, record: { ...record, ...(legs.length > 0 && { legs }) } };
}

function legsOf(record: DemoRecord['record'], random: Random): Leg[] {
  const call = callOf(record);
  if (!call) return [];
  if (record.status === 'missed') return unanswered(call, random);
  if (call.isEscalated) return random.chance(0.6) ? passedOn(call, random) : [];
  const kind = random.next();
  if (kind < 0.16) return call.until - call.start > RINGS ? rangBefore(call, random) : [];
  return kind < 0.18 && call.end - call.until > 180 ? conference(call, random) : [];
}

function callOf({ kind, direction, status, ...record }: DemoRecord['record']): Call | undefined {
  const { agent_id, department_id, queue_id, started_at, answered_at, ended_at } = record;
  const isTold = status === 'completed' || status === 'missed';
  if (kind !== 'call' || direction !== 'inbound' || !isTold) return undefined;
  if (typeof agent_id !== 'string' || !people().some(({ id }) => id === agent_id)) return undefined;
  const seconds = (given: unknown): number => Date.parse(String(given)) / 1_000;
  return {
    agent: agent_id,
    department: String(department_id),
    queue: String(queue_id),
    start: seconds(started_at),
    until: seconds(answered_at ?? ended_at),
    end: seconds(ended_at),
    hold: Number(record.hold_seconds ?? 0),
    wrap: Number(record.wrap_seconds ?? 0),
    isEscalated: record.outcome === 'escalated',
  };
}

/** Nobody took it: it rang at the agent, now and then at a colleague before. */
function unanswered(call: Call, random: Random): Leg[] {
  const from = Math.max(call.start, call.until - RINGS);
  const last = rang(call.agent, call.queue, from, call.until);
  if (from - call.start < RINGS || random.chance(0.5)) return [last];
  return [rang(colleague(call, call.department, random), call.queue, from - RINGS, from), last];
}

function rangBefore(call: Call, random: Random): Leg[] {
  const from = call.until - random.whole(2, 6);
  const first = Math.max(call.start, from - RINGS);
  return [rang(colleague(call, call.department, random), call.queue, first, from), taken(call, from)];
}

/** Taken in another queue, and passed on to the agent who finished it. */
function passedOn(call: Call, random: Random): Leg[] {
  const [department, queue] = random.pick(Object.entries(QUEUE_OF).filter(([, each]) => each !== call.queue));
  const passed = call.until + Math.floor(((call.end - call.until) * random.whole(20, 50)) / 100);
  const wrap = Math.floor(call.wrap / 3);
  return [
    {
      agent_id: colleague(call, department, random),
      queue_id: queue,
      started_at: stamp(call.start),
      answered_at: stamp(call.until),
      ended_at: stamp(passed),
      wrap_seconds: wrap,
      disposition: 'transferred',
    },
    { ...taken({ ...call, wrap: call.wrap - wrap }, passed), answered_at: stamp(passed) },
  ];
}

function conference(call: Call, random: Random): Leg[] {
  const joined = call.until + Math.floor(((call.end - call.until) * random.whole(30, 60)) / 100);
  return [
    taken(call, call.start),
    {
      agent_id: colleague(call, call.department, random),
      queue_id: call.queue,
      started_at: stamp(joined),
      answered_at: stamp(joined),
      ended_at: stamp(call.end),
      disposition: 'conferenced',
    },
  ];
}

function rang(agent_id: string, queue_id: string, from: number, to: number): Leg {
  return { agent_id, queue_id, started_at: stamp(from), ended_at: stamp(to), disposition: 'no_answer' };
}

function taken({ agent, queue, until, end, hold, wrap }: Call, from: number): Leg {
  return {
    agent_id: agent,
    queue_id: queue,
    started_at: stamp(from),
    answered_at: stamp(until),
    ended_at: stamp(end),
    hold_seconds: hold,
    wrap_seconds: wrap,
    disposition: 'answered',
  };
}

function colleague({ agent }: Call, department: string, random: Random): string {
  return random.pick(people().filter((each) => each.department_id === department && each.id !== agent)).id;
}
