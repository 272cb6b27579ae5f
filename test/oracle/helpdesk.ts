import { type Contact, HelpdeskFacts, type Response, type Sent } from './helpdesk-facts.ts';
import { dateAt, plusDays, spanOf } from './time.ts';

/** The parameters of a request, as written. */
export type Asked = Readonly<Record<string, string>>;

const PRIORITIES = ['urgent', 'high', 'medium', 'low'];

/**
 * The answers of the helpdesk's analytics, computed from the records as they were sent by the sentences that
 * define each figure. Shares no code with what it judges. The median is the exact one.
 */
export class HelpdeskOracle {
  zone: string;
  readonly profile: string;
  readonly #facts = new HelpdeskFacts();

  constructor(zone: string, profile = 'complete') {
    this.zone = zone;
    this.profile = profile;
  }

  apply(record: Sent): void {
    this.#facts.apply(record);
  }

  /** Whether a record is there now. */
  has(type: string, id: string): boolean {
    return this.#facts.has(type, id);
  }

  overview(asked: Asked, now: number) {
    const { conversations: its } = this.#scope(asked, now);
    const times = its.flatMap(({ resolvedAt, startedAt }) =>
      resolvedAt === undefined ? [] : resolvedAt - startedAt,
    );
    const median = times.sort((a, b) => a - b)[Math.ceil(times.length / 2) - 1];
    return {
      total_conversations: its.length,
      ai_resolved_count: byAi(its).length,
      ai_resolution_rate: percent(byAi(its).length, its.length),
      human_resolved_count: byHuman(its).length,
      escalation_rate: percent(its.filter(({ outcome }) => outcome === 'escalated').length, its.length),
      first_response_minutes_avg: minutes(firstResponses(its)),
      resolution_minutes_median: median === undefined ? null : divided(median, 60, 1),
      channel_distribution: ranking(
        its,
        ({ channel }) => channel,
        (id) => id,
      ).map(({ id, its: of }) => ({
        channel: id,
        conversation_count: of.length,
      })),
    };
  }

