/** Attempts at one slice without progress, after which the job fails. */
export const MAX_ATTEMPTS = 5;

/** A job that is not completed at this age fails. */
export const MAX_AGE_SECONDS = 6 * 3_600;

export const GIVEN_UP =
  'The export could not be made in several attempts; ask for a new one, perhaps of a shorter period.';

export const TOO_OLD =
  'The export was not finished within 6 hours; ask for a new one, perhaps of a shorter period.';
