import type { FieldError } from '../errors.ts';
import { maskLabel } from '../privacy/redact/masked-text.ts';
import type { PersonalData } from '../privacy/sealing/personal.ts';
import { type Customer, readCustomer } from './customer.ts';
import { defineRecord } from './define.ts';
import { definedOnly, definedOrAbsent } from './defined-only.ts';
import { deriveOutcome, deriveTimes } from './derive.ts';
import { interactionDigest } from './digest.ts';
import { labelOf } from './fields.ts';
import { interactionSchema, type SentInteraction } from './interaction-schema.ts';
import type { Interaction, InteractionRecord } from './types.ts';
import { onePerProvider, usageBeyondBounds } from './usage.ts';

/** A call or a conversation, as stored. */
export const interaction = defineRecord({
  type: 'interaction',
  schema: interactionSchema,
  keep(sent, context, stamp) {
    const customer = readCustomer(sent.customer ?? {}, context);
    const errors = [
      ...contradictions(sent),
      ...usageBeyondBounds(sent.llm_usage ?? []),
      ...(Array.isArray(customer) ? customer : []),
    ];
    if (errors.length > 0 || Array.isArray(customer)) return errors;

    const body = keepBody(sent, customer);
    const personal = definedOnly<PersonalData>({
      name: customer.personal.name,
      phone: customer.personal.phone,
      email: customer.personal.email,
      subject: sent.subject,
    });
    return {
      type: 'interaction',
      id: sent.id,
      ...stamp.with(interactionDigest(context.keys, sent.id, body, personal, sent.transcript ?? undefined)),
      body,
      personal,
      ...definedOnly<Pick<InteractionRecord, 'phone' | 'transcript'>>({
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
      errors.push({ path, message: 'Must be at or after started_at.' });
    }
  }
  if (sent.resolved_by && !isGiven(sent.resolved_at)) {
    errors.push({ path: 'resolved_by', message: 'Accepted only together with resolved_at.' });
  }
  if (sent.kind === 'conversation' && !sent.channel) {
    errors.push({
      path: 'channel',
      message: 'Required for a conversation: a token such as email, chat or whatsapp.',
    });
  }
  return errors;
}

function keepBody(sent: SentInteraction, customer: Customer): Interaction {
  const times = deriveTimes(sent);
  const outcome = deriveOutcome(sent);
  const score = sent.sentiment?.score ?? undefined;
  const sentiment = sent.sentiment?.label ?? (score === undefined ? undefined : labelOf(score));
  return definedOnly<Interaction>({
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
    category: maskLabel(sent.category, customer.personal.name),
    topic: maskLabel(sent.topic, customer.personal.name),
    intent: sent.intent,
    priority: sent.priority,
    transferred: outcome.transferred,
    first_contact_resolved: outcome.first_contact_resolved,
    resolved_by: isGiven(sent.resolved_at) ? (sent.resolved_by ?? 'human') : undefined,
    sla: definedOrAbsent<NonNullable<Interaction['sla']>>(
      sent.sla && {
        first_response_seconds: sent.sla.first_response_seconds,
        resolution_seconds: sent.sla.resolution_seconds,
      },
    ),
    sentiment: sentiment && definedOnly<NonNullable<Interaction['sentiment']>>({ label: sentiment, score }),
    cost: definedOrAbsent<NonNullable<Interaction['cost']>>(
      sent.cost && {
        llm: sent.cost.llm,
        tts: sent.cost.tts,
        stt: sent.cost.stt,
        telephony: sent.cost.telephony,
      },
    ),
    llm_usage: sent.llm_usage?.length ? onePerProvider(sent.llm_usage) : undefined,
    messages: definedOrAbsent<NonNullable<Interaction['messages']>>(
      sent.messages && { inbound: sent.messages.inbound, outbound: sent.messages.outbound },
    ),
  });
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== undefined && value !== null;
}
