import { answering } from './agents.ts';
import { HOUR, MINUTE, stamp } from './clock.ts';
import type { Contact } from './contact.ts';
import { llmUsage, writingCost } from './costs.ts';
import { someCustomer } from './customers.ts';
import { EMAIL_CHANNELS } from './organisation.ts';
import { moodOf, outcomeOf } from './outcome.ts';
import { type Random, randomFrom } from './random.ts';
import { OUTAGE, REASONS, type Reason } from './reasons.ts';
import { conversationStarts, type DemoDay } from './rhythm.ts';

interface Medium {
  channel: string;
  /** Added to the reason's share of contacts that an assistant handles. */
  assisted: number;
  /** Median seconds to the first answer of a person, and from it to the end. */
  answer: number;
  handling: number;
}

const MEDIA: readonly (readonly [Medium, number])[] = [
  [{ channel: 'email', assisted: 0.05, answer: 2.2 * HOUR, handling: 7 * HOUR }, 38],
  [{ channel: 'chat', assisted: 0.35, answer: 2 * MINUTE, handling: 14 * MINUTE }, 24],
  [{ channel: 'whatsapp', assisted: 0.3, answer: 9 * MINUTE, handling: 1.2 * HOUR }, 27],
  [{ channel: 'webchat', assisted: 0.4, answer: 2 * MINUTE, handling: 11 * MINUTE }, 11],
];

type Priority = 'urgent' | 'high' | 'medium' | 'low';
const PRIORITIES: readonly (readonly [Priority, number])[] = [
  ['urgent', 6],
  ['high', 19],
  ['medium', 50],
  ['low', 25],
];
const TARGETS: Record<Priority, { first_response_seconds: number; resolution_seconds: number }> = {
  urgent: { first_response_seconds: 30 * MINUTE, resolution_seconds: 6 * HOUR },
  high: { first_response_seconds: 2 * HOUR, resolution_seconds: 12 * HOUR },
  medium: { first_response_seconds: 6 * HOUR, resolution_seconds: 36 * HOUR },
  low: { first_response_seconds: 12 * HOUR, resolution_seconds: 72 * HOUR },
};
const HASTE: Record<Priority, number> = { urgent: 0.4, high: 0.7, medium: 1, low: 1.4 };

const WEIGHTED_REASONS = REASONS.map((reason) => [reason, reason.weight] as const);
const FORGOTTEN = 0.012;
const GIVEN_UP = 0.06;

function begun(id: string, start: number, demoDay: DemoDay, medium: Medium, reason: Reason, random: Random) {
  const priority = random.weighted(PRIORITIES);
  const { phone, email, ...known } = someCustomer(random, demoDay.index);
  const topic = random.pick(reason.topics);
  const mail = medium.channel === 'email';
  const contact = mail ? { email } : medium.channel === 'whatsapp' ? { phone } : { phone, email };
  return {
    type: 'interaction',
    id,
    kind: 'conversation',
    channel: medium.channel,
    started_at: stamp(start),
    customer: { ...known, ...contact },
    department_id: reason.department,
    ...(mail
      ? { email_channel_id: random.pick(EMAIL_CHANNELS), subject: `${reason.category}: ${topic}` }
      : {}),
    category: reason.category,
    topic,
    intent: reason.intent,
    priority,
    ...(random.chance(0.9) ? { sla: TARGETS[priority] } : {}),
  };
}

/** First answer and end (seconds UTC) of a conversation that is not abandoned. */
function course(start: number, medium: Medium, haste: number, random: Random) {
  const firstResponse = start + Math.round(random.longTail(medium.answer * haste, 0.8));
  return { firstResponse, end: firstResponse + Math.round(random.longTail(medium.handling * haste, 0.9)) };
}

function conversation(id: string, start: number, demoDay: DemoDay, until: number): Contact {
  const random = randomFrom(id);
  const reason = demoDay.outage && random.chance(0.6) ? OUTAGE : random.weighted(WEIGHTED_REASONS);
  const medium = random.weighted(MEDIA);
  const opened = begun(id, start, demoDay, medium, reason, random);
  const agent = answering(
    reason.department,
    'text',
    Math.min(0.8, reason.assisted + medium.assisted),
    random,
  );
  const assisted = agent.kind === 'ai';
  const haste = assisted ? 0.02 : HASTE[opened.priority] * (demoDay.outage ? 3 : 1);
  const { firstResponse, end } = course(start, medium, haste, random);
  const taken = { ...opened, agent_id: agent.id, team_id: agent.team_id };

  if (random.chance(GIVEN_UP) && end <= until) {
    const record = {
      ...opened,
      status: 'abandoned',
      ended_at: stamp(end),
      messages: { inbound: 1, outbound: 0 },
    };
    return { id, interaction: { at: end, record: { ...record, updated_at: stamp(end) } } };
  }
  if (end > until || random.chance(FORGOTTEN)) {
    const answered = firstResponse <= until;
    const at = answered ? firstResponse : start;
    const rest = answered ? { ...taken, first_response_at: stamp(firstResponse) } : opened;
    return { id, interaction: { at, record: { ...rest, status: 'open', updated_at: stamp(at) } } };
  }

  const outcome = outcomeOf(reason, agent, demoDay.outage, random);
  const mood = moodOf(outcome, agent, (firstResponse - start) / 20, random);
  const inbound = random.whole(1, 6);
  const llm_usage = assisted || random.chance(0.4) ? llmUsage(assisted ? inbound + 1 : 1, random) : [];
  const article = reason.article !== undefined && random.chance(assisted ? 0.65 : 0.2);
  const record = {
    ...taken,
    status: 'completed',
    first_response_at: stamp(firstResponse),
    ended_at: stamp(end),
    duration_seconds: Math.min(
      end - firstResponse,
      Math.round(random.longTail(9 * MINUTE * agent.pace, 0.5)),
    ),
    wait_seconds: firstResponse - start,
    outcome,
    ...(outcome === 'resolved' ? { resolved_at: stamp(end), resolved_by: agent.kind } : {}),
    ...(article ? { article_id: reason.article } : {}),
    sentiment: random.chance(0.05) ? { label: 'neutral' } : { score: mood },
    ...(llm_usage.length > 0 ? { llm_usage, cost: writingCost(llm_usage) } : {}),
    messages: { inbound, outbound: inbound + random.whole(0, 2) },
    updated_at: stamp(end),
  };
  return { id, interaction: { at: end, record }, ended: { at: end, outcome, mood } };
}

/** The conversations of a day that had started by `until` (seconds UTC), ordered by start. */
export function conversationsOf(demoDay: DemoDay, until: number): Contact[] {
  const prefix = `conv-${demoDay.date.replaceAll('-', '')}`;
  return conversationStarts(demoDay)
    .map((start, index) => ({ start, id: `${prefix}-${String(index + 1).padStart(3, '0')}` }))
    .filter(({ start }) => start <= until)
    .map(({ start, id }) => conversation(id, start, demoDay, until));
}
