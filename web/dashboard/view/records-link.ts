import type { Filter } from '../api/query.ts';
import type { View } from './view.ts';

/** What of a view a figure is of: members of dimensions, or one bucket as a period of its own. */
export interface Part {
  members?: Readonly<Record<string, string | null>>;
  period?: { from: string; to: string };
}

/** The view of the records behind a figure: the same period and filters, and the members that the figure is of. */
export function recordsView(view: View, metric: string, { members = {}, period }: Part = {}): Partial<View> {
  const filters = Object.entries(members).map(([dimension, member]): Filter => ({ dimension, in: [member] }));
  const kept = view.filters.filter(({ dimension }) => !(dimension in members));
  return {
    path: ['records'],
    filters: [...kept, ...filters],
    compare: 'none',
    own: { metric },
    ...(period && { period }),
  };
}
