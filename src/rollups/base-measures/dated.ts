import { type BaseMeasureRules, ofCounter } from './rules.ts';

/** Of daily counters: attributed to a calendar date rather than to an instant. */
export const DATED_BASE_MEASURES = {
  article_views: ofCounter('views'),
  article_helpful: ofCounter('helpful'),
  article_not_helpful: ofCounter('not_helpful'),
  email_bounced: ofCounter('bounced_contacts'),
  email_complained: ofCounter('complained_contacts'),
} satisfies BaseMeasureRules;
