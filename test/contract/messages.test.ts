import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { RECORDS } from '../../src/records/registry.ts';
import { call, problemIn } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { ALL, admitted, samplePath, sampleUrl } from './sample.ts';

/** What zod says of itself; nobody is to be shown it. */
const OF_ZOD = /Invalid input|Invalid option|expected|received|Too small|Too big|Unrecognized/;
const SENTENCE = /^[A-Z].*\.$/s;
/** Wrong for nearly every field. */
const WRONG: readonly unknown[] = [null, true, -1.5, '', '\u0000', 'x'.repeat(5_000), [], [[]], {}, { x: 1 }];

type JsonSchema = z.core.JSONSchema.BaseSchema;

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await freshTenant();
});

function inputSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}

/** An object with this value for every field, of nested objects and of the items of lists too. */
function filled(schema: JsonSchema, value: unknown): unknown {
  const { properties, items, anyOf } = schema;
  if (properties) {
    return Object.fromEntries(
      Object.entries(properties).map(([name, field]) => [name, filled(field as JsonSchema, value)]),
    );
  }
  if (items && !Array.isArray(items)) return [filled(items as JsonSchema, value)];
  const inner = anyOf?.find((each) => (each as JsonSchema).properties ?? (each as JsonSchema).items);
  return inner ? filled(inner as JsonSchema, value) : value;
}

/** Bodies with everything missing, unknown, or of a wrong type, whole or field by field. */
function wrongBodies(schema: z.ZodType): unknown[] {
  const json = inputSchema(schema);
  const names = Object.keys(json.properties ?? {});
  return [
    {},
    { no_such_field: 1, nor_such: 2 },
    ...[null, [], 'x', 7].map((body) => JSON.stringify(body)),
    ...WRONG.flatMap((value) => [
      filled(json, value),
      Object.fromEntries(names.map((name) => [name, value])),
    ]),
  ];
}

function expectSentences(messages: readonly string[]): void {
  for (const message of messages) {
    expect(message).toMatch(SENTENCE);
    expect(message).not.toMatch(OF_ZOD);
  }
}

/** The errors of an answer, if it is a refusal; each is a sentence, and so is its detail. */
async function errorsIn(response: Response): Promise<{ path: string; message: string }[]> {
  if (response.status < 400) {
    await response.body?.cancel();
    return [];
  }
  const { detail, errors = [] } = await problemIn(response);
  expectSentences([detail, ...errors.map(({ message }) => message)]);
  return errors;
}

describe.each(ALL)('$title', (sample) => {
  const { query, body, method } = sample.operation;
  const names = Object.keys(query?.shape ?? {});
  const asked = async (url: string) => errorsIn(await call(url, await admitted(sample, tenant)));

  test('wrong parameters are refused with sentences, each with its own', async () => {
    const { selector } = sample;
    for (const value of ['no such value', '-1', '0', '99999999999999999999', 'x'.repeat(300), '[]']) {
      for (const name of names) {
        const sent = `${name}=${encodeURIComponent(value)}`;
        const told = (await asked(sampleUrl(sample, tenant, `no_such_parameter=1&${sent}`))).map(
          ({ path }) => path,
        );
        const parsed = query?.safeParse({ ...(selector && { [selector]: 'x' }), [name]: value });
        const isWrong = parsed?.error?.issues.some(({ path }) => path[0] === name) ?? false;
        expect([name, value, told.includes('no_such_parameter')]).toEqual([name, value, true]);
        expect([name, value, told.includes(name)]).toEqual([name, value, isWrong || name === selector]);
        await asked(sampleUrl(sample, tenant, sent));
      }
    }
  });

  test.runIf(body)('wrong bodies are refused with sentences', async () => {
    let refused = 0;
    for (const wrong of wrongBodies(body!)) {
      const response = await call(samplePath(sample, tenant), {
        ...(await admitted(sample, tenant)),
        method,
        body: wrong,
      });
      refused += (await errorsIn(response)).length > 0 ? 1 : 0;
    }
    expect(refused).toBeGreaterThan(10);
  });
});

test.each(Object.entries(RECORDS))(
  'wrong records of the type %s are refused with sentences',
  async (type, record) => {
    const bearer = (await tenant.key()).key;
    const records = [record.schema, record.deletionSchema].flatMap((schema, index) =>
      wrongBodies(schema)
        .filter((raw) => typeof raw === 'object')
        .map((raw) => ({ ...raw, type, ...(index === 1 && { deleted: true }) })),
    );
    const response = await call('/api/v1/ingest', { method: 'POST', bearer, body: { records } });
    const { rejected, errors } = await response.json<{
      rejected: number;
      errors: { errors: { message: string }[] }[];
    }>();
    expect(rejected).toBeGreaterThan(records.length / 2);
    expectSentences(errors.flatMap((each) => each.errors.map(({ message }) => message)));
  },
);
