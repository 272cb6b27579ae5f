import type { Sent } from '../support/records.ts';
import { CallsOfCustomers, CONTACT_METRICS } from './contact-metrics.ts';
import { endedOf } from './ended.ts';
import { type Contact, contactsIn, responsesIn } from './helpdesk-facts.ts';
import { breaksFirst, breaksResolution, isTracked } from './helpdesk-measures.ts';
import { atMembers } from './legs.ts';
import { type NewestRecords, waitOf } from './newest-records.ts';
import type { PlainContact, PlainEvent, PlainMetric } from './plain-metric.ts';
import { total } from './rounding.ts';
import { SERVICE_METRICS } from './service-metrics.ts';
import { secondOf } from './time.ts';

/** Everything that counts by the dimensions that are asked, of records as they were sent. */
export function plainEvents(records: NewestRecords, asked: readonly string[]): PlainEvent[] {
  const sent = records.all('interaction');
  const contacts = contactsIn(records);
  const calls = new CallsOfCustomers(contacts, sent, asked);
  const interactions = contacts.flatMap((contact, index): PlainEvent[] => {
    const it = sent[index]!;
    const own = membersOf(contact, it);
    const { startedAt: at, customer, isCall, isOpen } = contact;
    const whole = { ...contact, ended: endedOf(it), wait: waitOf(it), sent: it };
    const parts = atMembers(it, whole, asked).map(({ members, contact: part }) => ({
      at,
      members: { ...own, ...members },
      contact: part,
    }));
    const isCaller = isCall && !isOpen && customer !== undefined;
    if (!isCaller) return parts;
    return [...parts, { at, members: own, caller: customer, callGaps: calls.gapsOf(customer, contact.id) }];
  });
  const responses = responsesIn(records).map(
    ({ at, rating, conversation }): PlainEvent => ({
      at,
      rating,
      members: membersOf(conversation, records.record('interaction', conversation.id)!),
    }),
  );
  const counters = records.all('article_stats').map(
    (it): PlainEvent => ({
      date: it.date as string,
      counter: it,
      members: { article: it.article_id as string },
    }),
  );
  return [...interactions, ...responses, ...counters, ...changesIn(records), ...surveysIn(records)];
}

/** Closings and reopenings, each at its own time. */
function changesIn(records: NewestRecords): PlainEvent[] {
  const sent = records.all('interaction');
  return contactsIn(records).flatMap((contact, index): PlainEvent[] => {
    const members = membersOf(contact, sent[index]!);
    const reopened = secondOf(sent[index]!.reopened_at);
    const closed = closedAt(contact, reopened);
    return [
      ...(closed === undefined ? [] : [{ at: closed, members, change: 'closed' as const }]),
      ...(reopened === undefined ? [] : [{ at: reopened, members, change: 'reopened' as const }]),
    ];
  });
}

/** What is open at the ends of spans, each as an event of its span; as of now if that has not ended. */
export function openIn(records: NewestRecords, ends: readonly number[], now: number): PlainEvent[] {
  const sent = records.all('interaction');
  return contactsIn(records).flatMap((contact, index): PlainEvent[] => {
    const members = membersOf(contact, sent[index]!);
    const closed = closedAt(contact, secondOf(sent[index]!.reopened_at)) ?? Number.POSITIVE_INFINITY;
    return ends.flatMap((end) => {
      const at = Math.min(end, now + 1);
      const isOpen = contact.startedAt < at && closed >= at;
      return isOpen ? [{ at: end - 1, members, openFor: at - contact.startedAt }] : [];
    });
  });
}

/** The first end, or the first after it was reopened; none while it is open. */
function closedAt(
  { isOpen, resolvedAt, endedAt }: Contact,
  reopened: number | undefined,
): number | undefined {
  const ends = (isOpen ? [resolvedAt] : [resolvedAt, endedAt])
    .filter((at) => at !== undefined)
    .sort((a, b) => a - b);
  if (reopened === undefined) return ends[0];
  return ends.find((at) => at >= reopened) ?? (isOpen ? undefined : ends.at(-1));
}

