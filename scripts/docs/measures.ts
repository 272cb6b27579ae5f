import { operationsOf, type Route } from '../../src/http/operation.ts';
import type { Measure } from '../../src/query/measures.ts';
import { code, codes, table } from './markdown.ts';
import { fieldsOf } from './schema-fields.ts';

/** Every measure in Markdown: its definition, its formula over base measures, and the fields that show it. */
export function measureDocs(measures: Readonly<Record<string, Measure>>, routes: readonly Route[]): string {
  const places = placesOf(routes);
  const rows = Object.entries(measures).map(([name, measure]) => [
    code(name),
    measure.unit,
    measure.description,
    formulaOf(measure),
    shownBy(places.get(name)),
  ]);
  return table(['measure', 'unit', 'definition', 'from base measures', 'shown by'], rows);
}

function formulaOf({ numerator, denominator }: Measure): string {
  return code(denominator ? `${sumOf(numerator)} / ${sumOf(denominator)}` : sumOf(numerator));
}

function sumOf(inputs: Measure['numerator']): string {
  const parts = Object.entries(inputs).map(([baseMeasure, weight]) =>
    weight === 1 ? baseMeasure : `${weight} ${baseMeasure}`,
  );
  return parts.length === 1 ? parts.join() : `(${parts.join(' + ')})`;
}

/** Of a measure: the paths on which each field shows it. */
type Places = Map<string, string[]>;

function placesOf(routes: readonly Route[]): Map<string, Places> {
  const byMeasure = new Map<string, Places>();
  for (const { path, response } of routes.flatMap(operationsOf)) {
    for (const { measures = [], path: field } of fieldsOf(response, 'output')) {
      const name = field.replace(/^data(\[\])?\./, '');
      for (const measure of measures) {
        const places: Places = byMeasure.get(measure) ?? new Map();
        byMeasure.set(measure, places);
        places.set(name, [...(places.get(name) ?? []), path.replace(/^\/api\/v\d+\//, '')]);
      }
    }
  }
  return byMeasure;
}

function shownBy(places: Places = new Map()): string {
  const shown = [...places].map(([field, paths]) => `${code(field)} of ${codes(paths)}`);
  return shown.join('; ') || 'nothing yet';
}
