import type { Occurrence } from '../facts/occurrence.ts';
import type { Interaction } from '../facts/types.ts';
import type { LeafName } from './leaves.ts';

/** A way to divide what happened; each of its members has a rollup row a day. */
export interface MemberSet {
  readonly name: SetName;
  /** The member that an interaction belongs to, or undefined for none. */
  readonly memberOf: (interaction: Interaction) => string | undefined;
  /** Which previous call tells distinct customers within a member; absent where none are asked for. */
  readonly previousCall?: 'previous' | 'previousInDepartment';
}

export type SetName =
  | 'all'
  | 'department'
  | 'agent'
  | 'team'
  | 'campaign'
  | 'call_center'
  | 'engagement'
  | 'channel'
  | 'outcome';

/** The member of the set `all`. */
export const EVERYTHING = '';

export const SETS: readonly MemberSet[] = [
  { name: 'all', memberOf: () => EVERYTHING, previousCall: 'previous' },
  { name: 'department', memberOf: (it) => it.department_id, previousCall: 'previousInDepartment' },
  { name: 'agent', memberOf: (it) => it.agent_id },
  { name: 'team', memberOf: (it) => it.team_id },
  { name: 'campaign', memberOf: (it) => it.campaign_id },
  { name: 'call_center', memberOf: (it) => it.call_center_id },
  { name: 'engagement', memberOf: (it) => it.engagement_id },
  { name: 'channel', memberOf: (it) => it.channel },
  { name: 'outcome', memberOf: (it) => it.outcome },
];

/** Whole-day leaves of all members of one dimension, lying in the rows that they are filtered by. */
export interface Table {
  /** Also the name of its column. */
  readonly name: TableName;
  readonly of: SetName;
  readonly within: readonly SetName[];
  readonly leaves: readonly LeafName[];
}

export type TableName = 'agents' | 'agent_ratings';

export const TABLES: readonly Table[] = [
  {
    name: 'agents',
    of: 'agent',
    within: ['all', 'department'],
    leaves: [
      'calls',
      'calls_completed',
      'calls_missed',
      'call_seconds',
      'calls_timed',
      'call_wait_seconds',
      'calls_waited',
      'call_ratings',
      'call_rating_sum',
      'call_ratings_positive',
    ],
  },
  {
    name: 'agent_ratings',
    of: 'agent',
    within: ['all', 'department'],
    leaves: ['rated_1', 'rated_2', 'rated_3', 'rated_4', 'rated_5', 'rated_commented'],
  },
];

const BY_NAME = new Map(SETS.map((set) => [set.name, set]));

/** The declared set of that name. */
export function setNamed(name: SetName): MemberSet {
  return BY_NAME.get(name)!;
}

/** The member of `set` that an occurrence counts under; counters of a date only under `all`. */
export function memberOf(set: MemberSet, occurrence: Occurrence): string | undefined {
  if (occurrence.source === 'counter') return set.name === 'all' ? EVERYTHING : undefined;
  return set.memberOf(occurrence.interaction);
}
