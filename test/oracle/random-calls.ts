import type { Sent } from '../support/records.ts';
import type { Asked } from './oracle.ts';
import { RandomSpan } from './random-span.ts';
import { plusDays } from './time.ts';

const ROUTES = ['overview', 'overview', 'hourly', 'agents', 'trends', 'stats'] as const;

/** Random records and requests around a span of days, of few ids and customers, so that they meet each other. */
export class RandomCalls extends RandomSpan {
  /** With or without a fraction of the second, which does not count. */
  #iso(second: number): string {
    const text = new Date(second * 1_000 + this.int(1_000)).toISOString();
    return this.random() < 0.5 ? text : text.replace(/\.\d+Z$/, 'Z');
  }

  /** A third of the ids carry versions that come in any order. */
  #versioned(number: number): Sent {
    return number % 3 === 0 ? { updated_at: `2018-01-01T00:00:0${this.int(10)}Z` } : {};
  }

  nextRecord(isThere: (type: string, id: string) => boolean): Sent {
    const choice = this.random();
    if (choice < 0.65) return this.interaction();
    if (choice < 0.85) return this.#evaluation();
    if (choice < 0.9) return this.#agent();
    return this.#removal(isThere) ?? this.interaction();
  }

  interaction(ids = 60): Sent {
    const number = this.int(ids);
    const started = this.instant(10_800);
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
      ...this.fields(0.5, () => ({ answered_at: this.#iso(started + this.int(90)) })),
      ...this.fields(0.3, () => ({
        ended_at: this.#iso(started + 90 + this.int(this.pick([900, 40_000_000]))),
      })),
      ...this.fields(0.5, () => ({ duration_seconds: this.pick([0, this.int(900), 31_622_400]) })),
      ...this.fields(0.3, () => ({ wait_seconds: this.int(90) })),
      ...this.fields(0.85, () => ({ customer: this.#customer() })),
      ...this.fields(0.8, () => ({ agent_id: this.pick(['ann', 'bob', 'Ärger', '__proto__']) })),
      ...this.fields(0.8, () => ({ department_id: this.pick(['sales', 'support']) })),
      ...this.fields(0.2, () => ({ subject: this.sideText('Words', 200) })),
    };
  }

  #customer(): Sent {
    return this.pick<Sent>([
      { id: `customer ${this.int(4)}` },
      { id: 'customer 1', phone: '+5511987650001' },
      { id: 'customer 2', email: 'unknown', name: 'x'.repeat(201) },
      { email: 'one@example@com', name: { first: 'One' } },
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
      ...this.fields(0.5, () => ({ comment: this.sideText('Good', 2_000) })),
      ...this.fields(0.3, () => ({ agent_id: this.pick(['ann', 'bob', 'Ärger', 'Zed', '__proto__']) })),
      responded_at: this.#iso(this.instant(10_800)),
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
  request(zones: readonly string[]): { route: (typeof ROUTES)[number]; asked: Asked } {
    const route = this.pick(ROUTES);
    const bounds = [this.#bound(), this.#bound()].sort(
      (a, b) => Date.parse(a.slice(0, 10)) - Date.parse(b.slice(0, 10)),
    );
    const [from, to] = bounds as [string, string];
    const period = this.pick<Asked>([
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
        ...this.pick<Asked>([{}, { tz: this.pick(zones) }]),
        ...this.pick<Asked>([{}, {}, { department_id: this.pick(['sales', 'support', 'nobody']) }]),
        ...(route === 'trends' && { granularity: this.pick(['day', 'week', 'month']) }),
        ...(route === 'agents' && {
          sort_by: this.pick(['total_calls', 'avg_duration', 'avg_rating']),
          sort_order: this.pick(['asc', 'desc']),
        }),
        ...(route === 'stats' && this.pick<Asked>([{}, { user_id: this.pick(['ann', 'bob', 'nobody']) }])),
      },
    };
  }

  /** A date, an instant, or a local time. */
  #bound(): string {
    return this.date() + this.pick(['', '', this.time('Z'), this.time('+05:45'), this.time('')]);
  }
}
