import * as z from 'zod';
import { accepting } from '../../messages.ts';
import { DEFAULT_RULES } from '../../query/measures/service-level.ts';
import { ABANDONED, MAX_JUDGED_SECONDS, OVERFLOWED } from '../../query/measures/service-level-rules.ts';
import type { NewPolicy } from '../../service-levels/create-policy.ts';
import type { PolicyScope, ServiceLevelPolicy } from '../../service-levels/policy.ts';
import { ACCEPTED_YEARS, dayOfDate, isAcceptedYear, isoInstant } from '../../time/dates.ts';
import { idField } from '../parameters.ts';

const ACCEPTED_DATE = `a date YYYY-MM-DD in ${ACCEPTED_YEARS}`;

/** A date of the tenant's time zone. */
export const dateField = z
  .string({ error: accepting(ACCEPTED_DATE) })
  .refine((text) => dayOfDate(text) !== undefined && isAcceptedYear(text), {
    error: accepting(ACCEPTED_DATE),
  });

const appliesTo = z
  .union([
    z.literal('all'),
    z.strictObject({ queue: idField }),
    z.strictObject({ department: idField }),
    z.strictObject({ channel: idField }),
  ])
  .describe(
    "all, or one queue, department or channel by its id. Of several that apply a queue's decides, then a department's, then a channel's.",
  );

const seconds = z.int().min(0).max(MAX_JUDGED_SECONDS);

const FIELDS = {
  name: z.string().trim().min(1).max(100).describe('A title.'),
  applies_to: appliesTo,
  effective_from: dateField.describe(
    "In force from the start of this date in the tenant's time zone. It may be past until that day is frozen.",
  ),
  seconds: seconds.describe('Answered in time: after at most so many seconds of wait.'),
  target_percent: z.int().min(1).max(100).describe('The share that is to be answered in time.'),
  short_abandon_seconds: seconds
    .default(DEFAULT_RULES.short_abandon)
    .describe('Up to this wait an abandoned interaction is a short one.'),
  abandoned: z
    .enum(ABANDONED)
    .default(DEFAULT_RULES.abandoned)
    .describe('What those count as who give up within `seconds`: not in time, not at all, or in time.'),
  overflowed: z
    .enum(OVERFLOWED)
    .default(DEFAULT_RULES.overflowed)
    .describe('Whether overflowed interactions count as not in time.'),
};

/** A new version of a policy. */
export const policyBody = z.strictObject(FIELDS);

/** A version of a policy as answers show it. */
export const policyShape = z.object({
  id: z.string(),
  ...FIELDS,
  short_abandon_seconds: seconds,
  abandoned: z.enum(ABANDONED),
  overflowed: z.enum(OVERFLOWED),
  created_at: z.iso.datetime(),
});

/** The version that a body asks for. */
export function policyAsked(body: z.output<typeof policyBody>): NewPolicy {
  const { name, applies_to: scope, effective_from: effectiveFrom, ...rules } = body;
  const { short_abandon_seconds: short_abandon, ...rest } = rules;
  const [[dimension, member] = []] = scope === 'all' ? [] : Object.entries(scope);
  const named = { dimension, member } as PolicyScope;
  return {
    name,
    appliesTo: scope === 'all' ? scope : named,
    effectiveFrom,
    rules: { ...rest, short_abandon },
  };
}

/** A version as answers show it. */
export function presentPolicy(policy: ServiceLevelPolicy): z.input<typeof policyShape> {
  const { id, name, appliesTo: scope, effectiveFrom, rules, createdAt } = policy;
  const { seconds: within, target_percent, short_abandon, abandoned, overflowed } = rules;
  return {
    id,
    name,
    applies_to: (scope === 'all' ? scope : { [scope.dimension]: scope.member }) as 'all' | { queue: string },
    effective_from: effectiveFrom,
    seconds: within,
    target_percent,
    short_abandon_seconds: short_abandon,
    abandoned,
    overflowed,
    created_at: isoInstant(createdAt),
  };
}
