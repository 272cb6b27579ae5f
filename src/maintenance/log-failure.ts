import { describeError, logLine } from '../log.ts';

/** Runs a maintenance task, of one tenant unless `tenant` is null. A failure is logged, not thrown. */
export async function logFailure(tenant: string | null, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    logLine('error', {
      event: 'upkeep failed',
      ...(tenant !== null && { tenant }),
      error: describeError(error),
    });
  }
}
