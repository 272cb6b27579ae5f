import { defineRecord } from './define.ts';
import { keepDimension } from './dimension.ts';
import { choice, envelope, id, requiredText, strict } from './fields.ts';

const articleSchema = strict({
  ...envelope('article'),
  id: id(),
  title: requiredText(200),
  slug: requiredText(200),
  status: choice(['published', 'draft', 'archived']),
}).describe('An article of the knowledge base.');

export const article = defineRecord({
  type: 'article',
  schema: articleSchema,
  keep: (sent, _context, stamp) =>
    keepDimension('article', sent.id, stamp, { title: sent.title, slug: sent.slug, status: sent.status }),
});
