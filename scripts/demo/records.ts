import { statesOf } from './agent-states.ts';
import { agentRecords } from './agents.ts';
import { callsOf } from './calls.ts';
import { localDay, startOfDay } from './clock.ts';
import { conversationsOf } from './conversations.ts';
import { countersOf } from './counters.ts';
import { followUps } from './follow-ups.ts';
import { withLegs } from './legs.ts';
import { organisation } from './organisation.ts';
import { queued } from './queueing.ts';
import type { DemoRecord } from './record.ts';
import { demoDays } from './rhythm.ts';
import { shiftsOf } from './shifts.ts';

export const DEMO_DAYS = 60;

/**
 * All records of the demo tenant at the instant `until` (seconds UTC), in the order in which they arise: the
 * organisation, then 60 local days (America/Sao_Paulo) up to the day of `until`. The same `until` gives the same
 * records and versions, so that sending them again changes nothing.
 */
export function* demoRecords(until: number): Generator<DemoRecord['record']> {
  const days = demoDays(localDay(until), DEMO_DAYS);
  const begin = startOfDay(localDay(until) - DEMO_DAYS + 1);
  for (const { record } of [...organisation(begin), ...agentRecords(begin)]) yield record;

  const facts = days.flatMap((day) => {
    const contacts = [...callsOf(day, until), ...conversationsOf(day, until)];
    const after = contacts.flatMap((contact) => followUps(contact, until));
    const interactions = contacts.map(({ interaction }) => withLegs(queued(interaction)));
    return [...shiftsOf(day), ...interactions, ...after, ...countersOf(day, until), ...statesOf(day, until)];
  });
  // Array.sort is stable: records of the same second keep their order.
  for (const { record } of facts.sort((a, b) => a.at - b.at)) yield record;
}
