import { describeError, logLine } from '../log.ts';

/** Does a part of the upkeep, of one tenant if it is named; a failure is logged and goes no further. */
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