  sla(asked: Asked, now: number) {
    const { conversations: its } = this.#scope(asked, now);
    const tracked = its.filter(isTracked);
    return {
      first_response: bucket(
        its.filter(({ firstTarget }) => firstTarget !== undefined),
        (it) => breaksFirst(it, now),
      ),
      resolution: bucket(
        its.filter(({ resolutionTarget }) => resolutionTarget !== undefined),
        (it) => breaksResolution(it, now),
      ),
      by_priority: PRIORITIES.map((priority) => ({
        priority,
        ...anySla(
          tracked.filter((it) => it.priority === priority),
          now,
        ),
      })),
      by_team: ranking(tracked, ({ team }) => team, this.#nameOf('team')).map(({ id, name, its: of }) => ({
        team_id: id,
        team_name: name,
        ...anySla(of, now),
      })),
    };
  }

  csat(asked: Asked, now: number) {
    const { responses, dates, zone } = this.#scope(asked, now);
    const rated = responses.filter(isRated);
    const average = (its: readonly Rated[]) => divided(sum(its.map(({ rating }) => rating)), its.length, 1);
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
      per_agent: ranking(rated, ({ conversation }) => conversation.agent, this.#nameOf('agent')).map(
        ({ id, name, its }) => ({
          assignee_user_id: id,
          assignee_name: name,
          response_count: its.length,
          avg_rating: average(its),
          positive_rate: percent(positive(its), its.length),
        }),
      ),
    };
  }

  responses(asked: Asked, now: number) {
    const rated = this.#scope(asked, now).responses.filter(isRated);
    const [limit, offset] = [Number(asked.limit ?? 50), Number(asked.offset ?? 0)];
    const name = (type: string, id: string | undefined) => (id === undefined ? null : this.#nameOf(type)(id));
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

  resolution(asked: Asked, now: number) {
    const { conversations: its } = this.#scope(asked, now);
    return {
      total_conversations: its.length,
      resolved_count: resolved(its).length,
      ai_resolved_count: byAi(its).length,
      human_resolved_count: byHuman(its).length,
      ai_resolution_rate: percent(byAi(its).length, its.length),
      human_resolution_rate: percent(byHuman(its).length, its.length),
      resolution_rate: percent(resolved(its).length, its.length),
      by_priority: PRIORITIES.map((priority) => {
        const of = its.filter((it) => it.priority === priority);
        return {
          priority,
          total: of.length,
          resolved: resolved(of).length,
          ai_resolved: byAi(of).length,
          human_resolved: byHuman(of).length,
          resolution_rate: percent(resolved(of).length, of.length),
        };
      }),
    };
  }

  teams() {
    const teams = this.#facts.all('team').filter(({ active }) => active !== false);
    return {
      teams: teams
        .map(({ id, name }) => ({ team_id: id as string, team_name: name as string }))
        .sort((a, b) => order(a.team_name, b.team_name) || order(a.team_id, b.team_id)),
    };
  }

  /** All but `aggregation_health`. */
  insights(asked: Asked, now: number) {
    const { conversations: its, dates, zone, start, end } = this.#scope(asked, now);
    const hourOf = ({ startedAt }: Contact): string => String(Math.floor((startedAt % 86_400) / 3_600));
    const hours = ranking(its, hourOf, (hour) => hour.padStart(2, '0'));
    const performance = (of: readonly Contact[]) => ({
      assigned_count: of.length,
      resolved_count: resolved(of).length,
      resolution_rate: percent(resolved(of).length, of.length),
      avg_resolution_minutes: minutes(
        resolved(of).map(({ resolvedAt, startedAt }) => resolvedAt! - startedAt),
      ),
    });
    const echoed = (at: number) => `${new Date(at * 1_000).toISOString().slice(0, 19)}+00:00`;
    return {
      csat: this.csat(asked, now),
      busiest_hours: hours.map(({ id, its: of }) => ({
        hour_utc: Number(id),
        conversation_count: of.length,
      })),
      top_topics: ranking(
        its,
        ({ topic }) => topic,
        (id) => id,
      )
        .slice(0, 10)
        .map(({ id, its: of }) => ({
          topic: id,
          conversation_count: of.length,
          share: percent(of.length, its.length),
        })),
      agent_performance: ranking(its, ({ agent }) => agent, this.#nameOf('agent')).map(
        ({ id, name, its: of }) => ({
          assignee_user_id: id,
          assignee_name: name,
          ...performance(of),
          avg_first_response_minutes: minutes(firstResponses(of)),
        }),
      ),
      team_performance: ranking(its, ({ team }) => team, this.#nameOf('team')).map(
        ({ id, name, its: of }) => ({
          team_id: id,
          team_name: name,
          ...performance(of),
        }),
      ),
      help_center_deflection: this.#helpCenter(its, dates),
      sla_breach_trend: dates.map((day) => ({
        day,
        ...anySla(
          its.filter(isTracked).filter(({ startedAt }) => dateAt(zone, startedAt) === day),
          now,
        ),
      })),
      email_channel_metrics: this.#email(its, dates),
      metadata: { date_from: echoed(start), date_to: echoed(end - 1) },
    };
  }

  unified(asked: Asked, now: number) {
    const { conversations, calls, responses, dates } = this.#scope(asked, now);
    const completed = calls.filter(({ isCompleted }) => isCompleted);
    const durations = completed.flatMap(({ duration }) => duration ?? []);
    const settled = calls.filter(({ isFirstContactResolved }) => isFirstContactResolved);
    const ofOutcome = (name: string) => calls.filter(({ outcome }) => outcome === name).length;
    const rated = responses.filter(isRated);
    const both = calls.length + conversations.length;
    const views = this.#articleStats(dates);
    const helpful = sum(views.map((it) => it.helpful as number));
    const has = (...profiles: string[]) => profiles.includes(this.profile);
    return {
      profile: this.profile,
      voice: has('voice', 'complete')
        ? {
            total_calls: calls.length,
            completed_calls: completed.length,
            failed_calls: calls.length - completed.length,
            avg_duration_seconds: divided(sum(durations), durations.length, 1),
            first_call_resolution_rate: percent(settled.length, calls.length),
            tickets_created: ofOutcome('ticket_created'),
            escalation_count: ofOutcome('escalated'),
          }
        : null,
      cs: has('platform', 'complete')
        ? {
            ...this.overview(asked, now),
            csat_avg: divided(sum(rated.map(({ rating }) => rating)), rated.length, 1),
          }
        : null,
      cross_product: has('complete')
        ? {
            total_interactions: both,
            blended_resolution_rate: percent(settled.length + resolved(conversations).length, both),
            voice_share: percent(calls.length, both),
            cs_share: percent(conversations.length, both),
          }
        : null,
      kb: has('platform', 'complete')
        ? {
            total_published: this.#published(),
            total_views: sum(views.map((it) => it.views as number)),
            helpfulness_rate: percent(helpful, helpful + sum(views.map((it) => it.not_helpful as number))),
            ai_resolutions: deflected(conversations).length,
          }
        : null,
    };
  }

  #helpCenter(its: readonly Contact[], dates: readonly string[]) {
    const stats = this.#articleStats(dates);
    const total = (of: readonly Sent[], field: string) => sum(of.map((it) => it[field] as number));
    const articles = ranking(
      stats,
      ({ article_id }) => article_id as string,
      this.#nameOf('article', 'title'),
    )
      .filter(({ its: of }) => total(of, 'views') > 0)
      .sort(
        (a, b) => total(b.its, 'views') - total(a.its, 'views') || order(a.name, b.name) || order(a.id, b.id),
      );
    return {
      article_count: this.#published(),
      total_views: total(stats, 'views'),
      helpful_feedback: total(stats, 'helpful'),
      not_helpful_feedback: total(stats, 'not_helpful'),
      deflection_rate: percent(deflected(its).length, its.length),
      top_articles: articles.slice(0, 10).map(({ id, name, its: of }) => ({
        article_id: id,
        title: name,
        slug: this.#facts.record('article', id)?.slug ?? id,
        view_count: total(of, 'views'),
        helpful_count: total(of, 'helpful'),
        not_helpful_count: total(of, 'not_helpful'),
      })),
    };
  }

  #email(its: readonly Contact[], dates: readonly string[]) {
    const emails = its.filter(({ channel }) => channel === 'email');
    const mailboxes = this.#facts.all('email_channel');
    const stats = this.#facts.all('email_channel_stats').filter(({ date }) => dates.includes(date as string));
    return {
      total_channels: mailboxes.length,
      active_channels: mailboxes.filter(({ status }) => status === 'active').length,
      email_conversations: emails.length,
      inbound_messages: sum(emails.map(({ inbound }) => inbound)),
      outbound_messages: sum(emails.map(({ outbound }) => outbound)),
      bounced_contacts: sum(stats.map((it) => it.bounced_contacts as number)),
      complained_contacts: sum(stats.map((it) => it.complained_contacts as number)),
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

  #articleStats(dates: readonly string[]): Sent[] {
    return this.#facts.all('article_stats').filter(({ date }) => dates.includes(date as string));
  }

  #published(): number {
    return this.#facts.all('article').filter(({ status }) => status === 'published').length;
  }

  #nameOf(type: string, field = 'name'): (id: string) => string {
    return (id) => (this.#facts.record(type, id)?.[field] as string | undefined) ?? id;
  }

  #scope(asked: Asked, now: number) {
    const zone = asked.tz ?? this.zone;
    const { start, end } = spanOf({ from: asked.date_from, to: asked.date_to, days: 30 }, zone, now);
    const dates: string[] = [];
    for (let date = dateAt(zone, start); date <= dateAt(zone, end - 1); date = plusDays(date, 1))
      dates.push(date);
    const isIn = (at: number): boolean => at >= start && at < end;
    const isAsked = ({ agent, team }: Contact): boolean =>
      (asked.agent_id === undefined || agent === asked.agent_id) &&
      (asked.team_id === undefined || team === asked.team_id);
    const contacts = this.#facts.contacts().filter((it) => isIn(it.startedAt));
    return {
      zone,
      start,
      end,
      dates,
      conversations: contacts.filter((it) => !it.isCall && isAsked(it)),
      calls: contacts.filter(({ isCall, isOpen }) => isCall && !isOpen),
      responses: this.#facts.responses().filter(({ at, conversation }) => isIn(at) && isAsked(conversation)),
    };
  }
}

