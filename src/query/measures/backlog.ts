import * as z from 'zod';
import type { DeclaredMeasure, Measure } from './measure.ts';
import { AGE_NAMES, type OpenInput } from './open-inputs.ts';

const backlogArguments = z.strictObject({
  age: z
    .enum(['any', ...AGE_NAMES])
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
