import { expect, test } from 'vitest';
import { call } from '../support/client.ts';
import { freshTenant } from '../support/tenant.ts';
import { EXAMPLE_RECORDS } from './example-records.ts';
import { EXAMPLES, type ExampleRequest } from './example-requests.ts';
import { ALL, admitted } from './sample.ts';

const FILE = '../../web/docs/examples.json';

/** Entries of a list in an answer that is shown. */
const LONGEST_LIST = 8;

/** An example as the reference shows it. */
interface Shown extends ExampleRequest {
  status: number;
  answer: unknown;
}

/**
 * What differs between two runs: ids, secrets, the name of the tenant, moments of the run. What stands for them looks
 * alike.
 */
function settled(text: string, slug: string): string {
  const before = Date.now() - 86_400_000;
  return text
    .replaceAll(slug, 'acme')
    .replaceAll('https://callmeter.test', 'https://callmeter.example.com')
    .replaceAll(/cmk_acme_[0-9a-f]+_[0-9a-f]+/g, 'cmk_acme_0adecb4115a2bf06_…')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '6cef64df-1c06-49df-842a-ad393fece1b8')
    .replaceAll(/\b[0-9a-f]{16}\b/g, '0adecb4115a2bf06')
    .replaceAll(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, (instant) =>
      Date.parse(instant) > before ? '2026-03-04T08:00:00Z' : instant,
    );
}

function pathOf(path: string, { params = {}, query }: ExampleRequest): string {
  const filled = path.replaceAll(/:([a-zA-Z0-9]+)/g, (_, name: string) => params[name] ?? `no-${name}`);
  return query ? `${filled}?${new URLSearchParams(query)}` : filled;
}

/** A reviver of JSON: the first entries of a long list say what the others are like. */
function cut(_: string, value: unknown): unknown {
  return Array.isArray(value) && value.length > LONGEST_LIST ? value.slice(0, LONGEST_LIST) : value;
}

test('the examples of the API description are what requests answer', async () => {
  const tenant = await freshTenant({ timeZone: 'Europe/Lisbon', countryCode: '351' });
  const shown: Record<string, Shown> = {};
  const earlier: Record<string, Record<string, string>> = {};
  for (const [id, ask] of Object.entries(EXAMPLES)) {
    const sample = ALL.find(({ operation }) => operation.id === id);
    if (!sample) throw new Error(`There is no operation ${id}.`);
    const request = typeof ask === 'function' ? ask(earlier) : ask;
    const { method, path, status: usual = 200 } = sample.operation;
    const response = await call(pathOf(path, request), {
      ...(await admitted(sample, tenant)),
      method,
      ...(request.body !== undefined && { body: request.body }),
    });
    const text = await response.text();
    expect([id, response.status, response.ok ? '' : text]).toEqual([id, request.status ?? usual, '']);
    const answer = JSON.parse(settled(text || 'null', tenant.slug), cut);
    earlier[id] = text ? JSON.parse(text) : {};
    shown[id] = {
      ...JSON.parse(settled(JSON.stringify(request), tenant.slug)),
      status: response.status,
      answer,
    };
  }
  expect(shown.ingest?.answer).toMatchObject({ created: EXAMPLE_RECORDS.length, rejected: 0 });
  await expect(`${JSON.stringify(shown, null, 1)}\n`).toMatchFileSnapshot(FILE);
});