type Rated = Response & { rating: number };

function isRated(response: Response): response is Rated {
  return response.rating !== null;
}

function resolved(its: readonly Contact[]): Contact[] {
  return its.filter(({ resolvedAt }) => resolvedAt !== undefined);
}

function byAi(its: readonly Contact[]): Contact[] {
  return resolved(its).filter(({ isResolvedByAi }) => isResolvedByAi);
}

function byHuman(its: readonly Contact[]): Contact[] {
  return resolved(its).filter(({ isResolvedByAi }) => !isResolvedByAi);
}

function deflected(its: readonly Contact[]): Contact[] {
  return byAi(its).filter(({ article }) => article !== undefined);
}

function firstResponses(its: readonly Contact[]): number[] {
  return its.flatMap(({ firstResponseAt, startedAt }) =>
    firstResponseAt === undefined ? [] : firstResponseAt - startedAt,
  );
}

function isTracked({ firstTarget, resolutionTarget }: Contact): boolean {
  return firstTarget !== undefined || resolutionTarget !== undefined;
}

function breaksFirst({ firstTarget, firstResponseAt, endedAt, startedAt }: Contact, now: number): boolean {
  return firstTarget !== undefined && (firstResponseAt ?? endedAt ?? now) > startedAt + firstTarget;
}

