import * as z from 'zod';
import { counterId, defineCounter } from './define.ts';
import { calendarDate, count, envelope, id } from './fields.ts';

const articleStatsSchema = z
  .strictObject({
    ...envelope('article_stats'),
    article_id: id(),
    date: calendarDate().describe("A local date of the tenant's."),
    views: count(),
    helpful: count(),
    not_helpful: count(),
  })
  .describe('One day of an article. It has no id: article and date name it.');

export const articleStats = defineCounter(
  {
    type: 'article_stats',
    schema: articleStatsSchema,
    keep(sent, _context, stamp) {
      const body = { views: sent.views, helpful: sent.helpful, not_helpful: sent.not_helpful };
      const key = counterId(sent.date, sent.article_id);
      return {
        type: 'article_stats',
        id: key,
        ...stamp(key, body),
        date: sent.date,
        dimension_id: sent.article_id,
        body,
      };
    },
  },
  'article_id',
);

const emailChannelStatsSchema = z
  .strictObject({
    ...envelope('email_channel_stats'),
    email_channel_id: id(),
    date: calendarDate().describe("A local date of the tenant's."),
    bounced_contacts: count(),
    complained_contacts: count(),
  })
  .describe('One day of a mailbox. It has no id: mailbox and date name it.');

export const emailChannelStats = defineCounter(
  {
    type: 'email_channel_stats',
    schema: emailChannelStatsSchema,
    keep(sent, _context, stamp) {
      const body = { bounced_contacts: sent.bounced_contacts, complained_contacts: sent.complained_contacts };
      const key = counterId(sent.date, sent.email_channel_id);
      return {
        type: 'email_channel_stats',
        id: key,
        ...stamp(key, body),
        date: sent.date,
        dimension_id: sent.email_channel_id,
        body,
      };
    },
  },
  'email_channel_id',
);