/** Surveys that say when they were sent, at or before the answer. */
function surveysIn(records: NewestRecords): PlainEvent[] {
  const contacts = new Map(contactsIn(records).map((contact) => [contact.id, contact]));
  return records.all('evaluation').flatMap((it): PlainEvent[] => {
    const contact = contacts.get(String(it.interaction_id));
    const [at, answered] = [secondOf(it.sent_at), secondOf(it.responded_at)];
    if (!contact || at === undefined || (answered !== undefined && at > answered)) return [];
    const rated = {
      ...contact,
      ...(it.agent_id !== undefined && { agent: it.agent_id as string }),
      ...(it.team_id !== undefined && { team: it.team_id as string }),
    };
    const members = membersOf(rated, records.record('interaction', contact.id)!);
    return [{ at, members, isAnswered: answered !== undefined }];
  });
}

function membersOf(contact: Contact, it: Sent): Record<string, string | undefined> {
  const { agent, team, priority, topic, channel, outcome } = contact;
  const department = it.department_id as string | undefined;
  return {
    agent,
    team,
    priority,
    topic,
    channel,
    outcome,
    department,
    queue: it.queue_id as string | undefined,
    intent: it.intent as string | undefined,
    direction: (it.direction as string | null | undefined) ?? 'inbound',
    ...attributesOf(it),
  };
}

/** The values that are sent by key, as text. */
function attributesOf({ attributes }: Sent): Record<string, string> {
  const given = Object.entries(attributes ?? {}).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([key, value]) => [`attributes.${key}`, `${value}`]));
}

const contacts = (events: readonly PlainEvent[]): PlainContact[] =>
  events.flatMap(({ contact }) => contact ?? []);
const calls = (events: readonly PlainEvent[]): PlainContact[] =>
  contacts(events).filter(({ isCall, isOpen }) => isCall && !isOpen);
const chats = (events: readonly PlainEvent[]): PlainContact[] =>
  contacts(events).filter(({ isCall }) => !isCall);
const ended = (events: readonly PlainEvent[]): PlainContact[] =>
  contacts(events).filter(({ isOpen }) => !isOpen);
const rated = (events: readonly PlainEvent[]): number[] =>
  events.flatMap(({ rating }) => (typeof rating === 'number' ? rating : []));

function count<Item>(
  items: (events: readonly PlainEvent[]) => Item[],
  test: (it: Item, now: number) => boolean = () => true,
): PlainMetric {
  return { decimals: 0, of: (events, now) => [items(events).filter((it) => test(it, now)).length, 1] };
}

function share<Item>(
  items: (events: readonly PlainEvent[]) => Item[],
  test: (it: Item, now: number) => boolean,
  factor = 100,
  decimals = 1,
): PlainMetric {
  return {
    decimals,
    factor,
    of: (events, now) => [items(events).filter((it) => test(it, now)).length, items(events).length],
  };
}

function mean(
  values: (events: readonly PlainEvent[]) => number[],
  divisor: number,
  decimals: number,
): PlainMetric {
  return { decimals, of: (events) => [total(values(events)), divisor * values(events).length] };
}

function rank(percent: number): PlainMetric {
  return {
    decimals: 1,
    isRank: true,
    of(events) {
      const values = ended(events)
        .flatMap(({ duration }) => duration ?? [])
        .sort((a, b) => a - b);
      return [values[Math.ceil((percent * values.length) / 100) - 1] ?? 0, Math.min(1, values.length)];
    },
  };
}

const completed = (events: readonly PlainEvent[]) => calls(events).filter(({ isCompleted }) => isCompleted);
const cost = ({ ended: { llm, tts, stt, telephony } }: PlainContact): number => llm + tts + stt + telephony;
const isLost = ({ ended: { status } }: PlainContact): boolean =>
  status === 'abandoned' || status === 'missed';
