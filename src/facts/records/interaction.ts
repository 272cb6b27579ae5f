import * as z from 'zod';
import type { FieldError } from '../../errors.ts';
import type { Interaction, InteractionRecord, LlmUsage, PersonalData } from '../types.ts';
import { type Customer, customerSchema, readCustomer } from './customer.ts';
import { defineRecord } from './define.ts';
import { deriveOutcome, deriveTimes, MAX_SPAN_SECONDS } from './derive.ts';
import {
  choice,
  count,
  decimal,
  envelope,
  flag,
  id,
  instant,
  longText,
  requiredText,
  strict,
  text,
  token,
  whole,
} from './fields.ts';
import { present, presentOrAbsent } from './present.ts';
import { labelOf, sentimentLabel } from './sentiment.ts';

const MAX_TARGET_SECONDS = 315_360_000;
const MAX_COST_DOLLARS = 1_000_000;
const MAX_LLM_USAGE_ROWS = 100;
const MAX_TRANSCRIPT_BYTES = 65_536;

const span = whole(0, MAX_SPAN_SECONDS, 'seconds').nullish();
const target = whole(1, MAX_TARGET_SECONDS, 'seconds after started_at').nullish();
const reference = id().nullish();
const label = text(200).nullish();
const dollars = decimal(MAX_COST_DOLLARS, 6).nullish();
const moment = instant().nullish();
const usageRow = strict({
  provider: requiredText(64),
  requests: count(),
  input_tokens: count(),
  output_tokens: count(),
  latency_ms: count().describe('Summed over the requests.'),
  errors: count(),
});

/** A call or a conversation, as it is sent. */
export const interactionSchema = strict({
  ...envelope('interaction'),
  id: id(),
  kind: choice(['call', 'conversation']),
  channel: token()
    .nullish()
    .describe(
      'How it was held: phone, email, chat, whatsapp, … Required for a conversation; `phone` for a call.',
    ),
  direction: choice(['inbound', 'outbound']).nullish().describe('`inbound` if left out.'),
  status: choice(['completed', 'missed', 'abandoned', 'cancelled', 'failed', 'open']).describe(
    'missed: nobody answered; abandoned: the customer left before an answer; open: not ended yet.',
  ),
  started_at: instant().describe(
    'What the interaction is counted by. The other instants lie at or after it.',
  ),
  answered_at: moment,
  ended_at: moment.describe(
    'If left out, unless open: answered_at plus the duration, or else started_at plus wait and duration.',
  ),
  first_response_at: moment.describe('The first reply to the customer.'),
  resolved_at: moment,
  duration_seconds: span.describe(
    'Handle time. From answered_at to ended_at if left out and both are given.',
  ),
  wait_seconds: span.describe('From started_at to answered_at if left out and that is given.'),
  customer: customerSchema.nullish(),
  agent_id: reference.describe('Whoever handled it: people and voice bots alike.'),
  team_id: reference.describe('As named here, never taken from the agent.'),
  department_id: reference.describe('As named here, never taken from the agent.'),
  campaign_id: reference,
  call_center_id: reference,
  engagement_id: reference,
  email_channel_id: reference.describe('The mailbox that it came through.'),
  article_id: reference.describe('The article that answered it.'),
  outcome: token()
    .nullish()
    .describe(
      'If left out: `resolved` with a resolved_at, else `abandoned` where nobody answered or the customer left, else `unknown`.',
    ),
  category: label,
  topic: label,
  subject: label.describe('Personal data: erasable, kept apart from what figures need.'),
  intent: token().nullish(),
  priority: choice(['urgent', 'high', 'medium', 'low']).nullish(),
  transferred: flag().nullish().describe('Whether the outcome is `escalated`, if left out.'),
  first_contact_resolved: flag()
    .nullish()
    .describe(
      'If left out: completed, not transferred, and the outcome none of escalated, unresolved, callback_scheduled, abandoned, unknown.',
    ),
  resolved_by: choice(['ai', 'human'])
    .nullish()
    .describe('Only with resolved_at, and then `human` if left out.'),
  sla: strict({
    first_response_seconds: target.describe('Counted from started_at.'),
    resolution_seconds: target.describe('Counted from started_at.'),
  })
    .nullish()
    .describe('What was promised.'),
  sentiment: strict({
    label: sentimentLabel()
      .nullish()
      .describe('From the score if left out: positive from 0.6, negative below 0.4, else neutral.'),
    score: decimal(1, 4).nullish().describe('Kept to 4 decimals.'),
  }).nullish(),
  cost: strict({ llm: dollars, tts: dollars, stt: dollars, telephony: dollars })
    .nullish()
    .describe('In US dollars, kept to 6 decimals.'),
  llm_usage: z
    .array(usageRow, { error: 'must be a list of one object a provider' })
    .max(MAX_LLM_USAGE_ROWS, { error: `must have at most ${MAX_LLM_USAGE_ROWS} rows` })
    .nullish()
    .describe(`At most ${MAX_LLM_USAGE_ROWS} rows; those of one provider are added up.`),
  messages: strict({ inbound: count().nullish(), outbound: count().nullish() })
    .nullish()
    .describe('How many were exchanged.'),
  transcript: longText(MAX_TRANSCRIPT_BYTES)
    .nullish()
    .describe('At most 64 KiB in UTF-8. Stored compressed and encrypted; no figure returns it.'),
}).describe(
  'A call or a conversation, counted where it started. An open one is in no figure of calls until it has ended.',
);

