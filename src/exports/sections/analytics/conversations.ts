import { HELPDESK_FORMAT } from '../../../query/format.ts';
import { rounded } from '../../../query/measures.ts';
import type { Column, Section } from '../../section.ts';
import { interactionSection } from './interactions.ts';
import { TRANSCRIPT_COLUMN, type View } from './view.ts';

const MINUTE = 60;

const COLUMNS: readonly Column[] = [
  { name: 'conversation_id', type: 'text' },
  { name: 'channel', type: 'text' },
  { name: 'subject', type: 'text' },
  { name: 'customer_name', type: 'text' },
  { name: 'start_time', type: 'instant' },
  { name: 'status', type: 'plain' },
  { name: 'priority', type: 'plain' },
  { name: 'assignee', type: 'text' },
  { name: 'team', type: 'text' },
  { name: 'outcome', type: 'text' },
  { name: 'resolved_by', type: 'plain' },
  { name: 'first_response_minutes', type: 'number' },
  { name: 'resolution_minutes', type: 'number' },
];

/** Conversations, including open ones. */
export function conversationSection(view: View, withTranscripts: boolean): Section {
  return interactionSection(view, {
    name: 'conversation',
    columns: withTranscripts ? [...COLUMNS, TRANSCRIPT_COLUMN] : COLUMNS,
    of: 'conversations',
    detail: withTranscripts ? 'transcript' : 'personal',
    counted: 'conversations',
    cells: ({ id, facts, person }, nameOf) => [
      id,
      facts.channel,
      person.subject,
      person.name,
      view.instant(facts.started_at),
      facts.status,
      facts.priority ?? null,
      nameOf('agent', facts.agent_id),
      nameOf('team', facts.team_id),
      facts.outcome,
      facts.resolved_by ?? null,
      minutesBetween(facts.started_at, facts.first_response_at),
      minutesBetween(facts.started_at, facts.resolved_at),
      ...(withTranscripts ? [person.transcript] : []),
    ],
  });
}

function minutesBetween(start: number, end: number | undefined): number | null {
  if (end === undefined) return null;
  return rounded({ numerator: end - start, denominator: MINUTE }, HELPDESK_FORMAT.minutes.decimals);
}
