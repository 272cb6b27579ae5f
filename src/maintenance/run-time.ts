/** Time limit of a maintenance run, well below the platform's limit for a queue consumer or a cron. */
export const RUN_MILLISECONDS = 20_000;
