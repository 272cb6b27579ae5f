import type { Bucket } from '../time/buckets.ts';
import type { ExpectedInterval } from './forecast.ts';
import { agentsRequired, type QueueModel, type ServiceTarget, withShrinkage } from './required-agents.ts';

/** What is to be reached, and by which model of the queue. */
export interface StaffingTerms {
  target: ServiceTarget;
  model: QueueModel;
  /** Share of scheduled agents, 0 to below 1, who are away: on breaks, in training, ill. */
  shrinkage: number;
}

/** Agents for one interval, and what they make of its contacts. Null: unknown, or nothing to judge by. */
export interface StaffedInterval {
  /** The instant at which it begins, with the offset of the zone. */
  at: string;
  volume: number | null;
  low: number | null;
  high: number | null;
  /** Seconds. */
  handleSeconds: number | null;
  /** Agents on contacts. */
  required: number | null;
  /** Agents to schedule for that many to be on contacts. */
  toSchedule: number | null;
  /** Percent. */
  serviceLevel: number | null;
  /** Seconds. */
  averageSpeedOfAnswer: number | null;
  /** Percent. */
  occupancy: number | null;
}

/** What is expected of an interval, or was given for it; a given volume has no band. */
export type Expected = { [Name in keyof ExpectedInterval]: ExpectedInterval[Name] | null };

const UNKNOWN = { required: null, toSchedule: null };
const UNJUDGED = { serviceLevel: null, averageSpeedOfAnswer: null, occupancy: null };

/**
 * Staffs one interval. Volume and handle time are rounded to a tenth first, so that the answer, given as input, has the
 * same answer. Without contacts nobody is required.
 */
export function staffInterval(bucket: Bucket, expected: Expected, terms: StaffingTerms): StaffedInterval {
  const { low, high } = expected;
  const volume = tenths(expected.volume);
  const handleSeconds = tenths(expected.handleSeconds);
  const known = { at: bucket.label, volume, low, high, handleSeconds };
  if (volume === null || (volume > 0 && handleSeconds === null)) return { ...known, ...UNKNOWN, ...UNJUDGED };
  if (volume === 0 || !handleSeconds) return { ...known, required: 0, toSchedule: 0, ...UNJUDGED };
  const traffic = { volume, intervalSeconds: bucket.end - bucket.start, handleSeconds };
  const { agents, performance } = agentsRequired(terms.model, traffic, terms.target);
  return {
    ...known,
    required: agents,
    toSchedule: withShrinkage(agents, terms.shrinkage),
    serviceLevel: tenths(performance.serviceLevel * 100),
    averageSpeedOfAnswer: tenths(performance.averageSpeedOfAnswer),
    occupancy: tenths(performance.occupancy * 100),
  };
}

function tenths(value: number): number;
function tenths(value: number | null): number | null;
function tenths(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}
