import type { Sent } from '../support/records.ts';
import { dueIn } from './calendars.ts';
import { durationOf, type NewestRecords, waitOf, wordsOf } from './newest-records.ts';
import { isSolving } from './outcomes.ts';
import { secondOf } from './time.ts';

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

export function contactsIn(records: NewestRecords): Contact[] {
  return records.all('interaction').map(contactOf);
}

/** Evaluations of conversations that are there. */
export function responsesIn(records: NewestRecords): Response[] {
  return records.all('evaluation').flatMap((it) => {
    const interaction = records.record('interaction', it.interaction_id);
    if (interaction?.kind !== 'conversation' || it.responded_at === undefined) return [];
    const contact = contactOf(interaction);
    const conversation = {
      ...contact,
      agent: (it.agent_id as string | undefined) ?? contact.agent,
      team: (it.team_id as string | undefined) ?? contact.team,
    };
    const isAsked = it.sent_at !== undefined && secondOf(it.sent_at)! <= secondOf(it.responded_at)!;
    return [
      {
        id: it.id as string,
        at: secondOf(it.responded_at)!,
        rating: (it.rating as number | null | undefined) ?? null,
        comment: wordsOf(it.comment, 2_000) ?? null,
        followup: wordsOf(it.followup_answer, 2_000) ?? null,
        channel: (it.channel as string | undefined) ?? conversation.channel,
        sentAt: isAsked ? `${String(it.sent_at).slice(0, 19)}Z` : null,
        conversation,
      },
    ];
  });
}

function contactOf(it: Sent): Contact {
  const text = (name: string): string | undefined => it[name] as string | undefined;
  const seconds = (name: string): number | undefined => it[name] as number | undefined;
  const [startedAt, answeredAt, resolvedAt] = [
    secondOf(it.started_at)!,
    secondOf(it.answered_at),
    secondOf(it.resolved_at),
  ];
  const sentEnd = secondOf(it.ended_at);
  const isOpen = it.status === 'open';
  const defaultEnd =
    (answeredAt ?? (secondOf(it.queued_at) ?? startedAt) + (waitOf(it) ?? 0)) +
    (seconds('duration_seconds') ?? 0);
  const isLeft = it.status === 'abandoned' || it.status === 'missed';
  const outcome =
    text('outcome') ?? (resolvedAt !== undefined ? 'resolved' : isLeft ? 'abandoned' : 'unknown');
  const sla = it.sla as Record<string, unknown> | undefined;
  const messages = it.messages as Record<string, number> | undefined;
  return {
    id: it.id as string,
    isCall: it.kind === 'call',
    isOpen,
    isCompleted: it.status === 'completed',
    channel: text('channel') ?? 'phone',
    startedAt,
    endedAt: sentEnd ?? (isOpen ? undefined : defaultEnd),
    firstResponseAt: secondOf(it.first_response_at),
    resolvedAt,
    isResolvedByAi: it.resolved_by === 'ai',
    isFirstContactResolved:
      it.status === 'completed' && !(it.transferred ?? outcome === 'escalated') && isSolving(outcome),
    duration: durationOf(it),
    outcome,
    agent: text('agent_id'),
    team: text('team_id'),
    topic: wordsOf(it.topic, 200),
    priority: text('priority'),
    article: text('article_id'),
    mailbox: text('email_channel_id'),
    subject: wordsOf(it.subject, 200),
    customer: (it.customer as { id: string } | undefined)?.id,
    firstTarget: dueIn(sla, 'first_response_seconds', startedAt),
    resolutionTarget: dueIn(sla, 'resolution_seconds', startedAt),
    inbound: messages?.inbound ?? 0,
    outbound: messages?.outbound ?? 0,
  };
}
