import type { Sent } from '../support/records.ts';
import type { Asked } from './oracle.ts';
import { RandomFacts } from './random-facts.ts';
import { plusDays } from './time.ts';

const NAMES = ['ann', 'bob', 'Ärger', '__proto__'];
const CHANNELS = ['phone', 'webrtc', 'webchat', 'constructor'];
const ROUTES = ['overview', 'conversations', 'costs', 'sentiment', 'intents'] as const;

/** Random interactions and agents around a span of days, and requests for them. */
export class RandomConversations extends RandomFacts {
  nextRecord(isThere: (type: string, id: string) => boolean): Sent {
    const choice = this.random();
    if (choice < 0.08) return this.#agent();
    const interaction = this.interaction();
    const isRemoved = choice < 0.18 && isThere('interaction', interaction.id as string);
    return isRemoved ? { type: 'interaction', id: interaction.id, deleted: true } : interaction;
  }

  #agent(): Sent {
    const id = this.pick(NAMES);
    if (this.int(5) === 0) return { type: 'agent', id, deleted: true };
    return { type: 'agent', id, name: this.pick(['Same name', 'Zoe', 'abe', '｡', '😀']) };
  }

  override interaction(): Record<string, unknown> {
    const base = super.interaction();
    const start = Date.parse(base.started_at as string) / 1_000;
    return {
      ...base,
      id: `i${this.int(70)}`,
      ...(base.kind === 'conversation' || this.int(2) === 0 ? { channel: this.pick(CHANNELS) } : {}),
      agent_id: this.maybe(0.8, () => this.pick(NAMES)),
      ended_at: this.maybe(0.4, () => this.iso(start + 90 + this.int(2_000))),
      duration_seconds: this.maybe(0.5, () =>
        this.pick([0, this.int(120), this.int(900), this.int(604_801)]),
      ),
      outcome: this.maybe(0.6, () =>
        this.pick(['resolved', 'escalated', 'unresolved', 'ticket_created', '__proto__']),
      ),
      intent: this.maybe(0.7, () => this.pick(['billing', 'cancel', 'other', 'bug', '__proto__'])),
      transferred: this.maybe(0.3, () => this.int(2) === 0),
      sentiment: this.maybe(0.7, () => this.#sentiment()),
      cost: this.maybe(0.8, () => ({
        llm: this.int(30_000) / 1e6,
        tts: this.maybe(0.5, () => this.pick([0.005, 0.0025, 1e-6])),
        stt: this.maybe(0.5, () => this.int(1_000_000) / 1e6),
        telephony: this.maybe(0.5, () => this.int(200) / 1e2),
      })),
    };
  }

  #sentiment(): Sent {
    const score = this.pick([this.int(10_001) / 10_000, 0.4, 0.6, 0.3999, 0.125]);
    const label = this.pick(['positive', 'neutral', 'negative']);
    return this.pick([{ score }, { score }, { label }, { score, label }]);
  }

  /** A request by route and parameters, over the span or by default. */
  request(zones: readonly string[]): { route: (typeof ROUTES)[number]; asked: Asked } {
    const route = this.pick(ROUTES);
    const hasSeries = route !== 'conversations' && route !== 'intents';
    const asked: Asked = {
      ...this.#period(),
      ...this.pick<Asked>([{}, { tz: this.pick(zones) }]),
      ...this.pick<Asked>([{}, {}, { agentId: this.pick([...NAMES, 'nobody']) }]),
      ...this.pick<Asked>([{}, {}, { channel: this.pick([...CHANNELS, 'fax']) }]),
      ...(hasSeries && this.pick<Asked>([{}, { groupBy: 'day' }, { groupBy: 'week' }, { groupBy: 'month' }])),
      ...(route === 'intents' && this.pick<Asked>([{}, { limit: String(1 + this.int(4)) }])),
    };
    // Without any parameter, an API key's overview could be that of either contract.
    const isBare = route === 'overview' && Object.keys(asked).length === 0;
    return { route, asked: isBare ? { groupBy: 'day' } : asked };
  }

  #period(): Asked {
    const [from, to] = this.dates();
    const time = () => this.time(this.pick(['Z', '+05:45', '']));
    return this.pick<Asked>([
      { dateFrom: from, dateTo: to },
      { dateFrom: from, dateTo: plusDays(to, 40) },
      { dateFrom: from + time(), dateTo: plusDays(to, 2) },
      { dateFrom: from, dateTo: plusDays(to, 2) + time() },
      { dateFrom: from + time(), dateTo: plusDays(to, 2) + time() },
      { dateTo: plusDays(to, 3) },
      {},
    ]);
  }
}
