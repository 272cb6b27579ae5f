import type { RollupState } from '../rollups/state.ts';

/** What an answer was made from, noted while it is made. */
export class Seen {
  readonly #states = new Map<number, RollupState>();
  #until = Number.POSITIVE_INFINITY;

  /** Figures were read in `state`. Without any change of data they hold until `until`, in seconds UTC. */
  note(state: RollupState, until: number): void {
    this.#states.set(state.data_version, state);
    this.expires(until);
  }

  /** The answer has something else that changes at `until`, in seconds UTC. */
  expires(until: number): void {
    this.#until = Math.min(this.#until, until);
  }

  /** Undefined if no figures were read, or in several trips between which data changed. */
  get whole(): { state: RollupState; until: number } | undefined {
    const [state, ...others] = this.#states.values();
    return state && others.length === 0 ? { state, until: this.#until } : undefined;
  }
}
