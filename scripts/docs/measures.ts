import type { Shown } from '../../src/api/catalogue/shown-in.ts';
import type { Metric } from '../../src/catalogue/metric.ts';
import type { Measure } from '../../src/query/measures.ts';
import { code, codes, table } from './markdown.ts';

/** Every metric as a Markdown table: label, unit, which way is better, definition and formula. */
export function metricDocs(metrics: readonly Metric[]): string {
  const rows = metrics.map(({ name, label, unit, better, description, ...metric }) => [
    code(name),
    label,
    unit,
    better === 'neutral' ? '' : better,
    description,
    code(formulaOf(metric.measureOf())),
  ]);
  return table(['metric', 'label', 'unit', 'better', 'definition', 'formula'], rows);
}

/** Every statistic of the timings among `metrics` as a Markdown table. */
export function statDocs(metrics: readonly Metric[]): string {
  const rows = metrics.flatMap((metric) =>
    metric.stats.map((stat) => [code(metric.name), code(stat), code(formulaOf(metric.measureOf(stat)))]),
  );
  return table(['timing', 'statistic', 'formula'], rows);
}

/** What metrics combine with, as a Markdown table with a row for all that combine with the same. */
export function combinationDocs(metrics: readonly Metric[]): string {
  const alike = Map.groupBy(metrics, ({ attribution, dimensions, grains }) =>
    JSON.stringify([attribution, dimensions, grains]),
  );
  const rows = [...alike.values()].map((group) => {
    const { attribution, dimensions, grains } = group[0]!;
    return [codes(group.map(({ name }) => name)), attribution, codes(dimensions), codes(grains)];
  });
  return table(['metrics', 'counted when', 'dimensions', 'grains'], rows);
}

/** A Markdown list of every metric with other names. */
export function aliasDocs(metrics: readonly Metric[]): string {
  const named = metrics.filter(({ aliases }) => aliases.length > 0);
  return named.map(({ name, aliases }) => `- ${code(name)}: ${codes(aliases)}`).join('\n');
}

/** A Markdown list of every metric, with the endpoints and fields that show it. */
export function metricFieldDocs(
  metrics: readonly Metric[],
  shown: ReadonlyMap<string, readonly Shown[]>,
): string {
  return metrics.flatMap(({ name }) => [`- ${code(name)}`, ...linesOf(shown.get(name) ?? [])]).join('\n');
}

function linesOf(shown: readonly Shown[]): string[] {
  if (shown.length === 0) return ['  - in no answer but that of a query'];
  return shown.map(({ path, fields }) => `  - ${code(path)}: ${codes(fields)}`);
}

function formulaOf({ numerator, denominator, divisor }: Measure): string {
  const factors = [...(divisor ? [String(divisor)] : []), ...(denominator ? [sumOf(denominator)] : [])];
  if (factors.length === 0) return sumOf(numerator);
  return `${sumOf(numerator)} / ${factors.length > 1 ? `(${factors.join(' × ')})` : factors.join()}`;
}

function sumOf(inputs: Measure['numerator']): string {
  const terms = Object.entries(inputs).map(([input, weight], index) => {
    const size = Math.abs(weight) === 1 ? input : `${Math.abs(weight)} ${input}`;
    if (index === 0) return weight < 0 ? `-${size}` : size;
    return weight < 0 ? `- ${size}` : `+ ${size}`;
  });
  return terms.length === 1 ? terms.join() : `(${terms.join(' ')})`;
}
