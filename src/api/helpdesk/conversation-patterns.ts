import * as z from 'zod';
import { formatAll, formatCount, HELPDESK_FORMAT, schemaOf } from '../../query/format.ts';
import { rounded } from '../../query/fraction.ts';
import { inputsOf } from '../../query/measures.ts';
import { type MetricsQuery, valuesIn } from '../../query/query.ts';
import type { QueryBatch } from '../../query/query-batch.ts';
import { ranked } from '../../query/ranking.ts';
import { bucketsOf } from '../../time/buckets.ts';
import type { HelpdeskScope } from './scope.ts';
import { SLA_FIELDS, slaBucket } from './sla-bucket.ts';

const TOPICS = 10;
const PERCENT = 100;
const CONVERSATIONS = inputsOf(['conversations']);

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

/** Asks for `conversationPatterns`; tells them once the query batch has run. */
export function askConversationPatterns(queryBatch: QueryBatch, { period, now }: HelpdeskScope) {
  const runQueries = (by: MetricsQuery['by']) =>
    queryBatch.query({ inputs: CONVERSATIONS, period, filter: {}, by });
  const total = runQueries({ kind: 'total' });
  const hours = runQueries({ kind: 'hours', zone: 'UTC' });
  const topics = runQueries({ kind: 'members', of: 'topic' });
  const buckets = bucketsOf(period, 'day');
  const days = queryBatch.query({
    inputs: inputsOf(Object.values(SLA_FIELDS)),
    period,
    filter: {},
    by: { kind: 'buckets', buckets },
    now,
  });
  return (): z.input<typeof shape> => {
    const conversations = formatCount('conversations', valuesIn(total()));
    return {
      busiest_hours: [...hours()]
        .map(([hour, figures]) => ({
          hour_utc: Number(hour),
          conversation_count: formatCount('conversations', figures),
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
        ...formatAll(SLA_FIELDS, valuesIn(days(), label), HELPDESK_FORMAT),
      })),
    };
  };
}
