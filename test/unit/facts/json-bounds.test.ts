import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { BOUNDS } from '../../../src/bounds.ts';
import { InvalidInput, TooLarge } from '../../../src/errors.ts';
import { jsonText } from '../../../src/http/body.ts';
import { measureJson } from '../../../src/json-text.ts';
import { readRecords } from '../../../src/records/body.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const LARGEST = BOUNDS.ingestBytes.value;
const filled = (piece: string) => piece.repeat(Math.floor(LARGEST / piece.length));

/** How many values a parsed value is made of. */
function valuesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, inner) => sum + valuesOf(inner), 1);
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('measureJson', () => {
  test.each([
    ['', 1],
    ['1', 1],
    ['[]', 1],
    ['{ }', 1],
    ['[1]', 2],
    ['[1,2]', 3],
    ['{"a":{"b":[]}}', 3],
    ['["[[[{,,,", "\\",[", "\\\\", []]', 5],
  ])('%s', (text, values) => {
    expect(measureJson(text, 100)).toEqual({ values });
  });

  test('counts what JSON.parse would make, however it is written', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom('', ' ', '\n\t'), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        // Of a name that comes twice the parser keeps the last.
        expect(measureJson(text, 1_000_000).values).toBe(valuesOf(JSON.parse(text)));
      }),
    );
  });

  test('finds every depth beyond the bound, and no other', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 28, maxLength: 36 }), (isList) => {
        const value = isList.reduce<unknown>((inner, list) => (list ? [inner] : { a: inner }), 'x');
        const { excess } = measureJson(JSON.stringify(value), 1_000);
        expect(excess?.kind).toBe(depthOf(value) > BOUNDS.bodyDepth.value ? 'depth' : undefined);
      }),
    );
  });

  test('text that is no JSON ends as well', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",\\: 1') }), (text) => {
        expect(measureJson(text, 1_000).values).toBeGreaterThan(0);
      }),
    );
  });
});

describe('nothing beyond a bound is parsed', () => {
  const hostile: [string, string][] = [
    ['brackets', filled('[')],
    ['braces', filled('{"":')],
    ['empty objects', `[${filled('{},').slice(0, -2)}1]`],
    ['empty lists in records', `{"records":[${filled('[],').slice(0, -20)}[]]}`],
    ['numbers', `[${filled('1,').slice(0, -2)}1]`],
    ['objects in a string that never ends', `${filled('[').slice(0, 40)}"${'{'.repeat(1_000)}`],
  ];

  test.each(hostile)('%s', (_, text) => {
    const parse = vi.spyOn(JSON, 'parse');
    const refusals = [TooLarge, InvalidInput];
    const refused = (act: () => unknown) => {
      try {
        act();
      } catch (error) {
        return refusals.some((kind) => error instanceof kind);
      }
      return false;
    };
    expect(refused(() => readRecords(bytes(text), 'application/json'))).toBe(true);
    expect(refused(() => jsonText(bytes(text)))).toBe(true);
    const lines = () => readRecords(bytes(text), 'application/x-ndjson');
    const read =
      text.length > 1_000_000 && text.includes(',') ? (refused(lines) ? 'refused' : lines()) : lines();
    if (read !== 'refused') expect(read).toMatchObject([{ index: 0, error: { path: '' } }]);
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  test('the values of all lines count together', () => {
    const line = `[${'1,'.repeat(999)}1]`;
    const most = Math.floor(BOUNDS.ingestValues.value / 1_001);
    expect(readRecords(bytes(`${line}\n`.repeat(most)), 'application/x-ndjson')).toHaveLength(most);
    const beyond = () => readRecords(bytes(`${line}\n`.repeat(most + 1)), 'application/x-ndjson');
    expect(beyond).toThrow(TooLarge);
    expect(beyond).toThrow('has more than 400,000 values');
  });

  test('other bodies: so many values and no more', () => {
    const list = (count: number) => bytes(`[${'1,'.repeat(count - 2)}1]`);
    expect(JSON.parse(jsonText(list(BOUNDS.bodyValues.value)))).toHaveLength(BOUNDS.bodyValues.value - 1);
    expect(() => jsonText(list(BOUNDS.bodyValues.value + 1))).toThrow(TooLarge);
  });
});
