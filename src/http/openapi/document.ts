import type * as z from 'zod';
import { operationsOf, type Route } from '../operation.ts';
import { type Schemas, TAGS } from './describe-operation.ts';
import { operationObject } from './path-item.ts';
import { HEADERS, PROBLEM, problemComponents, problemStatuses } from './problems.ts';
import { type JsonObject, NamedSchemas } from './schemas.ts';

/** Schemas that have their own name wherever they are used. */
export interface KnownSchemas {
  sent: Readonly<Record<string, z.ZodType>>;
  answered: Readonly<Record<string, z.ZodType>>;
}

const DESCRIPTION = `Figures of contact centres, exact at the moment of asking.

A parameter or a field of a body that is not described here is refused, and so is one that is repeated or
empty. Every failure is an \`application/problem+json\`; a path that does not take a method answers 405 with
\`Allow\`. Answers may gain fields.`;

/** Describes `routes` as OpenAPI 3.1, generated from the schemas that validate requests. */
export function describeApi(routes: readonly Route[], known: KnownSchemas) {
  const schemas: Schemas = {
    sent: new NamedSchemas('input', known.sent),
    answered: new NamedSchemas('output', known.answered),
  };
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:([^/]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationObject(route, schemas) };
  }
  const statuses = new Set(routes.flatMap(operationsOf).flatMap(problemStatuses));
  return {
    openapi: '3.1.0',
    info: { title: 'Callmeter', version: '1', description: DESCRIPTION },
    servers: [{ url: '/', description: 'Where this description was read.' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: {
        bearerAuth: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, or a session token: a JWT that names a role and tenants.',
        },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'An API key.' },
      },
      headers: HEADERS,
      responses: problemComponents([...statuses].sort((a, b) => a - b)),
      schemas: named({ Problem: PROBLEM }, schemas.sent.describe(), schemas.answered.describe()),
    },
  };
}

function named(...parts: readonly Readonly<Record<string, JsonObject>>[]): Record<string, JsonObject> {
  const all: Record<string, JsonObject> = {};
  for (const [name, schema] of parts.flatMap((part) => Object.entries(part))) {
    if (name in all) throw new Error(`Two schemas are called ${name}.`);
    all[name] = schema;
  }
  return all;
}
