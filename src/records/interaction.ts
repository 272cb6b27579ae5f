import * as z from 'zod';
import type { FieldError } from '../errors.ts';
import { maskLabel } from '../privacy/redact/masked-text.ts';
import type { PersonalData } from '../privacy/sealing/personal.ts';
import { keptAttributes } from './attributes.ts';
import { type Customer, readCustomer } from './customer.ts';
import { defineRecord } from './define.ts';
import { deriveOutcome, deriveTimes } from './derive.ts';
import { interactionDigest } from './digest.ts';
import type { DerivedFields } from './field-types.ts';
import { envelope, id, labelOf } from './fields.ts';
import { interactionFields } from './interaction-fields.ts';
import { keptLegs, legErrors, primaryLeg, sumOfLegs } from './legs.ts';
import { keptSla } from './sla-targets.ts';
import type { InteractionRecord } from './types.ts';
import { onePerProvider, usageBeyondBounds } from './usage.ts';
import { brokenRules, definedOnly, keptFields, mendingsOf, sentShape } from './walk-fields.ts';

const interactionSchema = z
  .strictObject({
    ...envelope('interaction'),
    id: id(),
    ...sentShape(interactionFields),
  })
  .describe(
    'A call or a conversation; it counts on the day it started. An open call is not counted until it has ended.',
  );
type SentInteraction = z.output<typeof interactionSchema>;

/** A call or a conversation, as stored. */
export const interaction = defineRecord({
  type: 'interaction',
  schema: interactionSchema,
  mendings: mendingsOf(interactionFields),
  keep(sent, context, stamp, leaveOut) {
    const { customer, unreadable } = readCustomer(sent.customer ?? {}, context);
    for (const error of unreadable) leaveOut(error);
    const sla = keptSla(sent.sla ?? {}, sent.started_at, context.tenant.calendars);
    const { attributes, refused } = keptAttributes(sent.attributes ?? {}, context.tenant.attributes);
    const errors = [
      ...(Array.isArray(sla) ? sla : []),
      ...refused,
      ...brokenRules(interactionFields, sent),
      ...usageBeyondBounds(sent.llm_usage ?? []),
      ...legErrors(sent.legs ?? [], sent.started_at),
    ];
    if (Array.isArray(sla) || errors.length > 0) return errors;

    const derived = { ...deriveFields(sent, customer, leaveOut), sla, attributes };
    const body = keptFields(interactionFields, sent, derived);
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

/** What code derives from several fields, or stores in another form than it is sent. */
function deriveFields(
  sent: SentInteraction,
  customer: Customer,
  leaveOut: (error: FieldError) => void,
): Omit<DerivedFields<typeof interactionFields>, 'sla' | 'attributes'> {
  const { ended_at, duration_seconds, wait_seconds } = deriveTimes(sent, leaveOut);
  const wasTransferred = sent.legs?.some(({ disposition }) => disposition === 'transferred');
  const { outcome, transferred, first_contact_resolved } = deriveOutcome({
    ...sent,
    transferred: sent.transferred ?? (wasTransferred || undefined),
  });
  const legs = sent.legs?.length ? keptLegs(sent.legs) : undefined;
  const primary = primaryLeg(legs ?? [], sent.agent_id ?? undefined);
  const score = sent.sentiment?.score ?? undefined;
  const sentiment = sent.sentiment?.label ?? (score === undefined ? undefined : labelOf(score));
  return {
    channel: sent.channel ?? 'phone',
    direction: sent.direction ?? 'inbound',
    ended_at,
    duration_seconds,
    wait_seconds,
    customer_id: customer.id,
    agent_id: sent.agent_id ?? primary?.agent_id,
    team_id: sent.team_id ?? primary?.team_id,
    department_id: sent.department_id ?? primary?.department_id,
    outcome,
    category: maskLabel(sent.category, customer.personal.name),
    topic: maskLabel(sent.topic, customer.personal.name),
    transferred,
    first_contact_resolved,
    resolved_by: typeof sent.resolved_at === 'number' ? (sent.resolved_by ?? 'human') : undefined,
    sentiment: sentiment && { label: sentiment, ...(score !== undefined && { score }) },
    llm_usage: sent.llm_usage?.length ? onePerProvider(sent.llm_usage) : undefined,
    queue_id: sent.queue_id ?? primary?.queue_id,
    hold_seconds: sent.hold_seconds ?? sumOfLegs(legs ?? [], 'hold_seconds'),
    wrap_seconds: sent.wrap_seconds ?? sumOfLegs(legs ?? [], 'wrap_seconds'),
    legs,
  };
}
