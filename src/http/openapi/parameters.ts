import type * as z from 'zod';
import { BOUNDS } from '../../bounds.ts';
import { IDEMPOTENCY_KEY, REPLAYED } from '../idempotency.ts';
import type { Operation } from '../operation.ts';
import { type JsonObject, schemaObject } from './schemas.ts';

/** A parameter of the description. */
export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: JsonObject;
}

const TENANT = { name: 'X-Tenant', in: 'header', schema: { type: 'string' } } as const;

/** Everything that an operation accepts outside its body. */
export function parametersOf(operation: Operation): Parameter[] {
  return [
    ...headersOf(operation),
    ...(operation.params ? described(operation.params, 'path') : []),
    ...(operation.query ? described(operation.query, 'query') : []),
  ];
}

const IDEMPOTENCY = {
  name: IDEMPOTENCY_KEY,
  in: 'header',
  required: false,
  description: `Sent again with the same key within ${BOUNDS.idempotencyHours.value} hours, the request is given its first answer, with ${REPLAYED}.`,
  schema: { type: 'string', minLength: 1, maxLength: BOUNDS.idempotencyKeyCharacters.value },
} as const;

const IF_NONE_MATCH = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description:
    'The ETag of an earlier answer: while nothing has changed, the answer is a 304 without content.',
  schema: { type: 'string' },
} as const;

function headersOf({ idempotent, conditional, ...operation }: Operation): Parameter[] {
  return [
    ...tenantHeader(operation),
    ...(idempotent ? [IDEMPOTENCY] : []),
    ...(conditional ? [IF_NONE_MATCH] : []),
  ];
}

function tenantHeader({ credential }: Pick<Operation, 'credential'>): Parameter[] {
  if (credential === 'public-tenant') {
    return [{ ...TENANT, required: true, description: 'The slug of the tenant.' }];
  }
  if (credential !== 'tenant') return [];
  const description =
    'The slug of the tenant. A session that may see several must name one; an API key brings its own.';
  return [{ ...TENANT, required: false, description }];
}

/** Parameters are sent as text, so the parsed type is described instead, if it can be represented. */
function described(schema: z.ZodObject, place: 'path' | 'query'): Parameter[] {
  const sent = schemaObject(schema, 'input');
  const read = schemaObject(schema, 'output');
  return Object.keys(schema.shape).map((name) => {
    const { description, ...rest } = propertyOf(read, name) ?? propertyOf(sent, name) ?? {};
    return {
      name,
      in: place,
      required: place === 'path' || (sent.required?.includes(name) ?? false),
      ...(typeof description === 'string' && { description }),
      schema: rest,
    };
  });
}

function propertyOf({ properties }: z.core.JSONSchema.BaseSchema, name: string): JsonObject | undefined {
  const property = properties?.[name];
  const isDescribed =
    typeof property === 'object' &&
    ['type', 'enum', 'const', 'anyOf', 'oneOf'].some((key) => key in property);
  return isDescribed ? { ...property } : undefined;
}
