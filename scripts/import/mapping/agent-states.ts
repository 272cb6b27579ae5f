import * as z from 'zod';
import { AGENT_STATES, type AgentStateName } from '../../../src/records/types.ts';

const KINDS = [
  'sign_in',
  'sign_out',
  'pause',
  'resume',
  'ring',
  'ring_end',
  'call',
  'call_end',
  'wrap',
  'wrap_end',
] as const;

const accepted = `an instant "at", "is" (${KINDS.join(', ')}), and "queue", "call", "state", "reason" as texts`;
const eventSchema = z.strictObject({
  at: z.number(),
  is: z.enum(KINDS),
  queue: z.string().optional(),
  call: z.string().optional(),
  state: z.enum(AGENT_STATES).optional(),
  reason: z.string().optional(),
});
type AgentEvent = z.output<typeof eventSchema>;

/** What an agent is doing from an instant on, in seconds since 1970. */
export interface StateChange {
  at: number;
  state: AgentStateName;
  reason?: string;
}

/**
 * The states of one agent from the events of a log, whatever their order: one for each instant of an event. Of what goes
 * on at a time the first counts: signed off, in a call, ringing, paused in all queues, in wrap-up, available. An event
 * that ends something and names no queue or call ends all of its kind. Throws an Error that says what an event may have.
 */
export function agentStates(given: unknown): StateChange[] {
  const events = [given ?? []].flat().map(read);
  const log = new AgentLog();
  const states = new Map<number, StateChange>();
  for (const event of events.toSorted((one, other) => one.at - other.at)) {
    log.take(event);
    states.set(event.at, { at: event.at, ...log.now });
  }
  return [...states.values()];
}

function read(given: unknown): AgentEvent {
  const { success, data } = eventSchema.safeParse(given);
  if (success) return data;
  throw new Error(`${JSON.stringify(given)} is no event of an agent; accepted are ${accepted}.`);
}

/** What goes on at an agent: queues, calls by name; the name is empty if the event has none. */
class AgentLog {
  /** Known from the first sign-in or sign-off on. Until then the agent is taken for signed in. */
  #queues: Set<string> | undefined;
  readonly #pauses = new Map<string, Omit<StateChange, 'at'>>();
  readonly #calls = new Set<string>();
  readonly #rings = new Set<string>();
  readonly #wraps = new Set<string>();

  take({ is, queue, call = '', state = 'break', reason }: AgentEvent): void {
    if (is === 'sign_in') this.#queues = new Set(this.#queues).add(queue ?? '');
    else if (is === 'sign_out') this.#signOut(queue);
    else if (is === 'pause')
      this.#pauses.set(queue ?? '', { state, ...(reason !== undefined && { reason }) });
    else if (is === 'resume') end(this.#pauses, queue ?? '');
    else if (is === 'ring') this.#rings.add(call);
    else if (is === 'ring_end') end(this.#rings, call);
    else if (is === 'call') this.#calls.add(call);
    else if (is === 'call_end') end(this.#calls, call);
    else if (is === 'wrap') this.#wraps.add(call);
    else end(this.#wraps, call);
  }

  get now(): Omit<StateChange, 'at'> {
    if (this.#queues?.size === 0) return { state: 'offline' };
    if (this.#calls.size > 0) return { state: 'busy' };
    if (this.#rings.size > 0) return { state: 'ringing' };
    if (this.#isPaused()) return [...this.#pauses.values()].at(-1) ?? { state: 'break' };
    return { state: this.#wraps.size > 0 ? 'wrap' : 'available' };
  }

  /** Who is paused in one of two queues still takes the calls of the other. */
  #isPaused(): boolean {
    if (this.#pauses.size === 0 || this.#pauses.has('')) return this.#pauses.size > 0;
    return [...(this.#queues ?? [])].every((queue) => queue === '' || this.#pauses.has(queue));
  }

  /** A log may lack the end of a call or a pause: signing off ends all of them. */
  #signOut(queue: string | undefined): void {
    this.#queues ??= new Set();
    end(this.#queues, queue ?? '');
    if (this.#queues.size > 0) return;
    for (const each of [this.#pauses, this.#calls, this.#rings, this.#wraps]) each.clear();
  }
}

function end(what: { delete(name: string): boolean; clear(): void }, name: string): void {
  if (name === '') what.clear();
  else what.delete(name);
}
