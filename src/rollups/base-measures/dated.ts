import { type BaseMeasureRules, ofCounter } from './rules.ts';

/** Base measures of daily counters; counted by calendar date, not by instant. */
export const DATED_BASE_MEASURES = {
  article_views: ofCounter('views'),
  article_helpful: ofCounter('helpful'),
  article_not_helpful: ofCounter('not_helpful'),
  email_bounced: ofCounter('bounced_contacts'),
  email_complained: ofCounter('complained_contacts'),
} satisfies BaseMeasureRules;
