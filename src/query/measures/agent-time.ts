import type { DeclaredMeasure, WeightedInputs } from './measure.ts';

/** Seconds in which an agent handles an interaction. */
const HANDLE: WeightedInputs = { state_busy_seconds: 1, state_ringing_seconds: 1, state_wrap_seconds: 1 };
const STAFFED: WeightedInputs = { ...HANDLE, state_available_seconds: 1 };
const SIGNED_IN: WeightedInputs = {
  ...STAFFED,
  state_break_seconds: 1,
  state_lunch_seconds: 1,
  state_training_seconds: 1,
  state_meeting_seconds: 1,
  state_other_seconds: 1,
};

function inState(label: string, description: string, input: WeightedInputs) {
  return { label, better: 'neutral', unit: 'seconds', description, numerator: input } as const;
}

/** Measures of the states and shifts of agents. Time after the request does not count, but for `scheduled_seconds`. */
export const AGENT_TIME_MEASURES = {
  occupancy: {
    label: 'Occupancy',
    better: 'neutral',
    unit: 'rate',
    description:
      'Time that agents were busy, ringing or in wrap-up, as a share of that time and the time that they were available.',
    numerator: HANDLE,
    denominator: STAFFED,
  },
  utilisation: {
    label: 'Utilisation',
    better: 'neutral',
    unit: 'rate',
    description:
      'Time that agents were available, busy, ringing or in wrap-up, as a share of the time that they were signed in.',
    numerator: STAFFED,
    denominator: SIGNED_IN,
  },
  adherence: {
    label: 'Schedule adherence',
    better: 'higher',
    unit: 'rate',
    description:
      'Share of scheduled time in which the state fits: for work available, busy, ringing or wrap, for a break break or lunch, for a meeting meeting, for training training.',
    numerator: { adherent_seconds: 1 },
    denominator: { scheduled_seconds: 1 },
  },
  signed_in_seconds: inState(
    'Signed-in time',
    'Time that agents were in any state but offline. A state lasts until the next one, for at most 12 hours.',
    SIGNED_IN,
  ),
  available_seconds: inState('Available time', 'Time that agents were available.', {
    state_available_seconds: 1,
  }),
  busy_seconds: inState('Busy time', 'Time that agents were busy with an interaction.', {
    state_busy_seconds: 1,
  }),
  ringing_seconds: inState('Ringing time', 'Time that it rang at agents.', { state_ringing_seconds: 1 }),
  wrap_seconds: inState('Time in wrap-up', 'Time that agents were in wrap-up, by their state.', {
    state_wrap_seconds: 1,
  }),
  break_seconds: inState('Break time', 'Time that agents were on a break, lunch not included.', {
    state_break_seconds: 1,
  }),
  lunch_seconds: inState('Lunch time', 'Time that agents were at lunch.', { state_lunch_seconds: 1 }),
  training_seconds: inState('Training time', 'Time that agents were in training.', {
    state_training_seconds: 1,
  }),
  meeting_seconds: inState('Meeting time', 'Time that agents were in a meeting.', {
    state_meeting_seconds: 1,
  }),
  other_seconds: inState('Other time', 'Time that agents were signed in, in the state other.', {
    state_other_seconds: 1,
  }),
  scheduled_seconds: inState(
    'Scheduled time',
    'Time for which agents have a shift, time to come included. Of overlapping shifts, the one that starts last counts.',
    { scheduled_seconds: 1 },
  ),
} as const satisfies Record<string, DeclaredMeasure>;
