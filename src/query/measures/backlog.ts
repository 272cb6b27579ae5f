import * as z from 'zod';
import type { DeclaredMeasure, Measure } from './measure.ts';

const HOUR = 3_600;
const DAY = 86_400;

/** Ages of open interactions, by how old they may at most be, in seconds; each begins where the one before ends. */
const AGES = {
  '1h': HOUR,
  '4h': 4 * HOUR,
  '1d': DAY,
  '3d': 3 * DAY,
  '7d': 7 * DAY,
  older: Number.POSITIVE_INFINITY,
} as const;
type Age = keyof typeof AGES;
const NAMES = Object.keys(AGES) as [Age, ...Age[]];

/** Inputs that count open interactions: all, or those of an age. */
export type OpenInput = 'open_of_any' | `open_of_${Age}`;

const OPEN = /^open_of_(any|1h|4h|1d|3d|7d|older)$/;

/** Whether an input counts open interactions. */
export function isOpenInput(input: string): input is OpenInput {
  return OPEN.test(input);
}

/** The input of the age of an interaction that has been open for `seconds`. */
export function openOfAge(seconds: number): OpenInput {
  return `open_of_${NAMES.find((name) => seconds <= AGES[name])!}`;
}

/** In how many seconds an interaction that has been open for `seconds` is of the next age; Infinity if in none. */
export function nextAgeIn(seconds: number): number {
  return AGES[NAMES.find((name) => seconds <= AGES[name])!] + 1 - seconds;
}

const backlogArguments = z.strictObject({
  age: z
    .enum(['any', ...NAMES])
    .default('any')
    .describe(
      'Only those that have been open for so long: up to 1 hour, up to 4 hours but more than 1, and so on; `older` for ' +
        'more than 7 days.',
    ),
});

function openOf({ age }: z.output<typeof backlogArguments>): Pick<Measure, 'numerator'> {
  const inputs: Partial<Record<OpenInput, number>> = { [`open_of_${age}`]: 1 };
  return { numerator: inputs };
}

/** The measure of what is open. */
export const BACKLOG_MEASURES = {
  backlog: {
    label: 'Backlog',
    better: 'lower',
    unit: 'count',
    description:
      'Interactions that were open at the end of the bucket, or of the period: started, and not closed, as their records now say; as of now if it has not ended. Reads the interactions that are open now or were closed since, at most 20,000 of each.',
    ...openOf({ age: 'any' }),
    args: { schema: backlogArguments, inputsOf: openOf },
  },
} as const satisfies Record<string, DeclaredMeasure>;
