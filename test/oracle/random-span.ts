import type { Sent } from '../support/records.ts';
import { plusDays } from './time.ts';

/** A repeatable stream of random numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Seconds UTC, half-open. */
export interface Span {
  start: number;
  end: number;
}

/** Random choices, and moments of a span of days. */
export class RandomSpan {
  readonly random: () => number;
  readonly #span: Span;

  constructor(random: () => number, span: Span) {
    this.random = random;
    this.#span = span;
  }

  int(below: number): number {
    return Math.floor(this.random() * below);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.int(items.length)]!;
  }

  maybe<Item>(chance: number, make: () => Item): Item | undefined {
    return this.random() < chance ? make() : undefined;
  }

  /** Fields that are there by chance. */
  fields(chance: number, make: () => Sent): Sent {
    return this.maybe(chance, make) ?? {};
  }

  /** Free text of a side field: `words`, or what is cut, left out, or no text at all. */
  sideText(words: string, most: number): unknown {
    return this.pick<unknown>([
      ...Array.from({ length: 6 }, () => words),
      '  ',
      `${words.repeat(most)}…`,
      `${words}\0`,
      7,
      { text: words },
      true,
    ]);
  }

  /** Any second of the span, often the same one, often a quarter's first or last, or a multiple of `grid` seconds. */
  instant(grid = 21_600): number {
    const at = this.#span.start + this.int(this.#span.end - this.#span.start);
    const quarter = at - (at % 900);
    return this.pick([at, at, quarter, quarter - 1, at - (at % grid)]);
  }

  /** A date of the span, or up to two days before or after. */
  date(): string {
    const days = (this.#span.end - this.#span.start) / 86_400;
    const first = new Date(this.#span.start * 1_000).toISOString().slice(0, 10);
    return plusDays(first, this.int(days + 4) - 2);
  }

  /** Two such dates in order. */
  dates(): [from: string, to: string] {
    return [this.date(), this.date()].sort() as [string, string];
  }

  /** A time of day with `zone` behind it, on a quarter of an hour or beside it. */
  time(zone: string): string {
    const hour = String(this.int(24)).padStart(2, '0');
    return `T${hour}:${this.pick(['00:00', '15:00', '14:59', '29:31'])}${zone}`;
  }
}
