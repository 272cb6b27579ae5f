import type { Asked } from './conversations.ts';
import type { Sent } from './versioned-records.ts';
import { plusDays } from './time.ts';
import { RandomFacts } from './random-facts.ts';

const DAY = 86_400;
const NAMES = ['ann', 'bob', 'Ärger', '__proto__'];
const CHANNELS = ['phone', 'webrtc', 'webchat', 'constructor'];

/** Random interactions and agents around a span of days, and requests for them. */
export class RandomConversations {
  readonly #facts: RandomFacts;
  readonly #first: string;
  readonly #days: number;

  constructor(random: () => number, first: string, days: number) {
    const start = Date.parse(first) / 1_000;
    this.#facts = new RandomFacts(random, { start, end: start + days * DAY });
    this.#first = first;
    this.#days = days;
  }

  int(below: number): number {
    return this.#facts.int(below);
  }

  pick<Item>(items: readonly Item[]): Item {
    return this.#facts.pick(items);
  }

  record(isThere: (type: string, id: string) => boolean): Sent {
    const choice = this.#facts.random();
    if (choice < 0.08) return this.#agent();
    const interaction = this.#interaction();
    const isRemoved = choice < 0.18 && isThere('interaction', interaction.id as string);
    return isRemoved ? { type: 'interaction', id: interaction.id, deleted: true } : interaction;
  }

  #agent(): Sent {
    const id = this.pick(NAMES);
    if (this.int(5) === 0) return { type: 'agent', id, deleted: true };
    return { type: 'agent', id, name: this.pick(['Same name', 'Zoe', 'abe', '｡', '😀']) };
  }

  #interaction(): Sent {
    const facts = this.#facts;
    const base = facts.interaction();
    const start = Date.parse(base.started_at as string) / 1_000;
    return {
      ...base,
      id: `i${this.int(70)}`,
      ...(base.kind === 'conversation' || this.int(2) === 0 ? { channel: this.pick(CHANNELS) } : {}),
      agent_id: facts.maybe(0.8, () => this.pick(NAMES)),
      ended_at: facts.maybe(0.4, () => facts.iso(start + this.int(2_000))),
      duration_seconds: facts.maybe(0.5, () =>
        this.pick([0, this.int(120), this.int(900), this.int(604_801)]),
      ),
      outcome: facts.maybe(0.6, () =>
        this.pick(['resolved', 'escalated', 'unresolved', 'ticket_created', '__proto__']),
      ),
      intent: facts.maybe(0.7, () => this.pick(['billing', 'cancel', 'other', 'bug', '__proto__'])),
      transferred: facts.maybe(0.3, () => this.int(2) === 0),
      sentiment: facts.maybe(0.7, () => this.#sentiment()),
      cost: facts.maybe(0.8, () => ({
        llm: this.int(30_000) / 1e6,
        tts: facts.maybe(0.5, () => this.pick([0.005, 0.0025, 1e-6])),
        stt: facts.maybe(0.5, () => this.int(1_000_000) / 1e6),
        telephony: facts.maybe(0.5, () => this.int(200) / 1e2),
      })),
    };
  }

  #sentiment(): Sent {
    const score = this.pick([this.int(10_001) / 10_000, 0.4, 0.6, 0.3999, 0.125]);
    const label = this.pick(['positive', 'neutral', 'negative']);
    return this.pick([{ score }, { score }, { label }, { score, label }]);
  }

  /** A request by route and parameters, over the span or by default. */
  request(zones: readonly string[]): { route: Route; asked: Asked } {
    const route = this.pick(ROUTES);
    const hasSeries = route !== 'conversations' && route !== 'intents';
    return {
      route,
      asked: {
        ...this.#period(),
        ...this.pick<Asked>([{}, { tz: this.pick(zones) }]),
        ...this.pick<Asked>([{}, {}, { agentId: this.pick([...NAMES, 'nobody']) }]),
        ...this.pick<Asked>([{}, {}, { channel: this.pick([...CHANNELS, 'fax']) }]),
        ...(hasSeries &&
          this.pick<Asked>([{}, { groupBy: 'day' }, { groupBy: 'week' }, { groupBy: 'month' }])),
        ...(route === 'intents' && this.pick<Asked>([{}, { limit: String(1 + this.int(4)) }])),
      },
    };
  }

  #period(): Asked {
    const [from, to] = [this.#date(), this.#date()].sort() as [string, string];
    return this.pick<Asked>([
      { dateFrom: from, dateTo: to },
      { dateFrom: from, dateTo: plusDays(to, 40) },
      { dateFrom: from + this.#time(), dateTo: plusDays(to, 2) },
      { dateFrom: from, dateTo: plusDays(to, 2) + this.#time() },
      { dateFrom: from + this.#time(), dateTo: plusDays(to, 2) + this.#time() },
      { dateTo: plusDays(to, 3) },
      {},
    ]);
  }

  #date(): string {
    return plusDays(this.#first, this.int(this.#days + 4) - 2);
  }

  /** Of an instant or a local time, on a quarter of an hour or beside it. */
  #time(): string {
    const minutes = this.pick(['00:00', '15:00', '14:59', '29:31']);
    return `T${String(this.int(24)).padStart(2, '0')}:${minutes}${this.pick(['Z', '+05:45', ''])}`;
  }
}

const ROUTES = ['overview', 'conversations', 'costs', 'sentiment', 'intents'] as const;
export type Route = (typeof ROUTES)[number];
