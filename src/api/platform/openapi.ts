import { createHash } from 'node:crypto';
import * as z from 'zod';
import { describeApi, type KnownSchemas } from '../../http/openapi/document.ts';
import { defineOperation, type Operation, type Route } from '../../http/operation.ts';
import { dimensionName, memberDimension, queryRequest } from '../../query-language/request.ts';
import { RECORDS } from '../../records/registry.ts';
import { itemShape } from '../evaluations/get.ts';
import { sentRecord } from '../ingest/ingest.ts';
import { interactionShape } from '../interactions/interaction-shape.ts';
import { dryRunAnswer, queryAnswer } from '../query/answer-shape.ts';
import { apiKeyShape } from './api-key-shape.ts';
import { tenantShape } from './tenant-shape.ts';

/** Schemas that the description names. */
export const KNOWN: KnownSchemas = {
  sent: {
    DimensionName: dimensionName,
    MemberDimensionName: memberDimension,
    Query: queryRequest,
    Record: sentRecord,
    ...Object.fromEntries(
      Object.values(RECORDS).flatMap(({ type, schema, deletionSchema }) => [
        [`${pascalCase(type)}Record`, schema],
        [`${pascalCase(type)}Deletion`, deletionSchema],
      ]),
    ),
  },
  answered: {
    ApiKey: apiKeyShape,
    Evaluation: itemShape,
    Interaction: interactionShape,
    QueryPlan: dryRunAnswer,
    QueryResult: queryAnswer,
    Tenant: tenantShape,
  },
};

/** How long caches may store the description, in seconds. It only changes with a deployment. */
const CACHE_SECONDS = 3_600;

/** Creates the operation that describes `routes`, itself included. Each isolate generates the description once. */
export function describeOperationOf(routes: () => readonly Route[]): Operation {
  let written: { text: string; etag: string } | undefined;
  return defineOperation({
    id: 'openapi',
    contract: 'core',
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description of the API, as OpenAPI 3.1.',
    credential: 'none',
    cacheSeconds: CACHE_SECONDS,
    response: z.object({
      openapi: z.string(),
      info: z.record(z.string(), z.unknown()),
      servers: z.array(z.object({ url: z.string(), description: z.string() })),
      tags: z.array(z.object({ name: z.string(), description: z.string() })),
      paths: z.record(z.string(), z.unknown()),
      components: z.record(z.string(), z.unknown()),
    }),
    handle() {
      written ??= withTag(JSON.stringify(describeApi(routes(), KNOWN)));
      return new Response(written.text, {
        headers: { 'Content-Type': 'application/json', ETag: written.etag },
      });
    },
  });
}

function withTag(text: string): { text: string; etag: string } {
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` };
}

function pascalCase(type: string): string {
  return type.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
