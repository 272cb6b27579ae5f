import { beforeAll, describe, expect, test } from 'vitest';
import { BOUNDS } from '../../src/bounds.ts';
import { ALL, admitted, samplePath } from '../contract/sample.ts';
import { call, problemIn } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';

/** A refusal that lists all it may. */
const MOST_BYTES = BOUNDS.errorBytes.value + 3 * BOUNDS.errorDetail.value + 1_000;
const MOST = BOUNDS.listedErrors.value;

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await freshTenant();
});

/** So many different names, some of which JSON or UTF-8 make longer. */
function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${'\u0001"łabc'[index % 6]}${index.toString(36)}`);
}

describe.each(ALL)('$title', (sample) => {
  test.skipIf(sample.operation.ignoresUnknownQuery)(
    'a query of thousands of unknown, repeated and empty parameters has a short refusal',
    async () => {
      const known = Object.keys(sample.operation.query?.shape ?? {});
      const search = new URLSearchParams([
        ...known.flatMap((name) => [
          [name, ''],
          [name, ''],
        ]),
        ...names(2_500).map((name) => [name, '']),
        ['x'.repeat(3_000), '1'],
      ]);
      const response = await call(`${samplePath(sample, tenant)}?${search}`, await admitted(sample, tenant));
      const text = await response.clone().text();
      const problem = await problemIn(response);
      expect(new TextEncoder().encode(text).length).toBeLessThan(MOST_BYTES);
      // Which of several operations of one path is meant can be a refusal of its own.
      if (problem.errors === undefined) return;
      expect(problem.errors.length).toBeLessThanOrEqual(MOST);
      if (problem.errors.length === MOST) {
        expect(problem.detail).toMatch(/ And 2\d{3} more; the first 20 are listed\.$/);
      }
    },
  );

  test.runIf(sample.operation.method !== 'GET')('a body of thousands of unknown fields, too', async () => {
    const body = JSON.stringify(Object.fromEntries(names(5_000).map((name) => [name, 1])));
    const response = await call(samplePath(sample, tenant), { ...(await admitted(sample, tenant)), body });
    const text = await response.clone().text();
    const problem = await problemIn(response);
    expect(problem.status).toBe(400);
    expect(new TextEncoder().encode(text).length).toBeLessThan(MOST_BYTES);
    expect(problem.errors?.length).toBeLessThanOrEqual(MOST);
    expect(problem.detail).toMatch(/ more; the first 20 are listed\.$/);
  });
});

test('thousands of wrong values, long names and deep paths', async () => {
  const bearer = await tenant.token('super_admin');
  const bodies = [
    { agentIds: Array.from({ length: 9_000 }, () => 1), dateFrom: 1, dateTo: 1, type: 1, format: 1 },
    { agentIds: Array.from({ length: 9_000 }, (_, index) => index.toString(36)) },
    { agentIds: Array.from({ length: 9_000 }, () => 'a') },
    { agentIds: Array.from({ length: 2_000 }, (_, index) => ({ [`k${index}`]: 1 })) },
    { ['x'.repeat(60_000)]: 1 },
    { includeFields: ['y'.repeat(60_000)] },
    { format: '\u0001'.repeat(10_000) },
  ];
  for (const body of bodies) {
    const response = await call('/api/v1/reports', { method: 'POST', bearer, tenant: tenant.slug, body });
    const text = await response.clone().text();
    const { status, errors } = await problemIn(response);
    expect([status, new TextEncoder().encode(text).length < MOST_BYTES]).toEqual([400, true]);
    expect(errors?.length).toBeLessThanOrEqual(MOST);
  }
});

describe('ingest', () => {
  const send = async (body: string, query = '', type = 'application/x-ndjson') => {
    const { key } = await tenant.key();
    const path = `/api/v1/ingest${query}`;
    const headers = { 'Content-Type': type };
    return call(path, { method: 'POST', bearer: key, body, headers });
  };
  const wide = JSON.stringify({
    type: 'interaction',
    id: 'x',
    ...Object.fromEntries(names(40).map((name) => [name, 1])),
  });

  test.each<[string, string]>([
    ['empty records', '{}\n'.repeat(1_000)],
    ['numbers', '1\n'.repeat(1_000)],
    ['broken lines', '{\n'.repeat(1_000)],
    ['records of forty wrong fields', `${wide}\n`.repeat(1_000)],
  ])('%s: each is listed, with reasons as far as they fit', async (_, body) => {
    const response = await send(body);
    const text = await response.text();
    const report = JSON.parse(text) as { rejected: number; errors: { index: number; errors: unknown[] }[] };
    expect([response.status, report.rejected]).toEqual([200, 1_000]);
    expect(report.errors.map(({ index }) => index)).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
    for (const { errors } of report.errors) {
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.length).toBeLessThanOrEqual(MOST);
    }
    expect(text.length).toBeLessThan(body.length + BOUNDS.rejectionBytes.value + 1_000 * 150);
  });

  test('a record of forty wrong fields lists twenty of them', async () => {
    const report = await (await send(wide)).json<{ errors: [{ errors: unknown[] }] }>();
    expect(report.errors[0].errors).toHaveLength(BOUNDS.recordErrors.value);
  });

  test('all or none: the refusal lists twenty errors and tells how many there are', async () => {
    const response = await send(`${wide}\n`.repeat(1_000), '?atomic=true');
    const text = await response.clone().text();
    const problem = await problemIn(response);
    expect([problem.status, problem.errors?.length]).toEqual([400, MOST]);
    expect(problem.detail).toMatch(/The first 20 of 20000 errors are listed\.$/);
    expect(text.length).toBeLessThan(MOST_BYTES);
  });
});
