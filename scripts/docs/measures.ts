import { operationsOf, type Route } from '../../src/http/operation.ts';
import type { Measure } from '../../src/query/measures.ts';
import { code, codes, table } from './markdown.ts';
import { fieldsOf } from './schema-fields.ts';

type Measures = Readonly<Record<string, Measure>>;

/** Every measure as a Markdown table: unit, definition and formula. */
export function measureDocs(measures: Measures): string {
  const rows = Object.entries(measures).map(([name, measure]) => [
    code(name),
    measure.unit,
    measure.description,
    code(formulaOf(measure)),
  ]);
  return table(['measure', 'unit', 'definition', 'formula'], rows);
}

/** A Markdown list of every measure, with the endpoints and fields that show it. */
export function measureFieldDocs(measures: Measures, routes: readonly Route[]): string {
  const places = placesOf(routes);
  return Object.keys(measures)
    .flatMap((name) => [`- ${code(name)}`, ...shownBy(places.get(name))])
    .join('\n');
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

/** The fields that show a measure, by path of the endpoint. */
type Places = Map<string, string[]>;

function placesOf(routes: readonly Route[]): Map<string, Places> {
  const byMeasure = new Map<string, Places>();
  for (const { path, response } of routes.flatMap(operationsOf)) {
    for (const { measures = [], path: field } of fieldsOf(response, 'output')) {
      for (const measure of measures) {
        const places: Places = byMeasure.get(measure) ?? new Map();
        byMeasure.set(measure, places);
        places.set(path, [...(places.get(path) ?? []), field.replace(/^data(\[\])?\./, '')]);
      }
    }
  }
  return byMeasure;
}

function shownBy(places: Places = new Map()): string[] {
  if (places.size === 0) return ['  - in no answer'];
  return [...places].map(([path, fields]) => `  - ${code(path)}: ${codes(fields)}`);
}
