import { csat, responsePage } from './helpdesk-csat.ts';
import { type Contact, contactsIn, responsesIn } from './helpdesk-facts.ts';
import { articleStatsIn, emailChannels, helpCenter, publishedIn } from './helpdesk-insights.ts';
import {
  anySla,
  breaksFirst,
  breaksResolution,
  bucket,
  byAi,
  byHuman,
  deflected,
  firstResponses,
  isRated,
  isTracked,
  minutes,
  percent,
  ranking,
  resolved,
} from './helpdesk-measures.ts';
import { NewestRecords } from './newest-records.ts';
import type { Asked, Oracle } from './oracle.ts';
import { order, quotient, total } from './rounding.ts';
import { dateAt, plusDays, spanOf } from './time.ts';

type Route = 'overview' | 'sla' | 'csat' | 'responses' | 'resolution' | 'teams' | 'insights' | 'unified';
const PRIORITIES = ['urgent', 'high', 'medium', 'low'];

/**
 * The answers of the helpdesk's analytics, computed from the records as they were sent by the sentences that
 * define each figure. The median is the exact one.
 */
export class HelpdeskOracle implements Oracle {
  zone: string;
  readonly profile: string;
  readonly records = new NewestRecords();

  constructor(zone: string, profile = 'complete') {
    this.zone = zone;
    this.profile = profile;
  }

  answer(route: Route, asked: Asked, now: number): unknown {
    return this[route](asked, now);
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
      resolution_minutes_median: median === undefined ? null : quotient(median, 60, 1),
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
    return csat(this.records, this.#scope(asked, now));
  }

  responses(asked: Asked, now: number) {
    return responsePage(this.records, this.#scope(asked, now).responses, asked);
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
    const teams = this.records.all('team').filter(({ active }) => active !== false);
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
      help_center_deflection: helpCenter(this.records, its, dates),
      sla_breach_trend: dates.map((day) => ({
        day,
        ...anySla(
          its.filter(isTracked).filter(({ startedAt }) => dateAt(zone, startedAt) === day),
          now,
        ),
      })),
      email_channel_metrics: emailChannels(this.records, its, dates),
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
    const views = articleStatsIn(this.records, dates);
    const helpful = total(views.map((it) => it.helpful as number));
    const has = (...profiles: string[]) => profiles.includes(this.profile);
    return {
      profile: this.profile,
      voice: has('voice', 'complete')
        ? {
            total_calls: calls.length,
            completed_calls: completed.length,
            failed_calls: calls.length - completed.length,
            avg_duration_seconds: quotient(total(durations), durations.length, 1),
            first_call_resolution_rate: percent(settled.length, calls.length),
            tickets_created: ofOutcome('ticket_created'),
            escalation_count: ofOutcome('escalated'),
          }
        : null,
      cs: has('platform', 'complete')
        ? {
            ...this.overview(asked, now),
            csat_avg: quotient(total(rated.map(({ rating }) => rating)), rated.length, 1),
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
            total_published: publishedIn(this.records),
            total_views: total(views.map((it) => it.views as number)),
            helpfulness_rate: percent(helpful, helpful + total(views.map((it) => it.not_helpful as number))),
            ai_resolutions: deflected(conversations).length,
          }
        : null,
    };
  }

  #nameOf(type: string): (id: string) => string {
    return (id) => this.records.nameOf(type, id);
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
    const contacts = contactsIn(this.records).filter((it) => isIn(it.startedAt));
    return {
      zone,
      start,
      end,
      dates,
      conversations: contacts.filter((it) => !it.isCall && isAsked(it)),
      calls: contacts.filter(({ isCall, isOpen }) => isCall && !isOpen),
      responses: responsesIn(this.records).filter(
        ({ at, conversation }) => isIn(at) && isAsked(conversation),
      ),
    };
  }
}
