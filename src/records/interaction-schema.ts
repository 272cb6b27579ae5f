import * as z from 'zod';
import { BOUNDS } from '../bounds.ts';
import { accepting } from '../messages.ts';
import { CODED_ACCEPTED, holdsPersonal } from './coded.ts';
import { customerSchema } from './customer.ts';
import { MAX_SPAN_SECONDS } from './derive.ts';
import {
  count,
  decimal,
  envelope,
  id,
  instant,
  longText,
  requiredText,
  sentimentLabel,
  text,
  token,
  whole,
} from './fields.ts';

const MAX_TARGET_SECONDS = 315_360_000;
const MAX_TRANSCRIPT_BYTES = 65_536;

const span = whole(0, MAX_SPAN_SECONDS, 'seconds').nullish();
const target = whole(1, MAX_TARGET_SECONDS, 'seconds after started_at').nullish();
const reference = id().nullish();
const label = text(BOUNDS.labelCharacters.value).nullish();
const maskedLabel = label.describe(
  "Numbers, addresses and the customer's name in it are masked before it is stored.",
);
const dollars = decimal(BOUNDS.costDollars.value, 6).nullish();
const moment = instant().nullish();
const usageRow = z.strictObject({
  provider: requiredText(64).refine((provider) => !holdsPersonal(provider), {
    error: accepting(`text of 1 to 64 characters with ${CODED_ACCEPTED}`),
  }),
  requests: count(),
  input_tokens: count(),
  output_tokens: count(),
  latency_ms: count().describe('Summed over the requests.'),
  errors: count(),
});

/** A call or a conversation, as sent. */
export const interactionSchema = z
  .strictObject({
    ...envelope('interaction'),
    id: id(),
    kind: z.enum(['call', 'conversation']),
    channel: token()
      .nullish()
      .describe(
        'How it was held: phone, email, chat, whatsapp, … Required for a conversation; `phone` for a call.',
      ),
    direction: z.enum(['inbound', 'outbound']).nullish().describe('`inbound` if left out.'),
    status: z
      .enum(['completed', 'missed', 'abandoned', 'cancelled', 'failed', 'open'])
      .describe(
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
        'If left out: `resolved` with a resolved_at, else `abandoned` if nobody answered or the customer left, else `unknown`.',
      ),
    category: maskedLabel,
    topic: maskedLabel,
    subject: label.describe('Personal data: erasable, kept apart from what figures need.'),
    intent: token().nullish(),
    priority: z.enum(['urgent', 'high', 'medium', 'low']).nullish(),
    transferred: z.boolean().nullish().describe('Whether the outcome is `escalated`, if left out.'),
    first_contact_resolved: z
      .boolean()
      .nullish()
      .describe(
        'If left out: completed, not transferred, and the outcome none of escalated, unresolved, callback_scheduled, abandoned, unknown.',
      ),
    resolved_by: z
      .enum(['ai', 'human'])
      .nullish()
      .describe('Only with resolved_at, and then `human` if left out.'),
    sla: z
      .strictObject({
        first_response_seconds: target.describe('Counted from started_at.'),
        resolution_seconds: target.describe('Counted from started_at.'),
      })
      .nullish()
      .describe('What was promised.'),
    sentiment: z
      .strictObject({
        label: sentimentLabel()
          .nullish()
          .describe('From the score if left out: positive from 0.6, negative below 0.4, else neutral.'),
        score: decimal(1, 4).nullish().describe('Kept to 4 decimals.'),
      })
      .nullish(),
    cost: z
      .strictObject({ llm: dollars, tts: dollars, stt: dollars, telephony: dollars })
      .nullish()
      .describe('In US dollars, kept to 6 decimals.'),
    llm_usage: z
      .array(usageRow, {
        error: accepting(`an array of at most ${BOUNDS.usageRows.value} objects, one per provider`),
      })
      .max(BOUNDS.usageRows.value)
      .nullish()
      .describe(
        `At most ${BOUNDS.usageRows.value} rows of ${BOUNDS.providersPerRecord.value} providers; those of one provider are added up. Each field is at most ${BOUNDS.count.value.toLocaleString('en-US')} over all rows.`,
      ),
    messages: z
      .strictObject({ inbound: count().nullish(), outbound: count().nullish() })
      .nullish()
      .describe('How many were exchanged.'),
    transcript: longText(MAX_TRANSCRIPT_BYTES)
      .nullish()
      .describe('At most 64 KiB in UTF-8. Stored compressed and encrypted; no figure returns it.'),
  })
  .describe(
    'A call or a conversation; it counts on the day it started. An open call is not counted until it has ended.',
  );

export type SentInteraction = z.output<typeof interactionSchema>;
