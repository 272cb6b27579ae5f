import type { DeclaredMeasure, WeightedInputs } from './measure.ts';
import {
  DEFAULT_RULES,
  serviceLevelArguments,
  serviceLevelOf,
  shortAbandonsIn,
  targetOf,
} from './service-level.ts';

const OFFERED: WeightedInputs = { inbound_answered: 1, inbound_abandoned: 1, inbound_overflowed: 1 };

/** Measures of queues and of handling, over interactions of both kinds. */
export const SERVICE_MEASURES = {
  offered: {
    label: 'Offered',
    better: 'neutral',
    unit: 'count',
    description:
      'Inbound interactions that were answered, abandoned or overflowed, calls and conversations alike, with or without a queue. Open, cancelled and failed ones are not offered.',
    numerator: OFFERED,
  },
  answered: {
    label: 'Answered',
    better: 'higher',
    unit: 'count',
    description:
      'Inbound interactions that were completed. A conversation counts once it is completed, not when it is first answered.',
    numerator: { inbound_answered: 1 },
  },
  abandoned: {
    label: 'Abandoned',
    better: 'lower',
    unit: 'count',
    description: 'Inbound interactions that the customer left before an answer, or that nobody answered.',
    numerator: { inbound_abandoned: 1 },
  },
  short_abandoned: {
    label: 'Short abandons',
    better: 'neutral',
    unit: 'count',
    description:
      'Abandoned interactions with a wait of at most 5 seconds, or as many as the policy in force or a query says.',
    ...shortAbandonsIn((short) => ({ numerator: { [short]: 1 } })),
  },
  overflowed: {
    label: 'Overflowed',
    better: 'lower',
    unit: 'count',
    description: 'Inbound interactions that left their queue for elsewhere.',
    numerator: { inbound_overflowed: 1 },
  },
  service_level: {
    label: 'Service level',
    better: 'higher',
    unit: 'rate',
    description:
      'Share of inbound interactions that were answered within 20 seconds, or as the policy in force or the arguments say, among those answered with a wait and those abandoned.',
    ...serviceLevelOf(DEFAULT_RULES),
    args: { schema: serviceLevelArguments, inputsOf: serviceLevelOf },
    byPolicy: serviceLevelOf,
  },
  service_level_target: {
    label: 'Service level target',
    better: 'neutral',
    unit: 'rate',
    description:
      'Target of the service-level policies in force. Of several the mean, weighed by the contacts that each judges; contacts without a policy have none.',
    ...targetOf(DEFAULT_RULES),
    byPolicy: targetOf,
  },
  average_speed_of_answer: {
    label: 'Average speed of answer',
    better: 'lower',
    unit: 'seconds',
    description: 'Mean wait of answered inbound interactions that have one.',
    numerator: { answered_wait_seconds: 1 },
    denominator: { answered_waited: 1 },
  },
  average_abandon_time: {
    label: 'Average abandon time',
    better: 'neutral',
    unit: 'seconds',
    description: 'Mean wait of abandoned interactions that have one.',
    numerator: { abandoned_wait_seconds: 1 },
    denominator: { abandoned_waited: 1 },
  },
  longest_wait: {
    label: 'Longest wait',
    better: 'lower',
    unit: 'seconds',
    description: 'The longest wait of an answered or abandoned inbound interaction, within 1 %.',
    numerator: { longest_offered_wait: 1 },
    denominator: { offered_waits_known: 1 },
  },
  abandonment_rate: {
    label: 'Abandonment rate',
    better: 'lower',
    unit: 'rate',
    description: 'Share of offered interactions that were abandoned.',
    numerator: { inbound_abandoned: 1 },
    denominator: OFFERED,
  },
  net_abandonment_rate: {
    label: 'Net abandonment rate',
    better: 'lower',
    unit: 'rate',
    description:
      'Share of offered interactions that were abandoned, without short abandons in either: those with a wait of at most 5 seconds, or as many as the policy in force or a query says.',
    ...shortAbandonsIn((short) => ({
      numerator: { inbound_abandoned: 1, [short]: -1 },
      denominator: { ...OFFERED, [short]: -1 },
    })),
  },
  hold_rate: {
    label: 'Hold rate',
    better: 'lower',
    unit: 'rate',
    description: 'Share of completed interactions in which the customer was on hold.',
    numerator: { completed_held: 1 },
    denominator: { ended_completed: 1 },
  },
  reopen_rate: {
    label: 'Reopen rate',
    better: 'lower',
    unit: 'rate',
    description: 'Share of interactions, open ones included, that were reopened.',
    numerator: { interactions_reopened: 1 },
    denominator: { interactions: 1 },
  },
  created: {
    label: 'Created',
    better: 'neutral',
    unit: 'count',
    description: 'Interactions that started, open ones included.',
    numerator: { interactions: 1 },
  },
  closed: {
    label: 'Closed',
    better: 'neutral',
    unit: 'count',
    description:
      'Interactions that were closed, counted then: at the first of resolution and end, or the first after the last reopening.',
    numerator: { closings: 1 },
  },
  reopened: {
    label: 'Reopened',
    better: 'lower',
    unit: 'count',
    description:
      'Interactions that were reopened, counted when they last were; at their start if it is not known when.',
    numerator: { reopenings: 1, reopenings_undated: 1 },
  },
  response_rate: {
    label: 'Response rate',
    better: 'higher',
    unit: 'rate',
    description:
      'Share of the surveys sent that were answered, counted when they were sent. Evaluations without a sent_at are not known to be surveys.',
    numerator: { surveys_answered: 1 },
    denominator: { surveys_sent: 1 },
  },
} as const satisfies Record<string, DeclaredMeasure>;
