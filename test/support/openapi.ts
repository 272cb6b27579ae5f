import * as z from 'zod';
import { call } from './client.ts';

interface Reference {
  $ref: string;
}

export interface Described {
  operationId: string;
  tags: string[];
  description: string;
  security: Record<string, string[]>[];
  parameters: { name: string; in: string; required: boolean; description?: string; schema: object }[];
  requestBody?: { required: boolean; content: Record<string, { schema: unknown }> };
  responses: Record<string, Reference | { headers: object; content?: Record<string, { schema: object }> }>;
}

export interface Document {
  openapi: string;
  tags: { name: string }[];
  paths: Record<string, Record<string, Described>>;
  components: Record<string, Record<string, Record<string, unknown>>>;
}

/** The description that the API serves. */
export async function readDocument(): Promise<Document> {
  const response = await call('/openapi.json');
  const type = response.headers.get('Content-Type');
  if (response.status !== 200 || type !== 'application/json') throw new Error(`${response.status} ${type}`);
  return response.json();
}

/** What the document says of the operation at `path` (`/things/:id`). */
export function describedAt(document: Document, path: string, method: string): Described {
  const described = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
  if (!described) throw new Error(`${method} ${path} is not described.`);
  return described;
}

/** A schema of the document as zod reads it, closed: a field that is not described is an error. */
export function zodOf(document: Document, schema: object): z.ZodType {
  const whole = { ...schema, $defs: document.components.schemas ?? {} };
  const local = JSON.stringify(whole).replaceAll('#/components/schemas/', '#/$defs/');
  return z.fromJSONSchema(JSON.parse(local, closed));
}

function closed(_key: string, value: unknown): unknown {
  const isOpen =
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'object' &&
    'properties' in value &&
    !('additionalProperties' in value);
  return isOpen ? { ...value, additionalProperties: false } : value;
}
