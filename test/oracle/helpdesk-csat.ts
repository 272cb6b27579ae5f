import type { Response } from './helpdesk-facts.ts';
import { isRated, percent, type Rated, ranking } from './helpdesk-measures.ts';
import type { NewestRecords } from './newest-records.ts';
import type { Asked } from './oracle.ts';
import { order, quotient, total } from './rounding.ts';
import { dateAt } from './time.ts';

/** What customers rated: over all, by date and by agent. */
export function csat(
  records: NewestRecords,
  { responses, dates, zone }: { responses: readonly Response[]; dates: readonly string[]; zone: string },
) {
  const rated = responses.filter(isRated);
  const average = (its: readonly Rated[]) => quotient(total(its.map(({ rating }) => rating)), its.length, 1);
  const positive = (its: readonly Rated[]) => its.filter(({ rating }) => rating >= 4).length;
  return {
    total_responses: responses.length,
    rated_responses: rated.length,
    avg_rating: average(rated),
    positive_responses: positive(rated),
    positive_rate: percent(positive(rated), rated.length),
    distribution: [5, 4, 3, 2, 1].map((value) => ({
      rating: value,
      response_count: rated.filter(({ rating }) => rating === value).length,
    })),
    trend: dates.map((day) => {
      const its = rated.filter(({ at }) => dateAt(zone, at) === day);
      return { day, count: its.length, avg_rating: average(its) };
    }),
    per_agent: ranking(
      rated,
      ({ conversation }) => conversation.agent,
      (id) => records.nameOf('agent', id),
    ).map(({ id, name, its }) => ({
      assignee_user_id: id,
      assignee_name: name,
      response_count: its.length,
      avg_rating: average(its),
      positive_rate: percent(positive(its), its.length),
    })),
  };
}

/** A page of the rated responses, latest first. */
export function responsePage(records: NewestRecords, responses: readonly Response[], asked: Asked) {
  const rated = responses.filter(isRated);
  const [limit, offset] = [Number(asked.limit ?? 50), Number(asked.offset ?? 0)];
  const name = (type: string, id: string | undefined) => (id === undefined ? null : records.nameOf(type, id));
  return {
    items: rated
      .sort((a, b) => b.at - a.at || order(a.id, b.id))
      .slice(offset, offset + limit)
      .map(({ conversation: it, ...response }) => ({
        id: response.id,
        conversation_id: it.id,
        contact_id: it.customer ?? null,
        rating: response.rating,
        comment: response.comment,
        followup_answer: response.followup,
        channel: response.channel,
        sent_at: response.sentAt,
        responded_at: `${new Date(response.at * 1_000).toISOString().slice(0, 19)}Z`,
        conversation_subject: it.subject ?? null,
        assignee_user_id: it.agent ?? null,
        assignee_name: name('agent', it.agent),
        assignee_team_id: it.team ?? null,
        assignee_team_name: name('team', it.team),
      })),
    total: rated.length,
    limit,
    offset,
  };
}
