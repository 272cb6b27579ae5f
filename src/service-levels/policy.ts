import type { ServiceLevelRules } from '../query/measures/service-level-rules.ts';

/** The dimensions that a policy may be of, the most specific first. */
export const POLICY_DIMENSIONS = ['queue', 'department', 'channel'] as const;
type PolicyDimension = (typeof POLICY_DIMENSIONS)[number];

/** What a policy applies to: one member of a dimension, or everything that no other policy applies to. */
export type PolicyScope = 'all' | { readonly dimension: PolicyDimension; readonly member: string };

/** How a policy judges; its target is never absent. */
type PolicyRules = ServiceLevelRules & { readonly target_percent: number };

/** One version of a service-level policy. It never changes. */
export interface ServiceLevelPolicy {
  readonly id: string;
  readonly name: string;
  readonly appliesTo: PolicyScope;
  /** A date YYYY-MM-DD in the tenant's time zone. */
  readonly effectiveFrom: string;
  /** The first second of that date when the policy was created, UTC. */
  readonly effectiveAt: number;
  readonly rules: PolicyRules;
  /** Seconds UTC. */
  readonly createdAt: number;
}

/** Whether two policies apply to the same interactions, so that one is a version of the other. */
export function isSameScope(a: PolicyScope, b: PolicyScope): boolean {
  if (a === 'all' || b === 'all') return a === b;
  return a.dimension === b.dimension && a.member === b.member;
}
