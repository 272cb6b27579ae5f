import { type Measured, measure, type Subject } from './measure.ts';
import type { BenchTenant } from './tenant.ts';
import { WITHOUT_LIMITER } from './worker/open-limiter.ts';

/** The difference is small, so fewer rounds would not show it. */
const LEAST_ROUNDS = 30;

/** A warm request with the real limiter, and with one that allows everything at once. */
export interface LimiterCost {
  name: string;
  limited: Measured;
  unlimited: Measured;
}

/** Requests each of `paths` with and without the limiter, in the same rounds. */
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
