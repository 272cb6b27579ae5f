/**
 * How contacts are judged: what a service-level policy says. Waits and limits are whole seconds from entering the queue.
 * `serviceLevelArguments` describes the fields that a query may give as well.
 */
export interface ServiceLevelRules {
  /** Answered in time: after at most so many seconds. */
  readonly seconds: number;
  /** Abandoned after at most so many seconds: a short abandon. */
  readonly short_abandon: number;
  readonly abandoned: (typeof ABANDONED)[number];
  readonly overflowed: (typeof OVERFLOWED)[number];
  /** The share that is to be answered in time, in whole percent; absent without a policy. */
  readonly target_percent?: number;
}

/** What those count as who give up before the target. */
export const ABANDONED = ['negative', 'ignored', 'positive'] as const;

/** Whether overflowed interactions count as not in time. */
export const OVERFLOWED = ['counted', 'ignored'] as const;

/** The longest wait that a service level may be asked for, in seconds: a day. */
export const MAX_JUDGED_SECONDS = 86_400;
