import type { Bound } from '../../src/bounds.ts';
import { table } from './markdown.ts';

/** The bounds as a Markdown table, in the order of their declaration. */
export function boundDocs(bounds: Readonly<Record<string, Bound>>): string {
  const rows = Object.values(bounds).map(({ value, unit, of, beyond, kind }) => [
    of,
    `${kind === 'least' ? 'from' : 'at most'} ${unit === 'year' ? `${unit} ${value}` : `${value.toLocaleString('en-US')} ${unit}`}`,
    beyond,
  ]);
  return table(['what', 'bound', 'beyond it'], rows);
}
