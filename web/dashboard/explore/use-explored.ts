import type { Catalogue, MetricInfo } from '../api/catalogue.ts';
import { useCatalogue } from '../api/catalogue.ts';
import { DIMENSION_NAMES } from '../messages/dimension-names.ts';
import { EXPLORE } from '../messages/explore.ts';
import { useTexts } from '../messages/language.ts';
import { METRIC_NAMES } from '../messages/metric-names.ts';
import { columnsOf, type Explored, exploredOf, grainIn, writeExplored } from '../view/explored.ts';
import { useView } from '../view/use-view.tsx';

/** What is asked, a way to ask something else, and what the catalogue allows with it. */
export interface Exploring {
  explored: Explored;
  change(changes: Partial<Explored>): void;
  catalogue: Catalogue | undefined;
  /** The columns of the metrics, with their names for people. */
  columns: readonly { column: string; label: string }[];
  /** Dimensions and grains that every metric combines with. */
  dimensions: readonly string[];
  grains: readonly string[];
  /** Whether a metric combines with the grouping and the filters. */
  allows(metric: MetricInfo): boolean;
  nameOf(dimension: string): string;
}

export function useExplored(): Exploring {
  const { view, go } = useView();
  const names = useTexts(METRIC_NAMES);
  const dimensionNames = useTexts(DIMENSION_NAMES);
  const { stats } = useTexts(EXPLORE);
  const catalogue = useCatalogue();
  const explored = exploredOf(view);
  const { metrics, dimensions } = explored;
  const known = metrics.flatMap(({ metric }) => catalogue?.metrics.find(({ name }) => name === metric) ?? []);
  const grain = grainIn(dimensions);
  const members = [
    ...dimensions.filter((name) => !name.startsWith('time:')),
    ...view.filters.map(({ dimension }) => dimension),
  ];
  const all = catalogue?.dimensions ?? [];
  const ownNames = columnsOf(metrics);
  return {
    explored,
    change(changes) {
      const { after: _, ...own } = view.own;
      go({ own: { ...own, q: writeExplored({ ...explored, ...changes }) } });
    },
    catalogue,
    columns: metrics.map(({ metric, stat, args }, place) => ({
      column: ownNames[place]!,
      label: [
        names[metric] ?? known.find(({ name }) => name === metric)?.label ?? metric,
        stat && (stats[stat] ?? stat),
        ...Object.entries(args ?? {}).map(([name, value]) => `${name} ${value}`),
      ]
        .filter(Boolean)
        .join(' · '),
    })),
    dimensions: all
      .map(({ name }) => name)
      .filter((name) => name !== 'time' && known.every((metric) => metric.dimensions.includes(name))),
    grains: (all.find(({ name }) => name === 'time')?.grains ?? []).filter((each) =>
      known.every((metric) => metric.grains.includes(each)),
    ),
    allows: (metric) =>
      members.every((name) => metric.dimensions.includes(name)) &&
      (grain === undefined || metric.grains.includes(grain)),
    nameOf: (dimension) =>
      dimensionNames[dimension] ?? all.find(({ name }) => name === dimension)?.label ?? dimension,
  };
}
