import type { Shape, Tile } from '../api/dashboards.ts';
import type { Query } from '../api/query.ts';
import { grainIn } from '../view/explored.ts';
import { comparisonOf, scopeOf, type View } from '../view/view.ts';

/** What a tile keeps of a query: all but what the page that shows it decides. */
export function keptQuery({ period: _, time_zone: __, compare: ___, after: ____, ...kept }: Query): Query {
  return kept;
}

/** The query of a tile on a page: the period, zone and comparison of the page, and the filters of both. */
export function shownQuery({ query }: Tile, view: View): Query {
  const { filters = [], ...scope } = scopeOf(view);
  return { ...query, ...scope, ...comparisonOf(view), filters: [...(query.filters ?? []), ...filters] };
}

/** The shapes that an answer to the query has, the most telling first. */
export function shapesOf({ dimensions = [] }: Query): readonly Shape[] {
  const grain = grainIn(dimensions);
  if (dimensions.length === 0) return ['figures', 'table'];
  if (grain === 'weekday_hour' && dimensions.length === 1) return ['heat', 'table'];
  if (grain && dimensions.length <= 2) return ['lines', 'table'];
  return dimensions.length === 1 ? ['bars', 'table'] : ['table'];
}
