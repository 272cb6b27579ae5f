import { describeError, logLine } from '../log.ts';

/** Does one tenant's work; its trouble must not keep the others waiting. */
export async function logFailure(tenant: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    logLine('error', { event: 'upkeep failed', tenant, error: describeError(error) });
  }
}
