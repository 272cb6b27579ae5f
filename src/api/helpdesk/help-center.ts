import * as z from 'zod';
import { fields } from '../../query/fields.ts';
import { formatMeasure, HELPDESK_FORMAT, schemaOf } from '../../query/format.ts';
import type { QueryBatch } from '../../query/query-batch.ts';
import { type DimensionNames, rank } from '../../query/ranking.ts';
import type { HelpdeskScope } from './scope.ts';

const FIELDS = fields(HELPDESK_FORMAT, {
  total_views: 'article_views',
  helpful_feedback: 'article_helpful',
  not_helpful_feedback: 'article_not_helpful',
});
const ARTICLE = fields(HELPDESK_FORMAT, {
  view_count: 'article_views',
  helpful_count: 'article_helpful',
  not_helpful_count: 'article_not_helpful',
});
const DEFLECTION = 'deflection_rate';
const TOP = 10;

/** The schema of what `publishedIn` returns. */
export const publishedArticles = z.int().min(0).describe('Articles that are published now.');

/** How many articles are published now. */
export function publishedIn(articles: DimensionNames): number {
  return [...articles.values()].filter(({ status }) => status === 'published').length;
}

/** How articles are used, and the share of conversations they deflect. */
export const helpCenterFigures = FIELDS.schema.extend({
  deflection_rate: schemaOf(DEFLECTION),
  article_count: publishedArticles,
  top_articles: z
    .array(
      ARTICLE.schema.extend({
        article_id: z.string(),
        title: z.string(),
        slug: z.string().describe('The id, like the title, if no record of the article was sent.'),
      }),
    )
    .describe('The ten with most views on the dates of the period; none without a view.'),
});

/**
 * Adds the queries for `helpCenterFigures`. Views of articles belong to no interaction, so the filter leaves them alone.
 * The returned function gives the figures once the batch has run.
 */
export function addHelpCenterFigures(batch: QueryBatch, { period, filter }: HelpdeskScope) {
  const total = batch.add({ measures: FIELDS.measures, period });
  const deflection = batch.add({ measures: [DEFLECTION], period, filter });
  const byArticle = batch.add({ measures: ARTICLE.measures, period, by: { kind: 'members', of: 'article' } });
  const names = batch.add({ namesOf: 'article' });
  return (): z.input<typeof helpCenterFigures> => {
    const articles = names();
    return {
      article_count: publishedIn(articles),
      ...FIELDS.format(total()),
      deflection_rate: formatMeasure(DEFLECTION, deflection(), HELPDESK_FORMAT),
      top_articles: rank(byArticle(), 'article_views', { names: articles })
        .slice(0, TOP)
        .map(({ id, name, values }) => ({
          article_id: id,
          title: name,
          slug: articles.get(id)?.slug ?? id,
          ...ARTICLE.format(values),
        })),
    };
  };
}
