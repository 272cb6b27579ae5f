import { type Measured, measure, type Subject } from './measure.ts';
import type { BenchTenant } from './tenant.ts';
import { WITHOUT_LIMITER } from './worker/open-limiter.ts';

/** What is compared is small: fewer rounds would tell nothing. */
const LEAST_ROUNDS = 30;

/** A warm request as it is, and with a limiter that lets everything in at once. */
export interface LimiterCost {
  name: string;
  limited: Measured;
  unlimited: Measured;
}

/** Asks each of `paths` with the limiter and without it, in the same rounds. */
export async function measureLimiter(
  tenant: BenchTenant,
  paths: Readonly<Record<string, string>>,
  requests: number,
  cpu: () => number | undefined,
): Promise<LimiterCost[]> {
  const subjects = Object.entries(paths).flatMap(([name, path]): Subject[] => [
    { name, ask: () => tenant.ask(path) },
    { name, ask: () => tenant.ask(path, { headers: WITHOUT_LIMITER }) },
  ]);
  const measured = await measure(subjects, Math.max(requests, LEAST_ROUNDS), cpu);
  return Object.keys(paths).map((name, index) => ({
    name,
    limited: measured[2 * index]!,
    unlimited: measured[2 * index + 1]!,
  }));
}
