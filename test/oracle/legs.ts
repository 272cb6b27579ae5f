import type { Sent } from '../support/records.ts';
import { legsOf, mainLeg, NAMED, type PlainLeg, plus } from './own-legs.ts';
import type { PlainContact } from './plain-metric.ts';

type Member = string | null;

/** What an interaction with its own members counts by some dimensions: once for each combination that its legs name. */
export function atMembers(
  it: Sent,
  contact: PlainContact,
  asked: readonly string[],
): { members: Record<string, Member>; contact: PlainContact }[] {
  const legs = legsOf(it);
  const by = NAMED.filter((name) => asked.includes(name));
  if (legs.length === 0 || by.length === 0) return [{ members: {}, contact }];
  const main = mainLeg(it)!;
  const memberOf = (name: string, leg: PlainLeg): Member | undefined => {
    const isNamed = legs.some(({ sent }) => sent[`${name}_id`] !== undefined);
    return ((isNamed ? leg.sent : it)[`${name}_id`] as string | undefined) ?? (isNamed ? undefined : null);
  };
  const groups = new Map<string, PlainLeg[]>();
  for (const leg of legs) {
    const members = by.map((name) => memberOf(name, leg));
    if (members.includes(undefined)) continue;
    const key = JSON.stringify(members);
    groups.set(key, [...(groups.get(key) ?? []), leg]);
  }
  return [...groups].map(([key, own]) => ({
    members: Object.fromEntries((JSON.parse(key) as Member[]).map((member, index) => [by[index]!, member])),
    contact:
      own.length === legs.length
        ? contact
        : there(
            contact,
            own,
            own.some(({ sent }) => sent === main.sent),
          ),
  }));
}

function there(contact: PlainContact, legs: readonly PlainLeg[], hasMain: boolean): PlainContact {
  const answers = legs.flatMap(({ answeredAt }) => answeredAt ?? []);
  const ends = legs.flatMap(({ endedAt }) => endedAt ?? []);
  const until = answers.length > 0 ? Math.min(...answers) : ends.length > 0 ? Math.max(...ends) : undefined;
  const handled = legs.flatMap(({ answeredAt, endedAt }) =>
    answeredAt === undefined || endedAt === undefined ? [] : endedAt - answeredAt,
  );
  const isKept = ['open', 'cancelled', 'failed'].includes(contact.ended.status);
  const isA = (disposition: string) => legs.some(({ sent }) => sent.disposition === disposition);
  const status = isKept
    ? contact.ended.status
    : answers.length > 0
      ? 'completed'
      : isA('abandoned')
        ? 'abandoned'
        : isA('transferred')
          ? 'overflowed'
          : 'missed';
  const duration = handled.length > 0 ? plus(handled) : undefined;
  const wait = until === undefined ? undefined : until - Math.min(...legs.map(({ startedAt }) => startedAt));
  const sumOf = (field: string) => plus(legs.map(({ sent }) => Number(sent[field] ?? 0)));
  const { answered_at: _answer, ended_at: _end, holds: _holds, ...sent } = contact.sent;
  return {
    ...contact,
    isCompleted: status === 'completed',
    duration,
    wait,
    sent: {
      ...sent,
      status,
      duration_seconds: duration,
      wait_seconds: wait,
      hold_seconds: sumOf('hold_seconds'),
      wrap_seconds: sumOf('wrap_seconds'),
    },
    ...(!hasMain && { firstTarget: undefined, resolutionTarget: undefined, inbound: 0, outbound: 0 }),
    ended: {
      ...contact.ended,
      status,
      duration,
      transferred: isA('transferred'),
      ...(!hasMain && { llm: 0, tts: 0, stt: 0, telephony: 0 }),
    },
  };
}
