import { interactionEvent } from '../../../facts/event.ts';
import { INTERVAL_SECONDS } from '../../../rollups/accumulator.ts';
import { deadlinesOf, isBreached, isTracked, type SlaTarget } from '../../../rollups/deadlines.ts';
import type { Column, Section } from '../../section.ts';
import { type ExportableInteraction, interactionSection } from './interactions.ts';
import type { View } from './view.ts';

const COLUMNS: readonly Column[] = [
  { name: 'conversation_id', type: 'text' },
  { name: 'start_time', type: 'instant' },
  { name: 'priority', type: 'plain' },
  { name: 'team', type: 'text' },
  { name: 'first_response_state', type: 'plain' },
  { name: 'resolution_state', type: 'plain' },
];

type Facts = ExportableInteraction['facts'];

/** Conversations with any SLA target, and the state of their targets at the time of the view. */
export function slaSection(view: View): Section {
  return interactionSection(view, {
    name: 'sla',
    columns: COLUMNS,
    of: 'conversations',
    detail: 'facts',
    counted: 'sla_tracked',
    cells: ({ id, facts }, nameOf) =>
      isTracked(facts, 'any')
        ? [
            id,
            view.instant(facts.started_at),
            facts.priority ?? null,
            nameOf('team', facts.team_id),
            stateOf(facts, 'first', view.now),
            stateOf(facts, 'resolution', view.now),
          ]
        : null,
  });
}

/** Consistent with the measures: a target that is neither breached nor overdue at `now` (seconds UTC) is met. */
function stateOf(facts: Facts, target: SlaTarget, now: number): 'met' | 'breached' | 'untracked' {
  if (!isTracked(facts, target)) return 'untracked';
  const isOverdue = deadlinesOf(interactionEvent(facts), INTERVAL_SECONDS).some(
    (deadline) => deadline.target === target && deadline.at < now,
  );
  return isOverdue || isBreached(facts, target) ? 'breached' : 'met';
}
