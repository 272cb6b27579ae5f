import * as z from 'zod';
import { formatCount, schemaOf } from '../../query/format.ts';
import { rounded } from '../../query/measures.ts';
import { valuesIn } from '../../query/query.ts';
import type { QueryBatch } from '../../query/query-batch.ts';
import { rankCounts } from '../../query/ranking.ts';
import { bucketsOf } from '../../time/buckets.ts';
import type { HelpdeskScope } from './scope.ts';
import { SLA_FIELDS, slaBucket } from './sla-compliance.ts';

const TOPICS = 10;
const PERCENT = 100;

/** When conversations start, and their topics. */
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

/** Adds the queries for `conversationPatterns`. The returned function gives them once the batch has run. */
export function addConversationPatterns(batch: QueryBatch, { period, filter, now }: HelpdeskScope) {
  const conversations = { measures: ['conversations'], period, filter } as const;
  const total = batch.add(conversations);
  const hours = batch.add({ ...conversations, by: { kind: 'hours', zone: 'UTC' } });
  const topics = batch.add({ ...conversations, by: { kind: 'members', of: 'topic' } });
  const buckets = bucketsOf(period, 'day');
  const days = batch.add({
    measures: SLA_FIELDS.measures,
    period,
    filter,
    by: { kind: 'buckets', buckets },
    now,
  });
  return (): z.input<typeof shape> => {
    const all = formatCount('conversations', total());
    return {
      busiest_hours: [...hours()]
        .map(([hour, values]) => ({
          hour_utc: Number(hour),
          conversation_count: formatCount('conversations', values),
        }))
        .filter(({ conversation_count }) => conversation_count > 0)
        .sort((a, b) => b.conversation_count - a.conversation_count || a.hour_utc - b.hour_utc),
      top_topics: rankCounts(topics(), 'conversations')
        .slice(0, TOPICS)
        .map(({ name, count }) => ({
          topic: name,
          conversation_count: count,
          share: rounded({ numerator: count, denominator: all }, 1, PERCENT) ?? 0,
        })),
      sla_breach_trend: buckets.map(({ label }) => ({
        day: label,
        ...SLA_FIELDS.format(valuesIn(days(), label)),
      })),
    };
  };
}
