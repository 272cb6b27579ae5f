import type { Sent } from '../support/records.ts';
import type { Contact } from './helpdesk-facts.ts';
import { deflected, percent, ranking } from './helpdesk-measures.ts';
import type { NewestRecords } from './newest-records.ts';
import { order, total } from './rounding.ts';

const sumOf = (its: readonly Sent[], field: string): number => total(its.map((it) => it[field] as number));

/** The counters of articles on the dates. */
export function articleStatsIn(records: NewestRecords, dates: readonly string[]): Sent[] {
  return records.all('article_stats').filter(({ date }) => dates.includes(date as string));
}

export function publishedIn(records: NewestRecords): number {
  return records.all('article').filter(({ status }) => status === 'published').length;
}

/** What articles kept from agents, over the conversations of a period and its dates. */
export function helpCenter(records: NewestRecords, its: readonly Contact[], dates: readonly string[]) {
  const stats = articleStatsIn(records, dates);
  const articles = ranking(
    stats,
    ({ article_id }) => article_id as string,
    (id) => records.nameOf('article', id, 'title'),
  )
    .map((article) => ({ ...article, views: sumOf(article.its, 'views') }))
    .filter(({ views }) => views > 0)
    .sort((a, b) => b.views - a.views || order(a.name, b.name) || order(a.id, b.id));
  return {
    article_count: publishedIn(records),
    total_views: sumOf(stats, 'views'),
    helpful_feedback: sumOf(stats, 'helpful'),
    not_helpful_feedback: sumOf(stats, 'not_helpful'),
    deflection_rate: percent(deflected(its).length, its.length),
    top_articles: articles.slice(0, 10).map(({ id, name, views, its: of }) => ({
      article_id: id,
      title: name,
      slug: records.record('article', id)?.slug ?? id,
      view_count: views,
      helpful_count: sumOf(of, 'helpful'),
      not_helpful_count: sumOf(of, 'not_helpful'),
    })),
  };
}

/** Mailboxes, most conversations first, and what they received, sent and could not deliver. */
export function emailChannels(records: NewestRecords, its: readonly Contact[], dates: readonly string[]) {
  const emails = its.filter(({ channel }) => channel === 'email');
  const mailboxes = records.all('email_channel');
  const stats = records.all('email_channel_stats').filter(({ date }) => dates.includes(date as string));
  return {
    total_channels: mailboxes.length,
    active_channels: mailboxes.filter(({ status }) => status === 'active').length,
    email_conversations: emails.length,
    inbound_messages: total(emails.map(({ inbound }) => inbound)),
    outbound_messages: total(emails.map(({ outbound }) => outbound)),
    bounced_contacts: sumOf(stats, 'bounced_contacts'),
    complained_contacts: sumOf(stats, 'complained_contacts'),
    by_channel: mailboxes
      .map(({ id, address, status }) => ({
        channel_id: id as string,
        address: address as string,
        status,
        conversation_count: emails.filter(({ mailbox }) => mailbox === id).length,
      }))
      .sort(
        (a, b) =>
          b.conversation_count - a.conversation_count ||
          order(a.address, b.address) ||
          order(a.channel_id, b.channel_id),
      ),
  };
}
