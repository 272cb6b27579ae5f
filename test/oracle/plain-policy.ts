/** How a policy judges, in the words of queries. */
export interface PlainRules {
  seconds: number;
  short_abandon: number;
  abandoned: 'negative' | 'ignored' | 'positive';
  overflowed: 'counted' | 'ignored';
  target?: number;
}

/** A version of a policy; of everything without a dimension. */
export interface PlainPolicy {
  dimension?: 'queue' | 'department' | 'channel';
  member?: string;
  /** Seconds UTC. */
  from: number;
  rules: PlainRules;
}
