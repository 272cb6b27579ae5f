import { describe, expect, test } from 'vitest';
import { InvalidInput, TooLarge, UnsupportedMediaType } from '../../../src/errors.ts';
import { MAX_BODY_BYTES, MAX_RECORDS, readRecords } from '../../../src/records/body.ts';

const JSON_TYPE = 'application/json';
const LINES = 'application/x-ndjson';
const bytes = (text: string) => new TextEncoder().encode(text);
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

test('limits are those of the documentation', () => {
  expect([MAX_RECORDS, MAX_BODY_BYTES]).toEqual([1000, 4194304]);
});

describe('a JSON body', () => {
  test.each([
    ['{"records":[]}', []],
    [
      '\ufeff{"records":[{"a":1},2,null]}',
      [
        { index: 0, raw: { a: 1 } },
        { index: 1, raw: 2 },
        { index: 2, raw: null },
      ],
    ],
    ['{"records":[1],"records":[2]}', [{ index: 0, raw: 2 }]],
    [`{"records":[${nested(30)}]}`, [{ index: 0, raw: JSON.parse(nested(30)) }]],
  ])('%s', (text, records) => {
    expect(readRecords(bytes(text), JSON_TYPE)).toEqual(records);
  });

  test.each([
    ['', 'not valid JSON'],
    ['{"records":[', 'not valid JSON'],
    ['{"records":[{"phone":"+5511987654321",}]}', 'not valid JSON'],
    ['[]', 'Must be a JSON object'],
    ['null', 'Must be a JSON object'],
    ['"records"', 'Must be a JSON object'],
    ['{}', 'an array of records'],
    ['{"records":{}}', 'an array of records'],
    ['{"records":null}', 'an array of records'],
    ['{"records":[],"dry_run":true}', 'Unknown field; accepted: records.'],
    ['{"records":[],"__proto__":{"admin":true}}', 'Unknown field; accepted: records.'],
    ['{"__proto__":{"records":[]}}', 'Unknown field; accepted: records.'],
    [`{"records":[${nested(31)}]}`, 'nested deeper than 32'],
    [`{"records":[${nested(100_000)}]}`, 'nested deeper than 32'],
  ])('%s is refused: %s', (text, message) => {
    expect(() => readRecords(bytes(text), JSON_TYPE)).toThrow(InvalidInput);
    expect(() => readRecords(bytes(text), JSON_TYPE)).toThrow(message);
  });

  test('names the unknown field, but no number in it', () => {
    try {
      readRecords(bytes('{"records":[],"dryrun":1,"+5511987654321":1}'), JSON_TYPE);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidInput);
      expect((error as InvalidInput).errors.map(({ path }) => path)).toEqual(['dryrun', '***-***-4321']);
    }
  });

  test('is never quoted by an error', () => {
    try {
      readRecords(bytes('{"records":[{"phone":"+5511987654321"]}'), JSON_TYPE);
      expect.unreachable();
    } catch (error) {
      expect((error as InvalidInput).message).toMatch(
        /^The body is not valid JSON \(at character 37\)\. Send /,
      );
    }
  });

  test('has at most 1,000 records', () => {
    const body = (count: number) => bytes(JSON.stringify({ records: new Array(count).fill({}) }));
    expect(readRecords(body(1000), JSON_TYPE)).toHaveLength(1000);
    expect(() => readRecords(body(1001), JSON_TYPE)).toThrow(TooLarge);
  });

  test('must be UTF-8', () => {
    expect(() => readRecords(new Uint8Array([0x22, 0xff, 0x22]), JSON_TYPE)).toThrow('not valid UTF-8');
    expect(() => readRecords(new Uint8Array([0x22, 0xff, 0x22]), LINES)).toThrow('not valid UTF-8');
  });
});

describe('a body of one record a line', () => {
  test.each([
    ['', []],
    ['\n \r\n', []],
    [
      '\ufeff{"a":1}\r\n\n{"a":2}',
      [
        { index: 0, raw: { a: 1 } },
        { index: 1, raw: { a: 2 } },
      ],
    ],
    ['{"a":"x\u2028y"}', [{ index: 0, raw: { a: 'x\u2028y' } }]],
    [nested(32), [{ index: 0, raw: JSON.parse(nested(32)) }]],
  ])('%j', (text, records) => {
    expect(readRecords(bytes(text), LINES)).toEqual(records);
  });

  test('keeps the lines around a broken one', () => {
    expect(readRecords(bytes(`{"a":1}\n\n{"phone":"+5511987654321"\n3\n${nested(33)}`), LINES)).toEqual([
      { index: 0, raw: { a: 1 } },
      { index: 1, error: { path: '', message: 'Line 3 is not valid JSON. Send one record per line.' } },
      { index: 2, raw: 3 },
      { index: 3, error: { path: '', message: 'Line 5 is nested deeper than 32 levels.' } },
    ]);
  });

  test('has at most 1,000 records, blank lines not counted', () => {
    expect(readRecords(bytes('{}\n\n'.repeat(1000)), LINES)).toHaveLength(1000);
    expect(() => readRecords(bytes('{}\n'.repeat(1001)), LINES)).toThrow(TooLarge);
  });
});

describe('the content type', () => {
  test.each([
    'application/json',
    'Application/JSON; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json; profile=x',
  ])('%s is read', (type) => {
    expect(readRecords(bytes('{"records":[]}'), type)).toEqual([]);
  });

  test.each([
    null,
    '',
    'text/plain',
    'application/jsonx',
    'application/json; charset=iso-8859-1',
    'application/x-ndjson; charset=utf-16',
    'application/json, text/plain',
    'multipart/form-data; boundary=x',
  ])('%s is refused', (type) => {
    expect(() => readRecords(bytes('{"records":[]}'), type)).toThrow(UnsupportedMediaType);
  });
});
