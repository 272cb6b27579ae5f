/** A record as a sender writes it. */
export type Sent = Readonly<Record<string, unknown>>;

/** An interaction with its defaults, in the words that records are documented in; instants in seconds UTC. */
export interface Contact {
  id: string;
  isCall: boolean;
  isOpen: boolean;
  isCompleted: boolean;
  channel: string;
  startedAt: number;
  endedAt?: number | undefined;
  firstResponseAt?: number | undefined;
  resolvedAt?: number | undefined;
  isResolvedByAi: boolean;
  isFirstContactResolved: boolean;
  duration?: number | undefined;
  outcome: string;
  agent?: string | undefined;
  team?: string | undefined;
  topic?: string | undefined;
  priority?: string | undefined;
  article?: string | undefined;
  mailbox?: string | undefined;
  subject?: string | undefined;
  customer?: string | undefined;
  firstTarget?: number | undefined;
  resolutionTarget?: number | undefined;
  inbound: number;
  outbound: number;
}

/** An evaluation of a conversation that is there. */
export interface Response {
  id: string;
  at: number;
  rating: number | null;
  comment: string | null;
  followup: string | null;
  channel: string;
  sentAt: string | null;
  conversation: Contact;
}

const DIMENSIONS = ['agent', 'team', 'article', 'email_channel'];
const NOT_RESOLVED = ['escalated', 'unresolved', 'callback_scheduled', 'abandoned', 'unknown'];

/** Every record sent, each newer than those before it. */
export class HelpdeskFacts {
  readonly #records = new Map<string, Sent>();

  apply(record: Sent): void {
    const type = String(record.type);
    const key = `${type} ${record.id ?? `${record.date} ${record.article_id ?? record.email_channel_id}`}`;
    if (!record.deleted) {
      this.#records.set(key, record);
      return;
    }
    const before = this.#records.get(key);
    if (DIMENSIONS.includes(type)) {
      if (before) this.#records.set(key, { ...before, active: false, status: 'inactive' });
      return;
    }
    this.#records.delete(key);
    if (type !== 'interaction') return;
    for (const [other, { type: its, interaction_id }] of this.#records) {
      if (its === 'evaluation' && interaction_id === record.id) this.#records.delete(other);
    }
  }

  has(type: string, id: string): boolean {
    return this.#records.has(`${type} ${id}`);
  }

  all(type: string): Sent[] {
    return [...this.#records.values()].filter((record) => record.type === type);
  }

  record(type: string, id: string): Sent | undefined {
    return this.#records.get(`${type} ${id}`);
  }

  contacts(): Contact[] {
    return this.all('interaction').map(contactOf);
  }

  responses(): Response[] {
    return this.all('evaluation').flatMap((it) => {
      const interaction = this.record('interaction', it.interaction_id as string);
      if (interaction?.kind !== 'conversation') return [];
      const conversation = contactOf(interaction);
      return [
        {
          id: it.id as string,
          at: second(it.responded_at)!,
          rating: (it.rating as number | null | undefined) ?? null,
          comment: wordsOf(it.comment),
          followup: wordsOf(it.followup_answer),
          channel: (it.channel as string | undefined) ?? conversation.channel,
          sentAt: it.sent_at === undefined ? null : `${String(it.sent_at).slice(0, 19)}Z`,
          conversation,
        },
      ];
    });
  }
}

function contactOf(it: Sent): Contact {
  const text = (name: string): string | undefined => it[name] as string | undefined;
  const seconds = (name: string): number | undefined => it[name] as number | undefined;
  const [startedAt, answeredAt, resolvedAt] = [
    second(it.started_at)!,
    second(it.answered_at),
    second(it.resolved_at),
  ];
  const sentEnd = second(it.ended_at);
  const isOpen = it.status === 'open';
  const defaultEnd =
    (answeredAt ?? startedAt + (seconds('wait_seconds') ?? 0)) + (seconds('duration_seconds') ?? 0);
  const derived = sentEnd !== undefined && answeredAt !== undefined ? sentEnd - answeredAt : undefined;
  const isLeft = it.status === 'abandoned' || it.status === 'missed';
  const outcome =
    text('outcome') ?? (resolvedAt !== undefined ? 'resolved' : isLeft ? 'abandoned' : 'unknown');
  const sla = it.sla as Record<string, number | undefined> | undefined;
  const messages = it.messages as Record<string, number> | undefined;
  return {
    id: it.id as string,
    isCall: it.kind === 'call',
    isOpen,
    isCompleted: it.status === 'completed',
    channel: text('channel') ?? 'phone',
    startedAt,
    endedAt: sentEnd ?? (isOpen ? undefined : defaultEnd),
    firstResponseAt: second(it.first_response_at),
    resolvedAt,
    isResolvedByAi: it.resolved_by === 'ai',
    isFirstContactResolved:
      it.status === 'completed' && outcome !== 'escalated' && !NOT_RESOLVED.includes(outcome),
    duration: seconds('duration_seconds') ?? (derived !== undefined && derived >= 0 ? derived : undefined),
    outcome,
    agent: text('agent_id'),
    team: text('team_id'),
    topic: text('topic'),
    priority: text('priority'),
    article: text('article_id'),
    mailbox: text('email_channel_id'),
    subject: text('subject'),
    customer: (it.customer as { id: string } | undefined)?.id,
    firstTarget: sla?.first_response_seconds,
    resolutionTarget: sla?.resolution_seconds,
    inbound: messages?.inbound ?? 0,
    outbound: messages?.outbound ?? 0,
  };
}

/** Whole seconds UTC, fractions cut off. */
function second(instant: unknown): number | undefined {
  return typeof instant === 'string' ? Math.floor(Date.parse(instant) / 1_000) : undefined;
}

function wordsOf(text: unknown): string | null {
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
}
