import { withBoth } from '../query/conditions.ts';
import { DEFAULT_RULES } from '../query/measures/service-level.ts';
import type { ServiceLevelRules } from '../query/measures/service-level-rules.ts';
import type { Filter, MemberSet } from '../query/query.ts';
import type { Period } from '../time/period.ts';
import { localDay } from '../time/zones.ts';
import { isSameScope, POLICY_DIMENSIONS, type ServiceLevelPolicy } from './policy.ts';

/** A part of what a query asks for in which one policy judges, or none: a stretch of time and some members. */
export interface Region {
  period: Period;
  filter: Filter;
  /** Those of the policy in force, or the defaults. */
  rules: ServiceLevelRules;
}

/** What a query counts. */
type Asked = Pick<Region, 'period' | 'filter'>;

/**
 * Divides what a query asks for by the policy that judges it: each contact is in one region. The version in force is the
 * last one that is effective at the start of an interaction; a queue's policy comes before a department's, that before a
 * channel's, and the one for all is last. Without a policy the defaults judge. Pure.
 */
export function regionsOf(policies: readonly ServiceLevelPolicy[], asked: Asked): Region[] {
  const { start, end } = asked.period;
  const cuts = policies.map(({ effectiveAt }) => effectiveAt).filter((at) => at > start && at < end);
  const starts = [start, ...[...new Set(cuts)].sort((a, b) => a - b)];
  const regions = new Map<string, Region>();
  const done: Region[] = [];
  for (const [index, from] of starts.entries()) {
    const to = starts[index + 1] ?? end;
    const now = partsAt(policies, asked.filter, from);
    for (const [key, region] of regions) if (!now.has(key)) done.push(region);
    for (const key of [...regions.keys()]) if (!now.has(key)) regions.delete(key);
    for (const [key, part] of now) {
      const known = regions.get(key)?.period.start ?? from;
      regions.set(key, { ...part, period: partOf(asked.period, known, to) });
    }
  }
  return [...done, ...regions.values()];
}

/** The regions of one moment, by what tells them apart. */
function partsAt(
  policies: readonly ServiceLevelPolicy[],
  filter: Filter,
  at: number,
): Map<string, Omit<Region, 'period'>> {
  const inForce = policiesInForce(policies, at);
  const parts = new Map<string, Omit<Region, 'period'>>();
  const add = (part: Omit<Region, 'period'>): void => {
    if (!isEmpty(part.filter)) parts.set(keyOf(part), part);
  };
  let rest = filter;
  for (const dimension of POLICY_DIMENSIONS) {
    const own = inForce.flatMap(({ appliesTo, rules }) =>
      appliesTo !== 'all' && appliesTo.dimension === dimension ? [{ member: appliesTo.member, rules }] : [],
    );
    if (own.length === 0) continue;
    for (const { member, rules } of own)
      add({ filter: withBoth(rest, { [dimension]: only(member) }), rules });
    const members = new Set(own.map(({ member }) => member));
    rest = withBoth(rest, { [dimension]: { members, isExcluded: true } });
  }
  const rules = inForce.find(({ appliesTo }) => appliesTo === 'all')?.rules ?? DEFAULT_RULES;
  if (parts.size === 0 || !isEmpty(rest)) parts.set(keyOf({ filter: rest, rules }), { filter: rest, rules });
  return parts;
}

/** The versions in force at an instant, seconds UTC: of each scope the last one. */
function policiesInForce(policies: readonly ServiceLevelPolicy[], at: number): ServiceLevelPolicy[] {
  const started = policies.filter(({ effectiveAt }) => effectiveAt <= at);
  return started.filter(
    (policy) =>
      !started.some(
        (other) => other.effectiveAt > policy.effectiveAt && isSameScope(other.appliesTo, policy.appliesTo),
      ),
  );
}

function only(member: string): MemberSet {
  return { members: new Set([member]), isExcluded: false };
}

/** Whether no interaction can pass a filter. */
function isEmpty(filter: Filter): boolean {
  return Object.values(filter).some(
    (wanted) => typeof wanted !== 'string' && !wanted.isExcluded && wanted.members.size === 0,
  );
}

function keyOf({ filter, rules }: Omit<Region, 'period'>): string {
  const conditions = Object.entries(filter).map(([dimension, wanted]) =>
    typeof wanted === 'string'
      ? [dimension, wanted]
      : [dimension, wanted.isExcluded, [...wanted.members].sort()],
  );
  return JSON.stringify([conditions, rules]);
}

function partOf({ zone, ...period }: Period, start: number, end: number): Period {
  return { ...period, zone, start, end, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
}