const resolvedOf = (events: readonly PlainEvent[]) =>
  chats(events).filter(({ resolvedAt }) => resolvedAt !== undefined);
function openFor(over: number, most: number): PlainMetric {
  return {
    decimals: 0,
    of: (events) => [
      events.filter(({ openFor: age }) => age !== undefined && age > over && age <= most).length,
      1,
    ],
  };
}

const counted = (name: string) => (events: readonly PlainEvent[]) =>
  events.map(({ counter }) => Number(counter?.[name] ?? 0));

export const PLAIN_METRICS: Readonly<Record<string, PlainMetric>> = {
  total_calls: count(calls),
  completed_calls: count(completed),
  missed_calls: count(calls, isLost),
  failed_calls: count(calls, ({ isCompleted }) => !isCompleted),
  completion_rate: share(calls, ({ isCompleted }) => isCompleted),
  avg_duration: mean((events) => completed(events).flatMap(({ duration }) => duration ?? []), 1, 1),
  avg_wait_time: mean((events) => completed(events).flatMap(({ wait }) => wait ?? []), 1, 1),
  total_customers: {
    decimals: 0,
    of: (events) => [new Set(events.flatMap(({ caller }) => caller ?? [])).size, 1],
  },
  first_call_resolution_rate: share(calls, ({ isFirstContactResolved }) => isFirstContactResolved),
  ended: count(ended),
  transfer_rate: share(ended, (it) => it.ended.transferred),
  ended_abandonment_rate: share(ended, isLost),
  total_cost: { decimals: 2, of: (events) => [total(ended(events).map(cost)), 1_000_000] },
  cost_per_conversation: {
    decimals: 3,
    of: (events) => [total(ended(events).map(cost)), 1_000_000 * ended(events).length],
  },
  avg_sentiment: mean((events) => ended(events).flatMap((it) => it.ended.score ?? []), 10_000, 2),
  conversations: count(chats),
  resolution_rate: share(chats, ({ resolvedAt }) => resolvedAt !== undefined),
  deflection_rate: share(
    chats,
    ({ resolvedAt, isResolvedByAi, article }) =>
      resolvedAt !== undefined && isResolvedByAi && article !== undefined,
  ),
  first_response_minutes: mean(
    (events) =>
      chats(events).flatMap(({ firstResponseAt, startedAt }) =>
        firstResponseAt === undefined ? [] : firstResponseAt - startedAt,
      ),
    60,
    1,
  ),
  resolution_minutes_avg: mean(
    (events) => resolvedOf(events).map(({ resolvedAt, startedAt }) => resolvedAt! - startedAt),
    60,
    1,
  ),
  sla_first_breached: count(chats, breaksFirst),
  sla_compliance_rate: share(
    (events) => chats(events).filter(isTracked),
    (it, now) => !breaksFirst(it, now) && !breaksResolution(it, now),
  ),
  csat_responses: count((events) => events.filter(({ rating }) => rating !== undefined)),
  csat_rated: count(rated),
  csat_avg_rating: mean(rated, 1, 1),
  csat_positive_rate: share(rated, (rating) => rating >= 4),
  ...SERVICE_METRICS,
  ...CONTACT_METRICS,
  backlog: openFor(0, Number.POSITIVE_INFINITY),
  backlog_4h: openFor(3_600, 14_400),
  backlog_older: openFor(604_800, Number.POSITIVE_INFINITY),
  first_contact_resolution: share(calls, ({ isFirstContactResolved }) => isFirstContactResolved),
  duration_p50: rank(50),
  duration_p90: rank(90),
  article_views: { decimals: 0, of: (events) => [total(counted('views')(events)), 1] },
  helpfulness_rate: {
    decimals: 1,
    factor: 100,
    of: (events) => [
      total(counted('helpful')(events)),
      total(counted('helpful')(events)) + total(counted('not_helpful')(events)),
    ],
  },
};

/** Metrics that are counted by date, with articles. */
export const DATED_METRICS = ['article_views', 'helpfulness_rate'];
