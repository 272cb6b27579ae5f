import type { Sent } from '../support/records.ts';

/**
 * The time of agents, one short step after the other, from what was sent: what any figure of theirs must agree with.
 * All instants are whole steps.
 */

/** Seconds of a step. */
export const STEP = 10;

const LASTS = 12 * 3_600;
const FITS: Readonly<Record<string, readonly string[]>> = {
  work: ['available', 'busy', 'ringing', 'wrap'],
  break: ['break', 'lunch'],
  meeting: ['meeting'],
  training: ['training'],
};

/** What an agent does in one step. */
export interface Moment {
  agent: string;
  at: number;
  state?: string;
  stateTeam?: unknown;
  stateDepartment?: unknown;
  scheduled?: string;
  shiftTeam?: unknown;
  shiftDepartment?: unknown;
}

const at = (instant: unknown): number => Date.parse(String(instant)) / 1_000;

export class AgentSeconds {
  readonly #states = new Map<string, Sent>();
  readonly #shifts = new Map<string, Sent>();

  /** Every record is newer than those before it. */
  apply(record: Sent): void {
    const [records, key] =
      record.type === 'shift'
        ? [this.#shifts, String(record.id)]
        : [this.#states, `${record.agent_id} ${at(record.at)}`];
    if (record.deleted) records.delete(key);
    else records.set(key, record);
  }

  /** The steps from `start` to `end` in which an agent is in a state or scheduled. */
  *between(start: number, end: number): Generator<Moment> {
    const states = [...this.#states.values()]
      .map((sent) => ({ ...sent, agent_id: sent.agent_id, from: at(sent.at), state: String(sent.state) }))
      .sort((a, b) => a.from - b.from);
    const shifts = [...this.#shifts.values()]
      .map((sent) => ({ ...sent, agent_id: sent.agent_id, from: at(sent.started_at), to: at(sent.ended_at) }))
      .sort((a, b) => b.from - a.from || (String((a as Sent).id) < String((b as Sent).id) ? 1 : -1));
    const agents = new Set([...states, ...shifts].map(({ agent_id }) => String(agent_id)));
    for (const agent of agents) {
      const own = states.filter(({ agent_id }) => agent_id === agent);
      const planned = shifts.filter(({ agent_id }) => agent_id === agent);
      for (let now = start; now < end; now += STEP) {
        const state = own.findLast(({ from }) => from <= now) as (Sent & (typeof own)[0]) | undefined;
        const isIn = state && state.state !== 'offline' && now < state.from + LASTS;
        const shift = planned.find(({ from, to }) => from <= now && now < to) as Sent | undefined;
        if (!isIn && !shift) continue;
        yield {
          agent,
          at: now,
          ...(isIn && {
            state: state.state,
            stateTeam: state.team_id ?? null,
            stateDepartment: state.department_id ?? null,
          }),
          ...(shift && {
            scheduled: String(shift.activity),
            shiftTeam: shift.team_id ?? null,
            shiftDepartment: shift.department_id ?? null,
          }),
        };
      }
    }
  }
}

/** Sums of seconds that the figures are made of. */
export class Tally {
  readonly states = new Map<string, number>();
  scheduled = 0;
  adherent = 0;

  addState(state: string): void {
    this.states.set(state, (this.states.get(state) ?? 0) + STEP);
  }

  addScheduled({ scheduled, state = 'offline' }: Moment): void {
    this.scheduled += STEP;
    if (FITS[scheduled!]!.includes(state)) this.adherent += STEP;
  }

  /** The figures as a query rounds them. */
  figures(): Record<string, number | null> {
    const of = (...names: string[]) => names.reduce((sum, name) => sum + (this.states.get(name) ?? 0), 0);
    const handle = of('busy', 'ringing', 'wrap');
    const staffed = handle + of('available');
    const signedIn = [...this.states.values()].reduce((sum, each) => sum + each, 0);
    const percent = (part: number, whole: number) =>
      whole === 0 ? null : Math.round((part / whole) * 1_000) / 10;
    return {
      signed_in_seconds: signedIn,
      available_seconds: of('available'),
      busy_seconds: of('busy'),
      lunch_seconds: of('lunch'),
      other_seconds: of('other'),
      scheduled_seconds: this.scheduled,
      occupancy: percent(handle, staffed),
      utilisation: percent(staffed, signedIn),
      adherence: percent(this.adherent, this.scheduled),
    };
  }
}
