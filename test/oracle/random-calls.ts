import type { Asked } from './calls.ts';
import type { Sent } from './versioned-records.ts';
import { plusDays } from './time.ts';

/** Random records and requests around a span of days, of few ids and customers, so that they meet each other. */
export class RandomRecords {
  readonly random: () => number;
  readonly #first: string;
  readonly #days: number;

  constructor(random: () => number, first: string, days: number) {
    this.random = random;
    this.#first = first;
    this.#days = days;
  }

  int(below: number): number {
    return Math.floor(this.random() * below);
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.int(items.length)] ?? items[0];
  }

  #maybe(chance: number, fields: () => Sent): Sent {
    return this.random() < chance ? fields() : {};
  }

  /** Any millisecond of the span, often the same one, often at the edge of a quarter of an hour. */
  #millisecond(): number {
    const at = Date.parse(this.#first) + this.int(this.#days * 86_400_000);
    const quarter = at - (at % 900_000);
    return this.pick([at, quarter, quarter - 1_000, at - (at % 10_800_000)]);
  }

  #iso(millisecond: number): string {
    const text = new Date(millisecond).toISOString();
    return this.random() < 0.5 ? text : text.replace(/\.\d+Z$/, 'Z');
  }

  date(): string {
    return plusDays(this.#first, this.int(this.#days + 4) - 2);
  }

  /** A third of the ids carry versions that come in any order. */
  #versioned(number: number): Sent {
    return number % 3 === 0 ? { updated_at: `2018-01-01T00:00:0${this.int(10)}Z` } : {};
  }

  record(isThere: (type: string, id: string) => boolean): Sent {
    const choice = this.random();
    if (choice < 0.65) return this.interaction();
    if (choice < 0.85) return this.#evaluation();
    if (choice < 0.9) return this.#agent();
    return this.#removal(isThere) ?? this.interaction();
  }

  interaction(ids = 60): Sent {
    const number = this.int(ids);
    const started = this.#millisecond();
    return {
      type: 'interaction',
      id: `${this.pick(['i', 'I', 'é'])}${number}`,
      ...this.#versioned(number),
      ...this.pick<Sent>([
        { kind: 'call' },
        { kind: 'call' },
        { kind: 'call' },
        { kind: 'conversation', channel: 'chat' },
      ]),
      status: this.pick([
        'completed',
        'completed',
        'completed',
        'missed',
        'abandoned',
        'cancelled',
        'failed',
        'open',
      ]),
      started_at: this.#iso(started),
      ...this.#maybe(0.5, () => ({ answered_at: this.#iso(started + this.int(90_000)) })),
      ...this.#maybe(0.3, () => ({ ended_at: this.#iso(started + this.int(900_000)) })),
      ...this.#maybe(0.5, () => ({ duration_seconds: this.pick([0, this.int(900), 604_800]) })),
      ...this.#maybe(0.3, () => ({ wait_seconds: this.int(90) })),
      ...this.#maybe(0.85, () => ({ customer: this.#customer() })),
      ...this.#maybe(0.8, () => ({ agent_id: this.pick(['ann', 'bob', 'Ärger', '__proto__']) })),
      ...this.#maybe(0.8, () => ({ department_id: this.pick(['sales', 'support']) })),
    };
  }

  #customer(): Sent {
    return this.pick<Sent>([
      { id: `customer ${this.int(4)}` },
      { id: 'customer 1', phone: '+5511987650001' },
      { phone: '+5511987650001' },
      { phone: '011 98765-0001', email: 'one@example.com' },
      { phone: `00551198765000${this.int(3)}` },
      { id: '+55 11 98765-0002' },
      { email: 'One@example.com' },
      { id: 'ONE@EXAMPLE.COM' },
    ]);
  }

  #evaluation(): Sent {
    const number = this.int(60);
    return {
      type: 'evaluation',
      id: `e${number}`,
      ...this.#versioned(number),
      interaction_id: `${this.pick(['i', 'I', 'é'])}${this.int(60)}`,
      rating: this.pick([1, 2, 3, 4, 5, 5, null]),
      ...this.#maybe(0.5, () => ({ comment: this.pick(['Good', '  ']) })),
      responded_at: this.#iso(this.#millisecond()),
    };
  }

  #agent(): Sent {
    const id = this.pick(['ann', 'bob', '__proto__']);
    if (this.random() < 0.2) return { type: 'agent', id, deleted: true };
    return { type: 'agent', id, name: this.pick(['Same name', 'Zoe', 'abe', '｡', '😀']) };
  }

  /** Without a version only of what is there: a second removal in one second is none, in the next it is. */
  #removal(isThere: (type: string, id: string) => boolean): Sent | undefined {
    const [type, letter] = this.pick<[string, string]>([
      ['interaction', 'i'],
      ['evaluation', 'e'],
    ]);
    const number = this.int(60);
    const id = `${letter}${number}`;
    if (number % 3 !== 0 && !isThere(type, id)) return undefined;
    return { type, id, ...this.#versioned(number), deleted: true };
  }

  /** A request by route and parameters, over the span or by default. */
  request(
    routes: readonly [string, ...string[]],
    zones: readonly [string, ...string[]],
  ): { route: string; asked: Asked } {
    const route = this.pick(routes);
    const bounds = [this.#bound(), this.#bound()].sort(
      (a, b) => Date.parse(a.slice(0, 10)) - Date.parse(b.slice(0, 10)),
    );
    const [from, to] = bounds as [string, string];
    const period = this.pick<Record<string, string>>([
      { date_from: from.slice(0, 10), date_to: to.slice(0, 10) },
      { date_from: from.slice(0, 10), date_to: plusDays(to.slice(0, 10), 1) },
      { date_from: from, date_to: `${plusDays(to.slice(0, 10), 2)}${to.slice(10)}` },
      { date_to: to },
      {},
    ]);
    return {
      route,
      asked: {
        ...period,
        ...this.pick<Record<string, string>>([{}, { tz: this.pick(zones) }]),
        ...this.pick<Record<string, string>>([
          {},
          {},
          { department_id: this.pick(['sales', 'support', 'nobody']) },
        ]),
        ...(route === 'trends' && { granularity: this.pick(['day', 'week', 'month']) }),
        ...(route === 'agents' && {
          sort_by: this.pick(['total_calls', 'avg_duration', 'avg_rating']),
          sort_order: this.pick(['asc', 'desc']),
        }),
        ...(route === 'stats' &&
          this.pick<Record<string, string>>([{}, { user_id: this.pick(['ann', 'bob', 'nobody']) }])),
      },
    };
  }

  /** A date, an instant, or a local time. */
  #bound(): string {
    const time = `T${String(this.int(24)).padStart(2, '0')}:${this.pick(['00:00', '15:00', '14:59', '29:31'])}`;
    return this.date() + this.pick(['', '', `${time}Z`, `${time}+05:45`, time]);
  }
}
