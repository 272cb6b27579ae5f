import type { NewestRecords } from './newest-records.ts';
import type { PlainEvent } from './plain-metric.ts';
import type { PlainPolicy, PlainRules } from './plain-policy.ts';
import { plainEvents } from './query-metrics.ts';

const USUAL: PlainRules = { seconds: 20, short_abandon: 5, abandoned: 'negative', overflowed: 'ignored' };
const DIMENSIONS = ['queue', 'department', 'channel'] as const;

/** Interactions with the rules that judge them, counted by the dimensions that are asked and those of the policies. */
export function judgedEvents(
  records: NewestRecords,
  asked: readonly string[],
  policies: readonly PlainPolicy[],
): PlainEvent[] {
  const cuts = [...new Set(policies.map(({ from }) => from))].sort((a, b) => a - b);
  const starts = [Number.NEGATIVE_INFINITY, ...cuts];
  return starts.flatMap((start, index) => {
    const end = starts[index + 1] ?? Number.POSITIVE_INFINITY;
    return judgedBy(records, asked, newestAt(policies, start)).filter(
      ({ at }) => at !== undefined && at >= start && at < end,
    );
  });
}

function newestAt(policies: readonly PlainPolicy[], at: number): Map<string, PlainRules> {
  const started = policies.filter(({ from }) => from <= at).sort((a, b) => a.from - b.from);
  return new Map(started.map(({ dimension, member, rules }) => [keyOf(dimension, member), rules]));
}

function keyOf(dimension: string | undefined, member: string | null | undefined): string {
  return JSON.stringify([dimension ?? null, member ?? null]);
}

function judgedBy(
  records: NewestRecords,
  asked: readonly string[],
  rulesOf: ReadonlyMap<string, PlainRules>,
): PlainEvent[] {
  const kinds = DIMENSIONS.filter((kind) => [...rulesOf.keys()].some((key) => key.startsWith(`["${kind}"`)));
  const own = (event: PlainEvent, kind: string): PlainRules | undefined =>
    event.members[kind] == null ? undefined : rulesOf.get(keyOf(kind, event.members[kind]));
  const found = kinds.flatMap((kind, position) =>
    plainEvents(records, [...asked, ...kinds.slice(0, position + 1)])
      .filter((event) => kinds.slice(0, position).every((before) => !own(event, before)))
      .flatMap((event) => judged(event, own(event, kind))),
  );
  const rest = plainEvents(records, [...asked, ...kinds])
    .filter((event) => kinds.every((kind) => !own(event, kind)))
    .flatMap((event) => judged(event, rulesOf.get(keyOf(undefined, undefined)) ?? USUAL));
  return [...found, ...rest];
}

function judged({ at, members, contact }: PlainEvent, rules: PlainRules | undefined): PlainEvent[] {
  return contact && rules ? [{ at: at!, members, judged: { contact, rules } }] : [];
}
