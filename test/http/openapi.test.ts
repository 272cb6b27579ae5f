import { beforeAll, describe, expect, test } from 'vitest';
import { ROUTES } from '../../src/api/registry.ts';
import { operationFor, operationsOf } from '../../src/http/operation.ts';
import { ALL } from '../contract/sample.ts';
import { type Described, type Document, describedAt, readDocument } from '../support/openapi.ts';

let document: Document;

beforeAll(async () => {
  document = await readDocument();
});

function describedOf({ path, method }: { path: string; method: string }): Described {
  return describedAt(document, path, method);
}

/** Every `$ref` of a value, at any depth. */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = '$ref' in value && typeof value.$ref === 'string' ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
}

function resolve(reference: string): unknown {
  const steps = reference.replace(/^#\//, '').split('/');
  return steps.reduce<unknown>(
    (value, step) => (value as Record<string, unknown> | undefined)?.[step],
    document,
  );
}

describe('the document', () => {
  test('is OpenAPI 3.1, and the same at every call', async () => {
    expect(document.openapi).toBe('3.1.0');
    expect(await readDocument()).toEqual(document);
  });

  test('describes every route and no other', () => {
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routes = ROUTES.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    expect(described.sort()).toEqual(routes.sort());
  });

  test('refers only to what it holds, and holds no schema that nothing refers to', () => {
    const references = [...new Set(referencesIn(document))];
    expect(references.filter((reference) => resolve(reference) === undefined)).toEqual([]);
    const unused = Object.keys(document.components.schemas ?? {}).filter(
      (name) => !references.includes(`#/components/schemas/${name}`),
    );
    expect(unused).toEqual([]);
  });

  test('gives each operation an id and tags of its own list', () => {
    const all = Object.values(document.paths).flatMap((item) => Object.values(item));
    const ids = all.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = new Set(document.tags.map(({ name }) => name));
    expect(all.filter((each) => each.tags.length === 0 || !each.tags.every((tag) => tags.has(tag)))).toEqual(
      [],
    );
  });

  test('says nothing of any other host, and leaks no pattern of ours for a date', () => {
    const text = JSON.stringify(document);
    expect(text).not.toMatch(/https?:/);
    expect(text).not.toContain('-02-29');
  });
});

describe.each(ALL)('$title', (sample) => {
  const { operation, route } = sample;

  test('is described with all of its parameters', () => {
    const described = describedOf(operation);
    const names = (place: string) =>
      described.parameters.filter((each) => each.in === place).map(({ name }) => name);
    expect(described.parameters.map((each) => `${each.in} ${each.name}`).sort()).toEqual(
      [...new Set(described.parameters.map((each) => `${each.in} ${each.name}`))].sort(),
    );
    expect(names('query')).toEqual(expect.arrayContaining(Object.keys(operation.query?.shape ?? {})));
    expect(names('path')).toEqual(Object.keys(operation.params?.shape ?? {}));
    expect(described.operationId.toLowerCase()).toContain(operation.id.toLowerCase());
    for (const { name, in: place, required, schema } of described.parameters) {
      const declared = (place === 'query' ? operation.query : operation.params)?.shape[name];
      expect([name, Object.keys(schema).length > 0]).toEqual([name, true]);
      if (declared && !('alternatives' in route)) {
        expect([name, required]).toEqual([name, place === 'path' || !declared.safeParse(undefined).success]);
      }
    }
  });

  test('tells its success, its problems and who may', () => {
    const { responses, security, description, requestBody } = describedOf(operation);
    const guarded = operation.permission ? ['401', '403', '429'] : [];
    const { status = 200, otherStatuses = [], errors = [] } = operation;
    const declared = [status, ...otherStatuses, 400, ...errors].map(String);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining([...declared, ...guarded]));
    const success = responses[String(status)];
    expect(success && 'headers' in success && 'X-RateLimit-Remaining' in success.headers).toBe(
      operation.permission !== undefined,
    );
    expect(security).toEqual([
      ...(operation.permission ? [{ bearerAuth: [] }] : []),
      ...(operation.permission?.scope ? [{ apiKey: [] }] : []),
    ]);
    for (const role of operation.permission?.roles ?? []) expect(description).toContain(`\`${role}\``);
    expect(description).toContain(operation.permission?.scope ?? '');
    expect(requestBody !== undefined).toBe(Boolean(operation.body ?? operation.rawBody));
  });
});

test('X-Tenant: required where nobody is asked for a credential, else as a session may need it', () => {
  const required = ROUTES.flatMap(operationsOf).map((operation) => [
    operation.credential,
    describedOf(operation).parameters.find(({ name }) => name === 'X-Tenant')?.required,
  ]);
  const found = new Set(required.map((each) => each.join(': ')));
  expect(found).toEqual(new Set(['none: ', 'public-tenant: true', 'tenant: false', 'platform: ']));
});

test('the shared overview tells what selects each, and lets no default select', () => {
  const route = ROUTES.find((each) => 'alternatives' in each);
  if (!route) throw new Error('No path is shared.');
  const described = describedOf(route);
  for (const credentialKind of ['session', 'key'] as const) {
    expect(described.description).toContain(
      operationFor(route, { queryNames: new Set(), credentialKind }).id,
    );
  }
  expect(described.description).toContain('**callsOverview**');
  expect(described.description).toContain('Selected by any of `date_from`, `date_to`, `department_id`.');
  const common = ['tz'];
  const defaults = described.parameters.filter(
    (each) => 'default' in each.schema && !common.includes(each.name),
  );
  expect(defaults).toEqual([]);
});
