import type { Sent } from '../support/records.ts';
import { CALENDAR_IDS } from './calendars.ts';
import type { Asked } from './oracle.ts';
import { OUTCOMES } from './outcomes.ts';
import { RandomSpan } from './random-span.ts';
import { plusDays } from './time.ts';

const IDS = 50;
const ROUTES = [
  'overview',
  'sla',
  'csat',
  'responses',
  'resolution',
  'teams',
  'insights',
  'unified',
] as const;

/** Random records and requests around a span of days, of few ids and members, so that they meet each other. */
export class RandomHelpdesk extends RandomSpan {
  #iso(second: number): string {
    return new Date(second * 1_000 + this.pick([0, 0, 999])).toISOString();
  }

  nextRecord(isThere: (type: string, id: string) => boolean): Sent {
    const choice = this.random();
    if (choice < 0.55) return this.#interaction();
    if (choice < 0.78) return this.#evaluation();
    if (choice < 0.86) return this.#counter();
    if (choice < 0.94) return this.#dimension();
    const [type, letter] = this.pick<[string, string]>([
      ['interaction', 'i'],
      ['evaluation', 'e'],
    ]);
    const id = `${letter}${this.int(IDS)}`;
    return isThere(type, id) ? { type, id, deleted: true } : this.#interaction();
  }

  #interaction(): Sent {
    const started = this.instant(10_800);
    const isCall = this.random() < 0.25;
    const resolved = this.fields(0.5, () => ({
      resolved_at: this.#iso(started + this.int(90_000)),
      ...this.fields(0.7, () => ({ resolved_by: this.pick(['ai', 'human']) })),
    }));
    return {
      type: 'interaction',
      id: `i${this.int(IDS)}`,
      kind: isCall ? 'call' : 'conversation',
      ...(!isCall && { channel: this.pick(['email', 'email', 'chat', 'webchat']) }),
      status: this.pick([
        'completed',
        'completed',
        'open',
        'open',
        'abandoned',
        'missed',
        'failed',
        'cancelled',
      ]),
      started_at: this.#iso(started),
      ...this.fields(0.3, () => ({ answered_at: this.#iso(started + this.int(90)) })),
      ...this.fields(0.5, () => ({ duration_seconds: this.int(900) })),
      ...this.fields(0.2, () => ({ wait_seconds: this.int(90) })),
      ...this.fields(0.5, () => ({ first_response_at: this.#iso(started + this.int(4_000)) })),
      ...resolved,
      ...this.fields(0.6, () => ({
        sla: {
          ...this.fields(0.7, () => ({ first_response_seconds: 1 + this.int(4_000) })),
          ...this.fields(0.7, () => ({
            resolution_seconds: 1 + this.int(this.pick([900, 90_000, 900_000])),
          })),
          ...this.fields(0.4, () => ({ paused_seconds: this.int(this.pick([600, 40_000])) })),
          ...this.fields(0.5, () => ({ calendar: this.pick(CALENDAR_IDS) })),
        },
      })),
      ...this.fields(0.8, () => ({ agent_id: this.pick(['ann', 'bob', 'Ärger', '__proto__']) })),
      ...this.fields(0.7, () => ({ team_id: this.pick(['t1', 't2', 'constructor']) })),
      ...this.fields(0.8, () => ({ priority: this.pick(['urgent', 'high', 'medium', 'low']) })),
      ...this.fields(0.8, () => ({ topic: this.pick(['VPN', '😀', '｡', `Topic ${this.int(14)}`]) })),
      ...this.fields(0.5, () => ({ email_channel_id: this.pick(['m1', 'm2', 'm3']) })),
      ...this.fields(0.4, () => ({ article_id: `k${this.int(3)}` })),
      ...this.fields(0.4, () => ({ outcome: this.pick(OUTCOMES) })),
      ...this.fields(0.5, () => ({ messages: { inbound: this.int(9), outbound: this.int(9) } })),
      ...this.fields(0.5, () => ({ subject: this.sideText(this.pick(['VPN down', 'Printer']), 200) })),
      ...this.fields(0.5, () => ({ customer: { id: `customer ${this.int(4)}` } })),
    };
  }

  #evaluation(): Sent {
    const at = this.instant(10_800);
    return {
      type: 'evaluation',
      id: `e${this.int(IDS)}`,
      interaction_id: `i${this.int(IDS)}`,
      rating: this.pick([1, 2, 3, 4, 5, 5, null]),
      ...this.fields(0.4, () => ({ comment: this.sideText('Good', 2_000) })),
      ...this.fields(0.3, () => ({ followup_answer: this.sideText('Yes', 2_000) })),
      ...this.fields(0.3, () => ({ channel: 'sms' })),
      ...this.fields(0.4, () => ({ sent_at: this.#iso(at - this.int(900) + this.pick([0, 0, 600])) })),
      ...this.fields(0.3, () => ({ agent_id: this.pick(['ann', 'bob', '__proto__', 'Zed']) })),
      ...this.fields(0.3, () => ({ team_id: this.pick(['t1', 't2', 'constructor']) })),
      responded_at: this.#iso(at),
    };
  }

  #counter(): Sent {
    const date = this.date();
    if (this.random() < 0.3) {
      const bounced = { bounced_contacts: this.int(5), complained_contacts: this.int(3) };
      return { type: 'email_channel_stats', email_channel_id: this.pick(['m1', 'm9']), date, ...bounced };
    }
    const counts = { views: this.int(4), helpful: this.int(4), not_helpful: this.int(3) };
    return { type: 'article_stats', article_id: `k${this.int(13)}`, date, ...counts };
  }

  #dimension(): Sent {
    const name = this.pick(['Same name', 'Zoe', 'abe', '｡', '😀']);
    const key = this.pick<{ type: string; id: string }>([
      { type: 'agent', id: this.pick(['ann', 'bob', '__proto__']) },
      { type: 'team', id: this.pick(['t1', 't2', 'unused']) },
      { type: 'article', id: `k${this.int(6)}` },
      { type: 'email_channel', id: this.pick(['m1', 'm2', 'm4']) },
    ]);
    if (this.random() < 0.15) return { ...key, deleted: true };
    if (key.type === 'article')
      return { ...key, title: name, slug: `slug-${key.id}`, status: this.pick(['published', 'draft']) };
    if (key.type === 'email_channel')
      return {
        ...key,
        address: this.pick(['a@example.com', 'b@example.com']),
        status: this.pick(['active', 'inactive']),
      };
    return { ...key, name };
  }

  /** A request by route and parameters, over the span or by default. */
  request(zones: readonly string[]): { route: (typeof ROUTES)[number]; asked: Asked } {
    const route = this.pick(ROUTES);
    return { route, asked: route === 'teams' ? {} : this.#asked(route, zones) };
  }

  #asked(route: (typeof ROUTES)[number], zones: readonly string[]): Asked {
    const [from, to] = this.dates();
    const takesAgent = route === 'csat' || route === 'responses';
    return {
      ...this.pick<Asked>([
        { date_from: from, date_to: to },
        { date_from: from, date_to: plusDays(to, 1) },
        { date_from: from + this.time('Z'), date_to: plusDays(to, 2) + this.time('+05:45') },
        { date_from: from, date_to: plusDays(to, 1) + this.time('') },
        { date_to: to },
        {},
      ]),
      ...this.pick<Asked>([{}, {}, { tz: this.pick(zones) }]),
      ...((takesAgent || route === 'resolution') &&
        this.pick<Asked>([{}, { team_id: this.pick(['t1', 'constructor', 'nobody']) }])),
      ...(takesAgent && this.pick<Asked>([{}, { agent_id: this.pick(['ann', '__proto__', 'x']) }])),
      ...(route === 'responses' && this.pick<Asked>([{}, { limit: '5' }, { limit: '200', offset: '3' }])),
    };
  }
}
