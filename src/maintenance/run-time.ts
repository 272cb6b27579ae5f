/** How long a run of upkeep may take: well below what the platform gives a queue consumer or a cron. */
export const RUN_MILLISECONDS = 20_000;
