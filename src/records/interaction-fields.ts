import * as z from 'zod';
import { BOUNDS } from '../bounds.ts';
import { accepting } from '../messages.ts';
import { maskedText } from '../privacy/redact/masked-text.ts';
import { ATTRIBUTES, sentAttributes } from './attributes.ts';
import { customerMendings, customerSchema } from './customer.ts';
import { decimals, FLAG, group, INSTANT, listOf, MASKED, NUMBER, TEXT } from './field-forms.ts';
import { derived, filledIn, internal, optional, type RuleContext, required } from './field-table.ts';
import {
  count,
  decimal,
  id,
  instant,
  longText,
  MAX_SPAN_SECONDS,
  MAX_TARGET_SECONDS,
  sentimentLabel,
  text,
  token,
  whole,
} from './fields.ts';
import { leg, sentLegs } from './legs.ts';
import { cutting, cuttingBytes } from './mending.ts';
import { llmUsage } from './usage.ts';

const MAX_TRANSCRIPT_BYTES = 65_536;

const span = whole(0, MAX_SPAN_SECONDS, 'seconds').nullish();
const target = whole(1, MAX_TARGET_SECONDS, 'seconds after started_at').nullish();
const reference = id().nullish();
const label = text(BOUNDS.labelCharacters.value).nullish();
const cutLabel = cutting(BOUNDS.labelCharacters.value);
const maskedLabel = label.describe(
  "Numbers, addresses and the customer's name in it are masked before it is stored.",
);
const moment = instant().nullish();
const shownText = z.string().nullable();

export const DIRECTIONS = ['inbound', 'outbound'] as const;

/** From the most to the least urgent. */
export const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const;

/** Outcomes of contacts that did not solve the customer's matter. */
export const UNRESOLVED_OUTCOMES: readonly string[] = [
  'escalated',
  'unresolved',
  'callback_scheduled',
  'follow_up',
  'transferred',
  'abandoned',
  'missed',
  'voicemail',
  'no_answer',
  'busy',
  'disconnected',
  'wrong_number',
  'spam',
  'unknown',
];

const dollars = optional(decimals(6, 'US dollars.'), decimal(BOUNDS.costDollars.value, 6).nullish());
const sla = group({
  first_response_seconds: optional(NUMBER, target.describe('Counted from started_at.')),
  resolution_seconds: optional(NUMBER, target.describe('Counted from started_at.')),
  paused_seconds: optional(
    NUMBER,
    whole(0, MAX_TARGET_SECONDS, 'seconds')
      .nullish()
      .describe(
        'How long the clock stood still, such as while the customer was to answer. Added to both targets.',
      ),
  ),
  calendar: optional(
    TEXT,
    token()
      .nullish()
      .describe(
        'The business hours in which the targets and the pause run; without it, they run day and night. See "Business hours".',
      ),
  ),
  /** Seconds from started_at to the instant by which it is due, if a pause or a calendar makes them differ. */
  first_response_due_in: internal(NUMBER),
  resolution_due_in: internal(NUMBER),
});
const sentiment = group({
  label: filledIn(
    TEXT,
    sentimentLabel()
      .nullish()
      .describe('From the score if left out: positive from 0.6, negative below 0.4, else neutral.'),
  ),
  score: optional(decimals(4, '0 to 1.'), decimal(1, 4).nullish().describe('Kept to 4 decimals.')),
});
const cost = group({ llm: dollars, tts: dollars, stt: dollars, telephony: dollars });
const messages = group({
  inbound: optional(NUMBER, count().nullish()),
  outbound: optional(NUMBER, count().nullish()),
});

/**
 * Every field of a call or a conversation, declared once: how it is stored and shown (`TEXT`, `INSTANT`, …), how it is
 * sent, and what is said of it. What is sent, stored and shown keeps this order; that of stored fields never changes,
 * because the JSON text decides whether a record is the same.
 */
