import * as z from 'zod';
import type { DeclaredMeasure, Measure } from './measure.ts';
import { CUSTOMER_CALLS, callsWithin, MOST_DAYS } from './neighbour-inputs.ts';

type Parts = Required<Pick<Measure, 'numerator' | 'denominator'>>;

const DEFAULT_DAYS = 7;

const days = z.int().min(1).max(MOST_DAYS).default(DEFAULT_DAYS);

const repeatArguments = z.strictObject({
  days: days.describe('Days before the call within which an earlier call makes it a repeat.'),
});

const resolutionArguments = z.strictObject({
  method: z
    .enum(['marked', 'no_repeat'])
    .default('marked')
    .describe(
      'marked: as the records say, over all ended calls. no_repeat: the customer did not call again within the days, over ' +
        'calls of known customers; the figures of a bucket are final once the days after it are over.',
    ),
  days: days.describe(
    'Days after the call within which a further call counts against it. Only for no_repeat.',
  ),
});

function repeatsOf({ days: within }: z.output<typeof repeatArguments>): Parts {
  return {
    numerator: { [callsWithin('returned', within)]: 1 },
    denominator: { [CUSTOMER_CALLS]: 1 },
  };
}

function resolutionsOf({ method, days: within }: z.output<typeof resolutionArguments>): Parts {
  if (method === 'marked')
    return { numerator: { calls_first_contact_resolved: 1 }, denominator: { calls: 1 } };
  return {
    numerator: { [CUSTOMER_CALLS]: 1, [callsWithin('followed', within)]: -1 },
    denominator: { [CUSTOMER_CALLS]: 1 },
  };
}

/** Measures of calls that compare them with other calls of the same customer. */
export const CONTACT_MEASURES = {
  repeat_rate: {
    label: 'Repeat calls',
    better: 'lower',
    unit: 'rate',
    description:
      'Share of ended calls of known customers whose customer had called within the 7 days before, or as many as a query gives, counted in quarters of an hour. Only calls count as earlier contacts: by department those of the same department, by direction those in the same direction, else all of the customer.',
    ...repeatsOf(repeatArguments.parse({})),
    args: { schema: repeatArguments, inputsOf: repeatsOf },
  },
  first_contact_resolution: {
    label: 'First-contact resolution',
    better: 'higher',
    unit: 'rate',
    description:
      'Share of ended calls that the records mark as resolved at first contact; by the method no_repeat the share of calls of known customers after which the customer did not call again within 7 days, or as many as a query gives, counted in quarters of an hour. By department and by direction only calls of the same department or direction count as further ones.',
    ...resolutionsOf(resolutionArguments.parse({})),
    args: { schema: resolutionArguments, inputsOf: resolutionsOf },
  },
} as const satisfies Record<string, DeclaredMeasure>;
