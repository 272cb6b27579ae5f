import type { Sent } from '../support/records.ts';
import { RandomFacts } from './random-facts.ts';

/** Few names, some of them equal, of members that are mostly there. */
const NAMES = ['Same name', 'Same name', 'Zoe', 'abe', '｡', '😀'];
const DIMENSIONS = ['campaign', 'call_center', 'agent'] as const;
const IDS = { campaign: 'campaign', call_center: 'center', agent: 'agent' } as const;

/** Random interactions, reviews of them, and the dimensions that both are listed by. */
export class RandomReviewed extends RandomFacts {
  /** A record that is newer than all before it; removed is only what is there. */
  nextRecord(isThere: (type: string, id: string) => boolean): Sent {
    const choice = this.random();
    if (choice < 0.5) return this.interaction();
    if (choice < 0.82) return this.review();
    if (choice < 0.9) return this.#dimension();
    const [type, letter] = this.pick([
      ['interaction', 'i'],
      ['quality_review', 'q'],
    ] as const);
    const id = `${letter}${this.int(40)}`;
    return isThere(type, id) ? { type, id, deleted: true } : this.review();
  }

  override interaction(): Record<string, unknown> {
    const sent = super.interaction();
    const started = Date.parse(String(sent.started_at)) / 1_000;
    return {
      ...sent,
      started_at: this.#withFraction(sent.started_at),
      ended_at: this.maybe(0.3, () => this.iso(started + 91 + this.int(2_000))),
      answered_at: this.maybe(0.5, () => this.iso(started + 1 + this.int(90))),
      resolved_at: this.maybe(0.3, () => this.iso(started + 1 + this.int(9_000))),
      wait_seconds: this.maybe(0.3, () => this.int(60)),
      first_contact_resolved: this.maybe(0.3, () => this.random() < 0.5),
      transferred: this.maybe(0.2, () => this.random() < 0.5),
      category: this.maybe(0.7, () => this.pick(['Billing', 'billing', 'uncategorized', '__proto__'])),
      campaign_id: this.maybe(0.8, () => `campaign${this.int(3)}`),
      call_center_id: this.maybe(0.8, () => `center${this.int(3)}`),
      engagement_id: this.maybe(0.8, () => `engagement${this.int(2)}`),
    };
  }

  override review(): Record<string, unknown> {
    const sent = super.review();
    return {
      ...sent,
      created_at: this.#withFraction(sent.created_at),
      ...(sent.status === 'completed' && {
        score: this.pick([this.int(100_001) / 10_000, this.int(11), this.int(201) / 20]),
      }),
    };
  }

  #dimension(): Sent {
    const type = this.pick(DIMENSIONS);
    const id = `${IDS[type]}${this.int(3)}`;
    return this.random() < 0.1 ? { type, id, deleted: true } : { type, id, name: this.pick(NAMES) };
  }

  /** Fractions of a second, which do not count. */
  #withFraction(instant: unknown): string {
    return String(instant).replace('.000Z', this.pick(['Z', '.000Z', '.999Z']));
  }
}
