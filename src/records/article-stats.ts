import { defineCounter } from './define.ts';
import { counterId } from './deletion.ts';
import { calendarDate, count, envelope, id, strict } from './fields.ts';

const articleStatsSchema = strict({
  ...envelope('article_stats'),
  article_id: id(),
  date: calendarDate().describe("A local date of the tenant's."),
  views: count(),
  helpful: count(),
  not_helpful: count(),
}).describe('One day of an article. It has no id: article and date name it.');

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
