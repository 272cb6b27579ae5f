import { GRAINS, type Grain } from '../catalogue/grains.ts';
import type { Metric } from '../catalogue/metric.ts';
import { findMetric, METRICS } from '../catalogue/metrics.ts';
import { nearestNames } from '../catalogue/nearest-names.ts';
import { attributeDimension } from '../rollups/attribute-dimensions.ts';
import type { Mistakes } from './mistakes.ts';

const TIME = /^time:/;
const METRIC_NAMES = METRICS.flatMap(({ name, aliases }) => [name, ...aliases]);

/** Whether a name is that of a grain, without `time:`. */
function isGrain(name: string): boolean {
  return (GRAINS as readonly string[]).includes(name);
}

/** The grain of a dimension such as `time:day`. */
export function grainOf(dimension: string): Grain | undefined {
  return TIME.test(dimension) ? GRAINS.find((grain) => dimension === `time:${grain}`) : undefined;
}

/** The names of metrics in a request, of one query or several. */
export function metricNamesIn(sent: unknown): string[] {
  const { queries } = fieldsOf(sent);
  const each = queries === undefined ? [sent] : Object.values(fieldsOf(queries));
  const names = each.flatMap((query) =>
    itemsOf(fieldsOf(query).metrics).map(([, item]) =>
      typeof item === 'string' ? item : fieldsOf(item).metric,
    ),
  );
  return [...new Set(names)].filter((name) => typeof name === 'string');
}

/** Those of them that the catalogue does not have. */
export function namesBeyondCatalogue(sent: unknown): string[] {
  return metricNamesIn(sent).filter((name) => !findMetric(name));
}

/** What a tenant can name. */
interface Names {
  /** Its own metrics. */
  own: readonly Metric[];
  /** All dimensions that have members. */
  members: readonly string[];
}

/**
 * Collects the names in a query that nothing has. Takes the query as it was sent, so that they are listed together with
 * values of the wrong type.
 */
export function checkNames(sent: unknown, { own, members }: Names, mistakes: Mistakes): void {
  const { metrics, dimensions, filters } = fieldsOf(sent);
  for (const [index, item] of itemsOf(metrics)) {
    const isPlain = typeof item === 'string';
    const name = isPlain ? item : fieldsOf(item).metric;
    if (typeof name !== 'string' || name === '' || findMetric(name, own)) continue;
    mistakes.add(`metrics.${index}${isPlain ? '' : '.metric'}`, unknownMetric(name, own));
  }
  for (const [index, item] of itemsOf(dimensions)) {
    const name = dimensionIn(item);
    if (typeof name !== 'string' || name === '') continue;
    const message = dimensionMistake(name, members);
    if (message !== undefined) mistakes.add(`dimensions.${index}`, message);
  }
  for (const [index, item] of itemsOf(filters)) {
    const dimension = dimensionIn(fieldsOf(item).dimension);
    if (typeof dimension !== 'string' || dimension === '' || members.includes(dimension)) continue;
    const isTime = dimension === 'time' || TIME.test(dimension) || isGrain(dimension);
    mistakes.add(
      `filters.${index}.dimension`,
      isTime ? 'Time cannot be filtered; use period.' : unknownDimension(dimension, members),
    );
  }
}

/** The name of a dimension, which is an object if it is of an attribute; of what is neither, what was sent. */
function dimensionIn(sent: unknown): unknown {
  const { attribute } = fieldsOf(sent);
  return typeof attribute === 'string' ? attributeDimension(attribute) : sent;
}

/** Suggests the metrics whose name or label is nearest, or how a statistic of a timing is written. */
function unknownMetric(name: string, own: readonly Metric[]): string {
  const [, timing, stat] = /^(.+)_(mean|sum|p\d\d)$/.exec(name) ?? [];
  if (timing && findMetric(timing)?.stats.some((each) => each === stat))
    return `Unknown metric; a statistic is written {"metric": "${timing}", "stat": "${stat}"}.`;
  const labelled = [...METRICS, ...own].map(
    (metric) => [metric.label.toLowerCase().replace(/[^a-z0-9]+/g, '_'), metric.name] as const,
  );
  const named = [...METRIC_NAMES, ...own.map((metric) => metric.name)].map((each) => [each, each] as const);
  const names = new Map([...labelled, ...named]);
  const nearest = [...new Set(nearestNames(name, [...names.keys()]).map((each) => names.get(each)!))];
  return `Unknown metric; ${nearest.length > 0 ? `nearest: ${nearest.join(', ')}; ` : ''}GET /api/v1/metrics lists all.`;
}

function dimensionMistake(name: string, members: readonly string[]): string | undefined {
  if (members.includes(name) || grainOf(name) !== undefined) return undefined;
  if (isGrain(name)) return `Must be written time:${name}.`;
  if (name === 'time' || TIME.test(name))
    return `Must be time: and one of ${GRAINS.join(', ')}, such as time:day.`;
  return unknownDimension(name, members);
}

function unknownDimension(name: string, members: readonly string[]): string {
  const nearest = nearestNames(name, [...members, 'time:day']);
  const accepted = `accepted: ${members.join(', ')}, and time: with a grain`;
  return `Unknown dimension; ${nearest.length > 0 ? `nearest: ${nearest.join(', ')}; ` : ''}${accepted}.`;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function itemsOf(value: unknown): (readonly [number, unknown])[] {
  return Array.isArray(value) ? [...value.entries()] : [];
}
