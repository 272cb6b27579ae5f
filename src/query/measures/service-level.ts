import * as z from 'zod';
import { type WaitsWithin, waitsWithin } from './histogram-inputs.ts';
import type { Arguments, ByPolicy, Measure, WeightedInputs } from './measure.ts';
import { ABANDONED, MAX_JUDGED_SECONDS, OVERFLOWED, type ServiceLevelRules } from './service-level-rules.ts';

const DEFAULT_SECONDS = 20;
const DEFAULT_SHORT_ABANDON = 5;

const shortAbandon = z
  .int()
  .min(0)
  .max(MAX_JUDGED_SECONDS)
  .default(DEFAULT_SHORT_ABANDON)
  .describe('Seconds of wait up to which an abandoned interaction is a short one.');

/** The arguments of measures that only tell short abandons from others. */
const shortAbandonArguments = z.strictObject({ short_abandon: shortAbandon });

/** How a service level is judged. Seconds are whole, counted from entering the queue. */
export const serviceLevelArguments = z.strictObject({
  seconds: z
    .int()
    .min(0)
    .max(MAX_JUDGED_SECONDS)
    .default(DEFAULT_SECONDS)
    .describe('Answered in time: after at most so many seconds of wait. Exact up to 600, above within 1 %.'),
  short_abandon: shortAbandon,
  abandoned: z
    .enum(ABANDONED)
    .default('negative')
    .describe(
      'What abandoned interactions count as that waited at most `seconds`, or `short_abandon` if that is more: not in ' +
        'time, not at all, or in time. Those that waited longer, or have no wait, always count as not in time.',
    ),
  overflowed: z
    .enum(OVERFLOWED)
    .default('ignored')
    .describe('Whether overflowed interactions count as not in time.'),
});

/** How a contact is judged when neither a policy nor an argument says otherwise. */
export const DEFAULT_RULES: ServiceLevelRules = serviceLevelArguments.parse({});

/** Inbound interactions that were abandoned within `seconds`. */
function abandonedWithin(seconds: number): WaitsWithin {
  return waitsWithin('abandoned_waits', seconds);
}

/**
 * The share of inbound interactions that were answered in time, as the inputs of a measure. With T = `seconds`,
 * E = the greater of T and `short_abandon`, and waits of whole seconds from entering the queue:
 *
 * - A: answered, with a wait; A(T): those that waited at most T
 * - B: abandoned or missed; B(E): those that waited at most E
 * - O: overflowed if they are counted, else 0
 *
 * negative: A(T) / (A + B + O); ignored: A(T) / (A + B − B(E) + O); positive: (A(T) + B(E)) / (A + B + O).
 *
 * These are the three ways in which contact centres treat callers who give up before the target: of 70 answered in time,
 * 20 late and 10 abandoned before the target, 70.0 %, 77.8 % and 80.0 %. The parts of several service levels, each over
 * interactions of its own, add up to that of all.
 */
export function serviceLevelOf({
  seconds,
  short_abandon,
  abandoned,
  overflowed,
}: ServiceLevelRules): Required<Pick<Measure, 'numerator' | 'denominator'>> {
  const early = abandonedWithin(Math.max(seconds, short_abandon));
  const inTime: WeightedInputs = { [waitsWithin('answered_waits', seconds)]: 1 };
  return {
    numerator: abandoned === 'positive' ? { ...inTime, [early]: 1 } : inTime,
    denominator: {
      answered_waited: 1,
      inbound_abandoned: 1,
      ...(abandoned === 'ignored' && { [early]: -1 }),
      ...(overflowed === 'counted' && { inbound_overflowed: 1 }),
    },
  };
}

/**
 * The target of what is judged, as the inputs of a measure: the mean of the targets, each weighed by the contacts that the
 * service level divides by. Without a policy there is none, and the denominator is 0.
 */
export function targetOf(rules: ServiceLevelRules): Required<Pick<Measure, 'numerator' | 'denominator'>> {
  const { denominator } = serviceLevelOf(rules);
  const { target_percent: target } = rules;
  const times = (factor: number): WeightedInputs =>
    Object.fromEntries(Object.entries(denominator).map(([input, weight]) => [input, factor * weight]));
  return { numerator: times(target ?? 0), denominator: times(target === undefined ? 0 : WHOLE) };
}

const WHOLE = 100;

/** A measure over short abandons: its arguments, and how policies judge it. */
export function shortAbandonsIn(
  inputsOf: (short: WaitsWithin) => Pick<Measure, 'numerator' | 'denominator'>,
): { args: Arguments; byPolicy: ByPolicy } & Pick<Measure, 'numerator' | 'denominator'> {
  const within = ({ short_abandon }: Pick<ServiceLevelRules, 'short_abandon'>) =>
    inputsOf(abandonedWithin(short_abandon));
  return {
    args: { schema: shortAbandonArguments, inputsOf: within },
    byPolicy: within,
    ...within({ short_abandon: DEFAULT_SHORT_ABANDON }),
  };
}
