import type { AskedMetric, Filter } from '../api/query.ts';
import type { View } from './view.ts';

/** What of a view a figure is of: members of dimensions, or one bucket as a period of its own. */
export interface Part {
  members?: Readonly<Record<string, string | null>>;
  period?: { from: string; to: string };
}

/** The view of the records behind a figure: the same period and filters, and the members that the figure is of. */
export function recordsView(
  view: View,
  metric: AskedMetric,
  { members = {}, period }: Part = {},
): Partial<View> {
  const filters = Object.entries(members).map(([dimension, member]): Filter => ({ dimension, in: [member] }));
  const kept = view.filters.filter(({ dimension }) => !(dimension in members));
  return {
    path: ['records'],
    filters: [...kept, ...filters],
    compare: 'none',
    own: ownOf(metric),
    ...(period && { period }),
  };
}

function ownOf(asked: AskedMetric): Record<string, string> {
  if (typeof asked === 'string') return { metric: asked };
  const { metric, stat, args } = asked;
  return {
    metric,
    ...(stat && { stat }),
    ...(args && Object.keys(args).length > 0 && { args: JSON.stringify(args) }),
  };
}

/** The metric that a view of records names. Undefined if it names none; arguments that cannot be read are left out. */
export function metricOf({
  own,
}: Pick<View, 'own'>): { metric: string; stat?: string; args?: Record<string, unknown> } | undefined {
  const { metric, stat, args } = own;
  if (!metric) return undefined;
  return { metric, ...(stat && { stat }), ...argsIn(args) };
}

function argsIn(text: string | undefined): { args?: Record<string, unknown> } {
  if (!text) return {};
  try {
    const args: unknown = JSON.parse(text);
    return typeof args === 'object' && args !== null ? { args: { ...args } } : {};
  } catch {
    return {};
  }
}
