import type { Random } from '../../scripts/demo/random.ts';
import {
  AGENTS,
  ARTICLES,
  CALL_CENTERS,
  CAMPAIGNS,
  CATEGORIES,
  EMAIL_CHANNELS,
  ENGAGEMENTS,
  INTENTS,
  PROVIDERS,
  type RawRecord,
  TOPICS,
  WRITTEN_CHANNELS,
} from './organisation.ts';

const CALL_STATUSES = [
  ['completed', 86],
  ['missed', 5],
  ['abandoned', 5],
  ['cancelled', 2],
  ['failed', 2],
] as const;
const CONVERSATION_STATUSES = [
  ['completed', 90],
  ['abandoned', 4],
  ['open', 6],
] as const;
/** Abandoned and unknown are derived in addition: six outcomes in total. */
const OUTCOMES = [
  ['resolved', 64],
  ['escalated', 10],
  ['ticket_created', 14],
  ['callback_scheduled', 12],
] as const;
const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const;
const USES_MODEL = 0.4;

export interface Contact {
  id: string;
  /** Seconds UTC. */
  at: number;
  customer: { id: string; phone?: string };
  random: Random;
}

/** Formats an instant (seconds UTC) for ingest. */
export function stamp(at: number): string {
  return new Date(at * 1_000).toISOString();
}

const dollars = (amount: number): number => Math.round(amount * 1e6) / 1e6;

function usage(random: Random): { llm_usage: unknown[]; llm: number } {
  const requests = random.whole(1, 8);
  const row = {
    provider: random.pick(PROVIDERS),
    requests,
    input_tokens: requests * random.whole(200, 900),
    output_tokens: requests * random.whole(40, 200),
    latency_ms: requests * random.whole(300, 1_500),
    errors: random.chance(0.02) ? 1 : 0,
  };
  return { llm_usage: [row], llm: dollars((row.input_tokens * 1.1 + row.output_tokens * 4.4) / 1e6) };
}

function common({ id, at, customer, random }: Contact): RawRecord {
  const agent = random.pick(AGENTS);
  return {
    type: 'interaction',
    id,
    started_at: stamp(at),
    customer,
    agent_id: agent.id,
    team_id: agent.team,
    department_id: agent.department,
    campaign_id: random.pick(CAMPAIGNS),
    call_center_id: random.pick(CALL_CENTERS),
    engagement_id: random.pick(ENGAGEMENTS),
    category: random.pick(CATEGORIES),
    topic: random.pick(TOPICS),
    intent: random.pick(INTENTS),
    sentiment: { score: random.whole(0, 10_000) / 10_000 },
  };
}

/** A call of the reference tenant. */
export function callRecord(contact: Contact): RawRecord {
  const { at, random } = contact;
  const status = random.weighted(CALL_STATUSES);
  const isAnswered = status === 'completed';
  const wait = random.whole(2, 120);
  const duration = Math.min(3_600, Math.round(random.longTail(180, 0.7)));
  const model = random.chance(USES_MODEL) ? usage(random) : undefined;
  return {
    ...common(contact),
    kind: 'call',
    direction: random.chance(0.8) ? 'inbound' : 'outbound',
    status,
    wait_seconds: wait,
    ...(isAnswered && {
      answered_at: stamp(at + wait),
      duration_seconds: duration,
      outcome: random.weighted(OUTCOMES),
    }),
    ...(model && { llm_usage: model.llm_usage }),
    cost: { telephony: dollars((duration / 60) * 0.009), ...(model && { llm: model.llm, stt: 0.004 }) },
  };
}

/** A conversation of the reference tenant. */
export function conversationRecord(contact: Contact): RawRecord {
  const { at, random } = contact;
  const channel = random.pick(WRITTEN_CHANNELS);
  const status = random.weighted(CONVERSATION_STATUSES);
  const model = usage(random);
  const isResolved = status === 'completed' && random.chance(0.75);
  return {
    ...common(contact),
    kind: 'conversation',
    channel,
    status,
    priority: random.pick(PRIORITIES),
    sla: { first_response_seconds: 900, resolution_seconds: 14_400 },
    messages: { inbound: random.whole(1, 9), outbound: random.whole(1, 9) },
    llm_usage: model.llm_usage,
    cost: { llm: model.llm },
    ...(channel === 'email' && { email_channel_id: random.pick(EMAIL_CHANNELS) }),
    ...(status !== 'abandoned' && { first_response_at: stamp(at + random.whole(20, 1_800)) }),
    ...(isResolved && {
      resolved_at: stamp(at + random.whole(1_800, 20_000)),
      resolved_by: random.chance(0.4) ? 'ai' : 'human',
      article_id: random.pick(ARTICLES),
    }),
    ...(status === 'completed' && { duration_seconds: random.whole(60, 3_000) }),
  };
}