export type SentInteraction = z.output<typeof interactionSchema>;

export const interaction = defineRecord({
  type: 'interaction',
  schema: interactionSchema,
  keep(sent, context, stamp) {
    const customer = readCustomer(sent.customer ?? {}, context);
    const errors = [...contradictions(sent), ...(Array.isArray(customer) ? customer : [])];
    if (errors.length > 0 || Array.isArray(customer)) return errors;

    const body = keepBody(sent, customer);
    const personal = present<PersonalData>({
      name: customer.personal.name,
      phone: customer.personal.phone,
      email: customer.personal.email,
      subject: sent.subject,
    });
    return {
      type: 'interaction',
      id: sent.id,
      ...stamp(sent.id, body, personal, sent.transcript),
      body,
      personal,
      ...present<Pick<InteractionRecord, 'phone' | 'transcript'>>({
        phone: customer.phoneHashes,
        transcript: sent.transcript,
      }),
    };
  },
});

function contradictions(sent: SentInteraction): FieldError[] {
  const errors: FieldError[] = [];
  for (const path of ['answered_at', 'ended_at', 'first_response_at', 'resolved_at'] as const) {
    const at = sent[path];
    if (at !== undefined && at !== null && at < sent.started_at) {
      errors.push({ path, message: 'lies before started_at: an instant at or after it is accepted' });
    }
  }
  if (sent.resolved_by && !isGiven(sent.resolved_at)) {
    errors.push({ path: 'resolved_by', message: 'is accepted only together with resolved_at' });
  }
  if (sent.kind === 'conversation' && !sent.channel) {
    errors.push({
      path: 'channel',
      message: 'is required for a conversation: a token such as email, chat or whatsapp',
    });
  }
  return errors;
}

function keepBody(sent: SentInteraction, customer: Customer): Interaction {
  const times = deriveTimes(sent);
  const outcome = deriveOutcome(sent);
  const score = sent.sentiment?.score ?? undefined;
  const sentiment = sent.sentiment?.label ?? (score === undefined ? undefined : labelOf(score));
  return present<Interaction>({
    kind: sent.kind,
    channel: sent.channel ?? 'phone',
    direction: sent.direction ?? 'inbound',
    status: sent.status,
    started_at: sent.started_at,
    answered_at: sent.answered_at,
    ended_at: times.ended_at,
    first_response_at: sent.first_response_at,
    resolved_at: sent.resolved_at,
    duration_seconds: times.duration_seconds,
    wait_seconds: times.wait_seconds,
    customer_id: customer.id,
    agent_id: sent.agent_id,
    team_id: sent.team_id,
    department_id: sent.department_id,
    campaign_id: sent.campaign_id,
    call_center_id: sent.call_center_id,
    engagement_id: sent.engagement_id,
    email_channel_id: sent.email_channel_id,
    article_id: sent.article_id,
    outcome: outcome.outcome,
    category: sent.category,
    topic: sent.topic,
    intent: sent.intent,
    priority: sent.priority,
    transferred: outcome.transferred,
    first_contact_resolved: outcome.first_contact_resolved,
    resolved_by: isGiven(sent.resolved_at) ? (sent.resolved_by ?? 'human') : undefined,
    sla: presentOrAbsent<NonNullable<Interaction['sla']>>(
      sent.sla && {
        first_response_seconds: sent.sla.first_response_seconds,
        resolution_seconds: sent.sla.resolution_seconds,
      },
    ),
    sentiment: sentiment && present<NonNullable<Interaction['sentiment']>>({ label: sentiment, score }),
    cost: presentOrAbsent<NonNullable<Interaction['cost']>>(
      sent.cost && {
        llm: sent.cost.llm,
        tts: sent.cost.tts,
        stt: sent.cost.stt,
        telephony: sent.cost.telephony,
      },
    ),
    llm_usage: sent.llm_usage?.length ? onePerProvider(sent.llm_usage) : undefined,
    messages: presentOrAbsent<NonNullable<Interaction['messages']>>(
      sent.messages && { inbound: sent.messages.inbound, outbound: sent.messages.outbound },
    ),
  });
}

/** One row a provider, by name, so that the order of the rows sent does not matter. */
function onePerProvider(rows: readonly LlmUsage[]): LlmUsage[] {
  const sums = new Map<string, LlmUsage>();
  for (const row of rows) {
    const sum = sums.get(row.provider);
    sums.set(row.provider, {
      provider: row.provider,
      requests: row.requests + (sum?.requests ?? 0),
      input_tokens: row.input_tokens + (sum?.input_tokens ?? 0),
      output_tokens: row.output_tokens + (sum?.output_tokens ?? 0),
      latency_ms: row.latency_ms + (sum?.latency_ms ?? 0),
      errors: row.errors + (sum?.errors ?? 0),
    });
  }
  return [...sums.values()].sort((one, other) => (one.provider < other.provider ? -1 : 1));
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== undefined && value !== null;
}
