import type { AgentTimeEvent } from '../../facts/agent-time.ts';
import type { AgentStateName } from '../../records/types.ts';
import { type BaseMeasureRule, type BaseMeasureRules, is } from './rules.ts';

function ofAgentTime(isCounted: (spent: AgentTimeEvent['spent']) => boolean): BaseMeasureRule {
  return {
    source: 'agent_time',
    value: (event) =>
      event.source === 'agent_time' ? is(isCounted(event.spent)) * (event.until - event.at) : 0,
  };
}

function inState(state: AgentStateName): BaseMeasureRule {
  return ofAgentTime((spent) => 'state' in spent && spent.state === state);
}

/** Base measures of the time of agents, in seconds, counted when it passes. */
export const AGENT_TIME_BASE_MEASURES = {
  state_available_seconds: inState('available'),
  state_busy_seconds: inState('busy'),
  state_ringing_seconds: inState('ringing'),
  state_wrap_seconds: inState('wrap'),
  state_break_seconds: inState('break'),
  state_lunch_seconds: inState('lunch'),
  state_training_seconds: inState('training'),
  state_meeting_seconds: inState('meeting'),
  state_other_seconds: inState('other'),
  scheduled_seconds: ofAgentTime((spent) => 'fits' in spent),
  /** Scheduled seconds in which the state fits the schedule. */
  adherent_seconds: ofAgentTime((spent) => 'fits' in spent && spent.fits),
} satisfies BaseMeasureRules;