function breaksResolution(
  { resolutionTarget, resolvedAt, endedAt, startedAt }: Contact,
  now: number,
): boolean {
  return resolutionTarget !== undefined && (resolvedAt ?? endedAt ?? now) > startedAt + resolutionTarget;
}

function anySla(tracked: readonly Contact[], now: number) {
  return bucket(tracked, (it) => breaksFirst(it, now) || breaksResolution(it, now));
}

function bucket(tracked: readonly Contact[], isBreached: (it: Contact) => boolean) {
  const breached = tracked.filter(isBreached).length;
  const met = tracked.length - breached;
  return { tracked: tracked.length, met, breached, compliance_rate: percent(met, tracked.length) };
}

/** Items by a key; most first, ties by name, then key. Items without a key are in no row. */
function ranking<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
  nameOf: (key: string) => string,
): { id: string; name: string; its: Item[] }[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups]
    .map(([id, its]) => ({ id, name: nameOf(id), its }))
    .sort((a, b) => b.its.length - a.its.length || order(a.name, b.name) || order(a.id, b.id));
}

function minutes(seconds: readonly number[]): number | null {
  return divided(sum(seconds), 60 * seconds.length, 1);
}

function percent(part: number, whole: number): number | null {
  return divided(part * 100, whole, 1);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** over / under, neither negative, with so many decimals, half up; null over nothing. */
function divided(over: number, under: number, decimals: number): number | null {
  if (under === 0) return null;
  const scaled = BigInt(over) * 10n ** BigInt(decimals) * 2n + BigInt(under);
  return Number(scaled / (2n * BigInt(under))) / 10 ** decimals;
}

/** By code point. */
function order(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((character, index) => character !== right[index]);
  if (at === -1) return left.length - right.length;
  return (left[at]?.codePointAt(0) ?? -1) - (right[at]?.codePointAt(0) ?? -1);
}
