import type { Column, Section } from '../../section.ts';
import { interactionSection } from './interactions.ts';
import { TRANSCRIPT_COLUMN, type View } from './view.ts';

const COLUMNS: readonly Column[] = [
  { name: 'call_id', type: 'text' },
  { name: 'phone_number_redacted', type: 'plain' },
  { name: 'customer_name', type: 'text' },
  { name: 'start_time', type: 'instant' },
  { name: 'duration_seconds', type: 'number' },
  { name: 'wait_seconds', type: 'number' },
  { name: 'agent', type: 'text' },
  { name: 'department', type: 'text' },
  { name: 'category', type: 'text' },
  { name: 'outcome', type: 'text' },
  { name: 'status', type: 'plain' },
];

/** Ended calls. */
export function callSection(view: View, withTranscripts: boolean): Section {
  return interactionSection(view, {
    name: 'call',
    columns: withTranscripts ? [...COLUMNS, TRANSCRIPT_COLUMN] : COLUMNS,
    of: 'calls',
    detail: withTranscripts ? 'transcript' : 'personal',
    counted: 'total_calls',
    cells: ({ id, facts, person }, nameOf) => [
      id,
      person.phone,
      person.name,
      view.instant(facts.started_at),
      facts.duration_seconds ?? null,
      facts.wait_seconds ?? null,
      nameOf('agent', facts.agent_id),
      nameOf('department', facts.department_id),
      person.category,
      facts.outcome,
      facts.status,
      ...(withTranscripts ? [person.transcript] : []),
    ],
  });
}
