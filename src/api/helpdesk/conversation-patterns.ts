import * as z from 'zod';
import { rounded } from '../../query/fraction.ts';
import type { Inquiry } from '../../query/query-batch.ts';
import { termsOf } from '../../query/measures.ts';
import { HELPDESK_STYLE, presentAll, presentCount, schemaOf } from '../../query/format.ts';
import { figuresOf, type Question } from '../../query/query.ts';
import { ranked } from '../../query/ranking.ts';
import { bucketsOf } from '../../time/buckets.ts';
import type { HelpdeskScope } from './scope.ts';
import { SLA_FIELDS, slaBucket } from './sla-bucket.ts';

const TOPICS = 10;
const PERCENT = 100;
const CONVERSATIONS = termsOf(['conversations']);

/** When conversations begin and what they are about. */
export const conversationPatterns = {
  busiest_hours: z
    .array(z.object({ hour_utc: z.int().min(0).max(23), conversation_count: schemaOf('conversations') }))
    .describe('Hours of the day in UTC with a conversation, busiest first.'),
  top_topics: z
    .array(
      z.object({
        topic: z.string(),
        conversation_count: schemaOf('conversations'),
        share: z.number().describe('Percent of all conversations.'),
      }),
    )
    .describe('The ten largest topics.'),
  sla_breach_trend: z
    .array(slaBucket.extend({ day: z.iso.date() }))
    .describe('Every local day of the period, by when conversations started.'),
};

const shape = z.object(conversationPatterns);

/** Asks for `conversationPatterns`; tells them once the inquiry has run. */
export function askConversationPatterns(inquiry: Inquiry, { period, now }: HelpdeskScope) {
  const ask = (by: Question['by']) => inquiry.question({ terms: CONVERSATIONS, period, filter: {}, by });
  const total = ask({ kind: 'total' });
  const hours = ask({ kind: 'hours', zone: 'UTC' });
  const topics = ask({ kind: 'members', of: 'topic' });
  const buckets = bucketsOf(period, 'day');
  const days = inquiry.question({
    terms: termsOf(Object.values(SLA_FIELDS)),
    period,
    filter: {},
    by: { kind: 'buckets', buckets },
    now,
  });
  return (): z.input<typeof shape> => {
    const conversations = presentCount('conversations', figuresOf(total()));
    return {
      busiest_hours: [...hours()]
        .map(([hour, figures]) => ({
          hour_utc: Number(hour),
          conversation_count: presentCount('conversations', figures),
        }))
        .filter(({ conversation_count }) => conversation_count > 0)
        .sort((a, b) => b.conversation_count - a.conversation_count || a.hour_utc - b.hour_utc),
      top_topics: ranked(topics(), 'conversations')
        .slice(0, TOPICS)
        .map(({ name, count }) => ({
          topic: name,
          conversation_count: count,
          share: rounded({ numerator: count, denominator: conversations }, 1, PERCENT) ?? 0,
        })),
      sla_breach_trend: buckets.map(({ label }) => ({
        day: label,
        ...presentAll(SLA_FIELDS, figuresOf(days(), label), HELPDESK_STYLE),
      })),
    };
  };
}
