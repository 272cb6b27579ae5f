import { RandomSpan, seeded } from './random-span.ts';

/** Random records in a span, of few ids, customers and members, so that they meet each other often. */
export class RandomFacts extends RandomSpan {
  iso(at: number): string {
    return new Date(at * 1_000).toISOString();
  }

  record(): Record<string, unknown> {
    const choice = this.random();
    if (choice < 0.6) return this.interaction();
    if (choice < 0.8) return this.evaluation();
    if (choice < 0.88) return this.review();
    if (choice < 0.94) return this.counter();
    const type = this.pick(['interaction', 'evaluation', 'quality_review']);
    return { type, id: `${type[0]}${this.int(40)}`, deleted: true };
  }

  interaction(): Record<string, unknown> {
    const started = this.instant();
    const status = this.pick([
      'completed',
      'completed',
      'completed',
      'missed',
      'abandoned',
      'cancelled',
      'failed',
      'open',
    ]);
    const kind = this.pick(['call', 'call', 'call', 'conversation']);
    return {
      type: 'interaction',
      id: `i${this.int(40)}`,
      kind,
      ...(kind === 'conversation' && { channel: this.pick(['email', 'chat']) }),
      ...(started % 3 === 0 && { direction: 'outbound' }),
      status: started % 11 === 0 ? 'overflowed' : status,
      started_at: this.iso(started),
      answered_at: this.maybe(0.6, () => this.iso(started + this.int(90))),
      duration_seconds: this.maybe(0.7, () => this.int(this.pick([900, 900, 900, 31_622_401]))),
      first_response_at: this.maybe(0.3, () => this.iso(started + this.int(4_000))),
      resolved_at: this.maybe(0.3, () => this.iso(started + this.int(90_000))),
      customer: this.maybe(0.8, () => ({ id: `customer${this.int(6)}` })),
      agent_id: this.maybe(0.8, () => `agent${this.int(3)}`),
      department_id: this.maybe(0.8, () => `department${this.int(2)}`),
      team_id: this.maybe(0.5, () => `team${this.int(2)}`),
      campaign_id: this.maybe(0.5, () => `campaign${this.int(2)}`),
      call_center_id: this.maybe(0.5, () => `center${this.int(2)}`),
      engagement_id: this.maybe(0.3, () => 'engagement0'),
      priority: this.maybe(0.6, () => this.pick(['urgent', 'high', 'medium', 'low'])),
      topic: this.maybe(0.5, () => this.sideText(`Topic ${this.int(3)}`, 200)),
      category: this.maybe(0.5, () => this.sideText(`Category ${this.int(2)}`, 200)),
      intent: this.maybe(0.5, () => `intent_${this.int(3)}`),
      email_channel_id: this.maybe(0.4, () => `mail${this.int(2)}`),
      article_id: this.maybe(0.3, () => 'article0'),
      sla: this.maybe(0.6, () => ({
        first_response_seconds: this.maybe(0.7, () => 1 + this.int(5_000)),
        resolution_seconds: this.maybe(0.7, () => 1 + this.int(200_000)),
        ...(started % 5 === 0 && { paused_seconds: started % 3_000 }),
      })),
      messages: this.maybe(0.4, () => ({ inbound: this.int(9), outbound: this.int(9) })),
      outcome: this.maybe(0.5, () =>
        this.pick(['resolved', 'escalated', 'ticket_created', 'callback_scheduled', 'voicemail']),
      ),
      sentiment: this.maybe(0.5, () => ({ score: this.int(101) / 100 })),
      cost: this.maybe(0.5, () => ({ llm: this.int(1_000_000) / 1e6, telephony: this.int(100) / 1e2 })),
      llm_usage: this.maybe(0.4, () =>
        this.pick([['one'], ['two'], ['one', 'two']]).map((provider) => ({
          provider,
          requests: 1 + this.int(4),
          input_tokens: this.int(900),
          output_tokens: this.int(90),
          latency_ms: this.int(999),
          errors: this.int(2),
        })),
      ),
      ...queued(started),
    };
  }

  counter(): Record<string, unknown> {
    const date = this.iso(this.instant()).slice(0, 10);
    const key = this.pick([
      { type: 'article_stats', article_id: `article${this.int(2)}`, date },
      { type: 'email_channel_stats', email_channel_id: `mail${this.int(2)}`, date },
    ]);
    if (this.random() < 0.1) return { ...key, deleted: true };
    const counts =
      key.type === 'article_stats'
        ? { views: this.int(50), helpful: this.int(9), not_helpful: this.int(5) }
        : { bounced_contacts: this.int(5), complained_contacts: this.int(3) };
    return { ...key, ...counts };
  }

  evaluation(): Record<string, unknown> {
    const evaluation = this.#answered();
    return { ...evaluation, ...asked(Date.parse(String(evaluation.responded_at)) / 1_000) };
  }

  #answered(): Record<string, unknown> {
    return {
      type: 'evaluation',
      id: `e${this.int(40)}`,
      interaction_id: `i${this.int(40)}`,
      rating: this.pick([1, 2, 3, 4, 5, 5, null]),
      comment: this.maybe(0.4, () => this.sideText('A comment', 2_000)),
      responded_at: this.iso(this.instant()),
      agent_id: this.maybe(0.3, () => `agent${this.int(3)}`),
      team_id: this.maybe(0.3, () => `team${this.int(2)}`),
    };
  }

  review(): Record<string, unknown> {
    const status = this.pick(['completed', 'completed', 'pending', 'failed']);
    return {
      type: 'quality_review',
      id: `q${this.int(40)}`,
      interaction_id: `i${this.int(40)}`,
      status,
      ...(status === 'completed' && {
        score: this.int(101) / 10,
        sentiment: this.pick(['positive', 'neutral', 'negative']),
      }),
      created_at: this.iso(this.instant()),
    };
  }
}

/** What queues and handling are judged by, from the start alone. */
function queued(started: number): Record<string, unknown> {
  const own = new RandomSpan(seeded(started), { start: started, end: started + 1 });
  return {
    ...own.fields(0.9, () => ({ queue_id: `queue${own.int(2)}` })),
    ...own.fields(0.8, () => ({ wait_seconds: own.int(own.pick([30, 900])) })),
    ...own.fields(0.3, () => ({ hold_seconds: own.int(own.pick([60, 900])) })),
    ...own.fields(0.2, () => ({ holds: own.int(3) })),
    ...own.fields(0.3, () => ({ wrap_seconds: own.int(200) })),
    ...own.fields(0.2, () => ({ reopens: own.int(3) })),
    ...own.fields(0.2, () => ({ reopened_at: new Date((started + own.int(90_000)) * 1_000).toISOString() })),
  };
}

/** When the customer was asked, from the time of the answer alone; some have not answered yet. */
function asked(responded: number): Record<string, unknown> {
  const own = new RandomSpan(seeded(responded), { start: responded, end: responded + 1 });
  if (own.random() < 0.4) return {};
  const sent_at = new Date((responded - own.int(own.pick([900, 90_000]))) * 1_000).toISOString();
  const isWaiting = own.random() < 0.25;
  return isWaiting
    ? { sent_at, responded_at: undefined, rating: undefined, comment: undefined }
    : { sent_at };
}
