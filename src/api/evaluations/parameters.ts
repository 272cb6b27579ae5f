import { BOUND_DESCRIPTION, bound, zoneParameter } from '../parameters.ts';

/** The period of reads of the evaluations contract, by the time at which evaluations were given. */
export const periodParameters = {
  date_from: bound
    .optional()
    .describe(
      `${BOUND_DESCRIPTION}. Without it the list has no bound; figures begin 30 days before date_to's date.`,
    ),
  date_to: bound
    .optional()
    .describe(`${BOUND_DESCRIPTION}; included. Without it the list has no bound; figures end today.`),
  tz: zoneParameter,
};

/** The names of the period parameters, for error messages. */
export const PERIOD_NAMES = { from: 'date_from', to: 'date_to' };
