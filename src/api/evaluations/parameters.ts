import * as z from 'zod';
import { ACCEPTED_BOUND, zoneParameter } from '../parameters.ts';

/** The period of reads of the evaluations contract, by the time at which evaluations were given. */
export const periodParameters = {
  date_from: z
    .string()
    .optional()
    .describe(
      `${ACCEPTED_BOUND}. Without it the list has no bound; figures begin 30 days before date_to's date.`,
    ),
  date_to: z
    .string()
    .optional()
    .describe(`${ACCEPTED_BOUND}; included. Without it the list has no bound; figures end today.`),
  tz: zoneParameter,
};

/** The names of the period parameters, for error messages. */
export const PERIOD_NAMES = { from: 'date_from', to: 'date_to' };
