import type { HostileRequest } from './requests.ts';

/** A slower response counts as a fault. */
const SLOW_MILLISECONDS = 1_000;
const SHOWN_FAULTS = 40;
const SHOWN_SLOWEST = 10;

interface Timed {
  id: string;
  milliseconds: number;
  status: number;
}

/** The outcome of hostile requests: statuses, slowest responses, memory, and faults (5xx or slow). */
export class Tally {
  readonly faults: string[] = [];
  readonly #statuses = new Map<number, number>();
  readonly #memory: string[] = [];
  #slowest: Timed[] = [];
  #largest = { id: '', bytes: 0 };
  #closed = 0;

  answer(
    { operation, path, body }: HostileRequest,
    status: number,
    milliseconds: number,
    text: string,
  ): void {
    const { id } = operation;
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    this.#slowest = [...this.#slowest, { id, milliseconds, status }]
      .sort((a, b) => b.milliseconds - a.milliseconds)
      .slice(0, SHOWN_SLOWEST);
    if (status >= 400 && text.length > this.#largest.bytes) this.#largest = { id, bytes: text.length };
    if (status >= 500 || milliseconds > SLOW_MILLISECONDS) {
      const sent = `${path.slice(0, 300)} ${(body ?? '').slice(0, 300)}`;
      this.faults.push(`${id} ${status} ${Math.round(milliseconds)} ms ${sent} → ${text.slice(0, 200)}`);
    }
  }

  closed(): void {
    this.#closed += 1;
  }

  /** Megabytes of the isolate and of the whole runtime after `sent` requests. */
  memory(sent: number, isolate: number, runtime: number | undefined): void {
    this.#memory.push(`${sent}: ${isolate} of ${runtime ?? '?'} MB`);
  }

  report(): string {
    const statuses = [...this.#statuses]
      .sort(([a], [b]) => a - b)
      .map(([status, count]) => `${status}: ${count}`);
    return [
      `statuses  ${statuses.join(', ')}`,
      `slowest   ${this.#slowest.map((each) => `${each.id} ${Math.round(each.milliseconds)} ms (${each.status})`).join(', ')}`,
      `largest refusal  ${this.#largest.id} ${this.#largest.bytes} characters`,
      `isolate's memory of all the runtime's  ${this.#memory.join(', ')}`,
      `closed before the body was read  ${this.#closed}`,
      `faults    ${this.faults.length}`,
      ...this.faults.slice(0, SHOWN_FAULTS),
    ].join('\n');
  }
}
