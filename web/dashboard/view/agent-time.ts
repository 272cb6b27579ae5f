import type { Filter, Query } from '../api/query.ts';
import type { View } from './view.ts';

/** What the states of agents can be filtered by; figures of contacts can be by more. */
const OF_AGENTS = ['agent', 'team', 'department'];

/** Metrics of what agents do with their time. */
const OF_TIME = ['occupancy', 'utilisation', 'adherence'];

/** Whether figures of agents' time can be asked for under these filters. */
export function hasAgentTime(filters: readonly Filter[]): boolean {
  return filters.every(({ dimension }) => OF_AGENTS.includes(dimension));
}

/** The metrics without those of agents' time, if the filters do not allow them. */
export function allowedMetrics<Name extends string>(metrics: readonly Name[], { filters }: View): Name[] {
  return metrics.filter((metric) => !OF_TIME.includes(metric) || hasAgentTime(filters));
}

/** Narrows a scope to one member, in place of what it says of that dimension. */
export function scopeOfMember(
  scope: Pick<Query, 'period' | 'time_zone' | 'filters'>,
  dimension: string,
  member: string,
): Pick<Query, 'period' | 'time_zone' | 'filters'> {
  const others = (scope.filters ?? []).filter((filter) => filter.dimension !== dimension);
  return { ...scope, filters: [...others, { dimension, in: [member] }] };
}