export const interactionFields = {
  kind: required(TEXT, z.enum(['call', 'conversation'])),
  channel: filledIn(
    TEXT,
    token()
      .nullish()
      .describe(
        'How it was held: phone, email, chat, whatsapp, … Required for a conversation; `phone` for a call.',
      ),
    (channel, { kind }) =>
      kind === 'conversation' && !channel
        ? 'Required for a conversation: a token such as email, chat or whatsapp.'
        : undefined,
  ),
  direction: filledIn(TEXT, z.enum(DIRECTIONS).nullish().describe('`inbound` if left out.')),
  status: required(
    TEXT,
    z
      .enum(['completed', 'missed', 'abandoned', 'cancelled', 'failed', 'overflowed', 'open'])
      .describe(
        'missed: nobody answered; abandoned: the customer left before an answer; overflowed: left the queue for elsewhere; open: not ended yet.',
      ),
  ),
  started_at: required(
    INSTANT,
    instant().describe('What the interaction is counted by. The other instants lie at or after it.'),
  ),
  answered_at: optional(INSTANT, moment, notBeforeStart),
  ended_at: derived(
    INSTANT,
    moment.describe(
      'Not before answered_at. If left out, unless open: answered_at plus the duration, or else started_at plus wait and duration.',
    ),
    (at, sent) => notBeforeStart(at, sent) ?? notBeforeAnswer(at, sent),
  ),
  first_response_at: optional(INSTANT, moment.describe('The first reply to the customer.'), notBeforeStart),
  resolved_at: optional(INSTANT, moment, notBeforeStart),
  duration_seconds: derived(
    NUMBER,
    span.describe(
      'From answer to end, holds included, at most a year. From answered_at to ended_at if left out and both are given; absent if that is longer.',
    ),
  ),
  wait_seconds: derived(
    NUMBER,
    span.describe(
      'If left out: from queued_at to answered_at if that is given, or else, if missed, abandoned or overflowed, to ended_at if that is given.',
    ),
  ),
  /** Stored as `customer_id` and personal data. */
  customer: {
    sent: customerSchema.nullish(),
    shown: z.object({ id: shownText, name: shownText, phone: shownText, email: shownText }),
    mended: { fields: customerMendings },
  },
  /** As sent, or derived from the keyed hash of the phone number or e-mail address. */
  customer_id: internal(TEXT),
  agent_id: derived(
    TEXT,
    reference.describe('Whoever handled it: people and voice bots alike. From the legs if left out.'),
  ),
  team_id: derived(
    TEXT,
    reference.describe('As named here, never taken from the agent. From the legs if left out.'),
  ),
  department_id: derived(
    TEXT,
    reference.describe('As named here, never taken from the agent. From the legs if left out.'),
  ),
  campaign_id: optional(TEXT, reference),
  call_center_id: optional(TEXT, reference),
  engagement_id: optional(TEXT, reference),
  email_channel_id: optional(TEXT, reference.describe('The mailbox that it came through.')),
  article_id: optional(TEXT, reference.describe('The article that answered it.')),
  outcome: filledIn(
    TEXT,
    token()
      .nullish()
      .describe(
        'If left out: `resolved` with a resolved_at, else `abandoned` if nobody answered or the customer left, else `unknown`.',
      ),
  ),
  category: { ...derived(MASKED, maskedLabel), mended: cutLabel },
  topic: { ...derived(MASKED, maskedLabel), mended: cutLabel },
  /** Stored as personal data. */
  subject: {
    sent: label.describe('Personal data: erasable, kept apart from what figures need.'),
    shown: maskedText.nullable(),
    mended: cutLabel,
  },
  intent: optional(TEXT, token().nullish()),
  priority: optional(TEXT, z.enum(PRIORITIES).nullish()),
  transferred: filledIn(
    FLAG,
    z
      .boolean()
      .nullish()
      .describe('Whether the outcome is `escalated` or a leg was transferred, if left out.'),
  ),
  first_contact_resolved: filledIn(
    FLAG,
    z
      .boolean()
      .nullish()
      .describe(
        `If left out: completed, not transferred, and the outcome none of ${UNRESOLVED_OUTCOMES.join(', ')}.`,
      ),
  ),
  resolved_by: derived(
    TEXT,
    z.enum(['ai', 'human']).nullish().describe('Only with resolved_at, and then `human` if left out.'),
    (by, { resolved_at }) =>
      by && typeof resolved_at !== 'number' ? 'Accepted only together with resolved_at.' : undefined,
  ),
  sla: derived(sla.form, sla.sent.nullish().describe('What was promised.')),
  sentiment: derived(sentiment.form, sentiment.sent.nullish()),
  cost: optional(cost.form, cost.sent.nullish().describe('In US dollars, kept to 6 decimals.')),
  llm_usage: derived(
    listOf(llmUsage.form),
    z
      .array(llmUsage.sent, {
        error: accepting(`an array of at most ${BOUNDS.usageRows.value} objects, one per provider`),
      })
      .max(BOUNDS.usageRows.value)
      .nullish()
      .describe(
        `At most ${BOUNDS.usageRows.value} rows of ${BOUNDS.providersPerRecord.value} providers; those of one provider are added up. Each field is at most ${BOUNDS.count.value.toLocaleString('en-US')} over all rows.`,
      ),
  ),
  messages: optional(messages.form, messages.sent.nullish().describe('How many were exchanged.')),
  /** Stored sealed, in a table of its own. */
  transcript: {
    sent: longText(MAX_TRANSCRIPT_BYTES)
      .nullish()
      .describe('At most 64 KiB in UTF-8. Stored compressed and encrypted; no figure returns it.'),
    mended: cuttingBytes(MAX_TRANSCRIPT_BYTES),
  },
  queue_id: derived(TEXT, reference.describe('The queue that it waited in. From the legs if left out.')),
  queued_at: optional(
    INSTANT,
    moment.describe('When it entered the queue, which is what it waited from; started_at if left out.'),
    (at, sent) => notBeforeStart(at, sent) ?? notAfterAnswer(at, sent),
  ),
  ring_seconds: optional(NUMBER, span.describe('How long it rang at agents.')),
  hold_seconds: derived(
    NUMBER,
    span.describe('How long the customer was on hold, all holds together. The sum of the legs if left out.'),
  ),
  holds: optional(NUMBER, count().nullish().describe('How often the customer was put on hold.')),
  wrap_seconds: derived(
    NUMBER,
    span.describe('Work of the agent after the end. The sum of the legs if left out.'),
  ),
  reopens: optional(NUMBER, count().nullish().describe('How often it was reopened after it was closed.')),
  reopened_at: optional(
    INSTANT,
    moment.describe('When it was last reopened. Without it, reopens count at the start.'),
    notBeforeStart,
  ),
  legs: derived(
    listOf(leg.form),
    sentLegs.describe(
      `At most ${BOUNDS.legs.value} parts of the interaction: where it was offered, and what became of it there.`,
    ),
  ),
  attributes: derived(
    ATTRIBUTES,
    sentAttributes
      .nullish()
      .describe(
        'Values by the keys that the tenant has declared; another key is an error. See "Attributes".',
      ),
  ),
};

function notBeforeStart(at: number | null | undefined, { started_at }: RuleContext): string | undefined {
  const isBefore = typeof at === 'number' && at < started_at;
  return isBefore ? 'Must be at or after started_at.' : undefined;
}

function notAfterAnswer(at: number | null | undefined, { answered_at }: RuleContext): string | undefined {
  const isAfter = typeof at === 'number' && typeof answered_at === 'number' && at > answered_at;
  return isAfter ? 'Must be at or before answered_at.' : undefined;
}

function notBeforeAnswer(at: number | null | undefined, { answered_at }: RuleContext): string | undefined {
  const isBefore = typeof at === 'number' && typeof answered_at === 'number' && at < answered_at;
  return isBefore ? 'Must be at or after answered_at.' : undefined;
}
