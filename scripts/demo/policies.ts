import { dateOf, localDay } from './clock.ts';

/** Days before the present: when the demo company began to agree on service levels, and when it changed its mind. */
const BEGAN = 400;
const CHANGED = 45;

/**
 * The service-level policies of the demo company, as they are sent: one for all; one of support, whose target changed
 * half-way; and one of written conversations, which may wait longer. `now` in seconds UTC.
 */
export function demoPolicies(now: number): Readonly<Record<string, unknown>>[] {
  const from = (days: number): string => dateOf(localDay(now) - days);
  return [
    {
      name: 'House rule',
      applies_to: 'all',
      effective_from: from(BEGAN),
      seconds: 20,
      target_percent: 80,
    },
    {
      name: 'Support',
      applies_to: { queue: 'queue-support' },
      effective_from: from(BEGAN),
      seconds: 30,
      target_percent: 75,
      abandoned: 'ignored',
    },
    {
      name: 'Support, twice as many agents',
      applies_to: { queue: 'queue-support' },
      effective_from: from(CHANGED),
      seconds: 20,
      target_percent: 85,
      abandoned: 'ignored',
    },
    {
      name: 'Written conversations',
      applies_to: { queue: 'queue-digital' },
      effective_from: from(BEGAN),
      seconds: 120,
      target_percent: 90,
    },
  ];
}
