import * as z from 'zod';
import type { DimensionNames } from '../../query/dimension-names.ts';
import { formatAll, HELPDESK_FORMAT, schemaOfAll } from '../../query/format.ts';
import { inputsOf } from '../../query/measures.ts';
import { valuesIn } from '../../query/query.ts';
import type { QueryBatch } from '../../query/query-batch.ts';
import { rankedMembers } from '../../query/ranked-members.ts';
import type { HelpdeskScope } from './scope.ts';

const FIELDS = {
  total_views: 'article_views',
  helpful_feedback: 'article_helpful',
  not_helpful_feedback: 'article_not_helpful',
  deflection_rate: 'deflection_rate',
} as const;
const ARTICLE = {
  view_count: 'article_views',
  helpful_count: 'article_helpful',
  not_helpful_count: 'article_not_helpful',
} as const;
const TOP = 10;

/** The field that `publishedIn` fills. */
export const publishedArticles = z.int().min(0).describe('Articles that are published now.');

/** The number of articles that are published now. */
export function publishedIn(articles: DimensionNames): number {
  return [...articles.values()].filter(({ status }) => status === 'published').length;
}

/** What articles are read for, and what they spare people. */
export const helpCenterFigures = schemaOfAll(FIELDS).extend({
  article_count: publishedArticles,
  top_articles: z
    .array(
      schemaOfAll(ARTICLE).extend({
        article_id: z.string(),
        title: z.string(),
        slug: z.string().describe('The id where no record of the article ever came; so is the title.'),
      }),
    )
    .describe('The ten with most views on the dates of the period; none without a view.'),
});

/** Asks for `helpCenterFigures`; tells them once the query batch has run. */
export function askHelpCenterFigures(queryBatch: QueryBatch, { period }: HelpdeskScope) {
  const total = queryBatch.query({
    inputs: inputsOf(Object.values(FIELDS)),
    period,
    filter: {},
    by: { kind: 'total' },
  });
  const byArticle = queryBatch.query({
    inputs: inputsOf(Object.values(ARTICLE)),
    period,
    filter: {},
    by: { kind: 'members', of: 'article' },
  });
  const directory = queryBatch.names('article');
  return (): z.input<typeof helpCenterFigures> => {
    const articles = directory();
    return {
      article_count: publishedIn(articles),
      ...formatAll(FIELDS, valuesIn(total()), HELPDESK_FORMAT),
      top_articles: rankedMembers(byArticle(), 'article_views', articles)
        .slice(0, TOP)
        .map(({ id, name, figures }) => ({
          article_id: id,
          title: name,
          slug: articles.get(id)?.slug ?? id,
          ...formatAll(ARTICLE, figures, HELPDESK_FORMAT),
        })),
    };
  };
}
