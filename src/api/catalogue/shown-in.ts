import * as z from 'zod';
import { operationsOf, type Route } from '../../http/operation.ts';

/** A route that shows a metric, and the fields that do: `data` around an answer is left out. */
export interface Shown {
  path: string;
  fields: string[];
}

type JsonSchema = z.core.JSONSchema.BaseSchema & { measure?: string | string[] };

/** The routes that show each metric, by its name: read from the schemas of their answers. */
export function shownIn(routes: readonly Route[]): Map<string, Shown[]> {
  const byMetric = new Map<string, Shown[]>();
  for (const { path, response } of routes.flatMap(operationsOf)) {
    const schema = z.toJSONSchema(response, { io: 'output', unrepresentable: 'any' }) as JsonSchema;
    for (const { metric, field } of shownBy(schema, '')) {
      const shown = byMetric.get(metric) ?? [];
      byMetric.set(metric, shown);
      const known = shown.find((each) => each.path === path);
      if (known) known.fields.push(field);
      else shown.push({ path, fields: [field] });
    }
  }
  return byMetric;
}

function shownBy(schema: JsonSchema, path: string): { metric: string; field: string }[] {
  const { measure = [], anyOf = [], items, properties = {} } = schema;
  const field = path.replace(/^data(\[\])?\./, '');
  return [
    ...[measure].flat().map((metric) => ({ metric, field })),
    ...anyOf.flatMap((each) => shownBy(each as JsonSchema, path)),
    ...(items === undefined ? [] : shownBy(items as JsonSchema, `${path}[]`)),
    ...Object.entries(properties).flatMap(([name, property]) =>
      shownBy(property as JsonSchema, path === '' ? name : `${path}.${name}`),
    ),
  ];
}
