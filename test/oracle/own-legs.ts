import type { Sent } from '../support/records.ts';
import { secondOf } from './time.ts';

export const NAMED = ['agent', 'team', 'department', 'queue'] as const;
const TAKEN = ['answered', 'conferenced'];

/** A leg as it was sent, with its times in seconds UTC. */
export interface PlainLeg {
  sent: Sent;
  startedAt: number;
  answeredAt?: number | undefined;
  endedAt?: number | undefined;
}

/** The legs of an interaction in the order of their starts. */
export function legsOf({ legs }: Sent): PlainLeg[] {
  return ((legs ?? []) as Sent[])
    .map((sent) => ({
      sent,
      startedAt: secondOf(sent.started_at)!,
      answeredAt:
        secondOf(sent.answered_at) ??
        (TAKEN.includes(sent.disposition as string) ? secondOf(sent.started_at) : undefined),
      endedAt: secondOf(sent.ended_at),
    }))
    .sort((a, b) => a.startedAt - b.startedAt);
}

/** The leg that stands for the whole interaction. */
export function mainLeg(it: Sent): PlainLeg | undefined {
  const legs = legsOf(it);
  const answered = legs.filter(({ answeredAt }) => answeredAt !== undefined);
  const own = answered.filter(({ sent }) => sent.agent_id === it.agent_id);
  return own.at(-1) ?? answered.at(-1) ?? legs.at(-1);
}

/** An interaction whose members and transfer are those of its legs, as far as they were not sent. */
export function withOwn(it: Sent): Sent {
  const main = mainLeg(it);
  if (!main) return it;
  const ids = NAMED.map((name) => `${name}_id`).filter((field) => it[field] === undefined);
  const taken = Object.fromEntries(ids.map((field) => [field, main.sent[field]]));
  const sums = Object.fromEntries(
    ['hold_seconds', 'wrap_seconds'].flatMap((field) => {
      const values = legsOf(it).flatMap(({ sent }) => (typeof sent[field] === 'number' ? [sent[field]] : []));
      return it[field] === undefined && values.length > 0 ? [[field, plus(values)]] : [];
    }),
  );
  const isPassedOn = legsOf(it).some(({ sent }) => sent.disposition === 'transferred');
  return {
    ...it,
    ...taken,
    ...sums,
    ...(it.transferred === undefined && isPassedOn && { transferred: true }),
  };
}

/** The sum of numbers. */
export function plus(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0);
}
