import { describe, expect, test } from 'vitest';
import { compileExpression, EndlessExpression } from '../../../scripts/import/mapping/expression.ts';
import { field } from './map-row.ts';

const rows = [
  { event: 'ENTER', at: '100', seconds: '5' },
  { event: 'CONNECT', at: '130', seconds: '7' },
];

describe('expressions', () => {
  test.each<[string, string, object, unknown]>([
    ['a column', 'A', { A: 'x' }, 'x'],
    ['a column whose name is no word', '`A (Y/N)`', { 'A (Y/N)': 'x' }, 'x'],
    ['an absent cell', 'A', {}, undefined],
    ['a column named like a property of objects', 'constructor', {}, undefined],
    ['a path', 'customer.number', { customer: { number: 7 } }, '7'],
    ['a value that stands for absent', "A != '0' ? A", { A: '0' }, undefined],
    ['a default', "A ?? 'low'", {}, 'low'],
    ['a constant', "'call'", {}, 'call'],
    ['an id of parts', "$key('S', A, B)", { A: '1', B: '2' }, 'S-1-2'],
    ['half an id is none', '$key(A, B)', { A: '1' }, undefined],
    ['text joined', "A & '/' & B", { A: '1' }, '1/'],
    ['the first that is present', 'A ?? B', { B: 'b' }, 'b'],
    ['a choice', "A = 'x' or A = 'y' ? 'one' : 'two'", { A: 'y' }, 'one'],
    ['a condition by list', "A in ['x', 'y'] ? 'one' : 'two'", { A: 'y' }, 'one'],
    ['a condition by pattern', "$contains(A, /^test/i) ? 'test' : 'real'", { A: 'Test line' }, 'test'],
    ['a part by pattern', '$match(A, /(\\d+)$/).groups[0]', { A: 'SIP/trunk-0042' }, '0042'],
    ['a translation', "$translate(A, {'Y': 'yes', 'N': 'no'})", { A: 'N' }, 'no'],
    ['a translation, others as they are', "$translate(A, {'Y': 'yes'}, A)", { A: 'Z' }, 'Z'],
    ['a translation, others absent', "$translate(A, {'Y': 'yes'}, null)", { A: 'Z' }, undefined],
    ['the number of the row and the name of the file', '$key($file, $row)', {}, 'calls.csv-7'],
    [
      'an item of a list by condition',
      "tags[name = 'b'].value",
      {
        tags: [
          { name: 'a', value: 1 },
          { name: 'b', value: 2 },
        ],
      },
      '2',
    ],
    [
      'the first and the last of several rows',
      '$key(rows[0].event, rows[-1].event)',
      { rows },
      'ENTER-CONNECT',
    ],
    ['a sum and a count of rows', '$key($sum(rows.$decimal(seconds)), $count(rows))', { rows }, '12-2'],
    ['one of a list in a variable', "($x := rows; $x[event = 'CONNECT'].at)", { rows }, '130'],
    ['rows by condition', "rows[event = 'CONNECT'].at", { rows }, '130'],
  ])('%s: %s', async (_, expression, cells, expected) => {
    expect(await field('subject', expression, cells)).toEqual(expected);
  });

  test.each<[string, string, string, object, unknown]>([
    [
      'wait is duration less talk',
      'wait_seconds',
      '$decimal(duration) - $decimal(billsec)',
      { duration: '75', billsec: '60' },
      15,
    ],
    [
      'a difference of instants',
      'wait_seconds',
      '$instant(B) - $instant(A)',
      { A: '2026-01-31 23:59:50', B: '2026-02-01 00:00:05' },
      15,
    ],
    [
      'the earlier of two instants',
      'answered_at',
      '$min([$instant(A), $instant(B)])',
      { A: '2026-07-01 12:00', B: '2026-07-01 11:00' },
      '2026-07-01T09:00:00Z',
    ],
    [
      'the later, one of them absent',
      'answered_at',
      '$max([$instant(A), $instant(B)])',
      { A: '2026-07-01 12:00' },
      '2026-07-01T10:00:00Z',
    ],
    [
      'an instant plus seconds, across midnight',
      'answered_at',
      '$instant(A) + $seconds(B)',
      { A: '2026-01-31T23:59:50Z', B: '15' },
      '2026-02-01T00:00:05Z',
    ],
    [
      'a sum with a part absent is absent',
      'answered_at',
      '$instant(A) + $seconds(B)',
      { A: '2026-01-31T23:59:50Z' },
      undefined,
    ],
    [
      'text of an instant is read in the zone of the mapping',
      'answered_at',
      'A',
      { A: '2026-07-01 12:00' },
      '2026-07-01T10:00:00Z',
    ],
    [
      'a zone of its own',
      'answered_at',
      "$instant(A, 'iso', 'Asia/Tokyo')",
      { A: '2026-07-01 12:00' },
      '2026-07-01T03:00:00Z',
    ],
    [
      'several formats',
      'answered_at',
      "$instant(A, ['dd.MM.yyyy', 'iso'])",
      { A: '2024-05-01' },
      '2024-04-30T22:00:00Z',
    ],
    ['whole numbers from text', 'messages.inbound', 'A', { A: '109.0' }, 109],
    ['yes from a word', 'transferred', 'A', { A: 'Y' }, true],
    ['yes from a comparison', 'transferred', 'A = B', { A: '1', B: '1' }, true],
    ['seconds are rounded', 'wait_seconds', 'A', { A: '12.5' }, 13],
    ['cents', 'cost.llm', '$cents(A)', { A: '7' }, 0.07],
    ['percent', 'sentiment.score', '$percent(A)', { A: '85 %' }, 0.85],
    ['a decimal comma', 'cost.llm', "$decimal(A, ',')", { A: '12,5' }, 12.5],
    [
      'a list',
      'llm_usage',
      "costs[type = 'model'].{'provider': model}[]",
      { costs: [{ type: 'model', model: 'm' }] },
      [{ provider: 'm' }],
    ],
  ])('%s', async (_, name, expression, cells, expected) => {
    expect(await field(name, expression, cells)).toEqual(expected);
  });

  test('looks up in a second file', async () => {
    const tables = { agents: new Map([['201', { name: 'Ann' }]]) };
    const mapping = { tables: { agents: { path: 'agents.csv', key: 'ext' } } };
    expect(await field('subject', "$table('agents', A).name", { A: 201 }, mapping, tables)).toBe('Ann');
    expect(await field('subject', "$table('agents', A).name ?? A", { A: 202 }, mapping, tables)).toBe('202');
  });

  test.each<[string, string, string, object, string]>([
    [
      'a value that a translation does not know',
      'subject',
      "$translate(A, {'Y': 1, 'N': 0})",
      { A: 'toString' },
      '"toString" is not in the lookup; it knows Y, N.',
    ],
    ['a bad number inside a sum', 'wait_seconds', '$decimal(A) + 5', { A: 'x' }, '"x" is not a number'],
    [
      'text in a sum',
      'wait_seconds',
      'A + 5',
      { A: '7' },
      'The left side of the "+" operator must evaluate to a number (T2001, at character 3)',
    ],
    [
      'a bad date',
      'answered_at',
      "$instant(A, 'yyyy-MM-dd')",
      { A: '31/12/2026' },
      '"31/12/2026" is not a date of the format yyyy-MM-dd, or does not exist.',
    ],
    [
      'an epoch far too late',
      'answered_at',
      "$instant(A, 'epoch_seconds')",
      { A: '9999999999999999' },
      'is not a date of the format epoch_seconds',
    ],
    [
      'a number that is no time',
      'answered_at',
      'A',
      { A: 99_999_999_999_999 },
      '99999999999999 is not a time in seconds since 1970.',
    ],
    [
      'several values',
      'subject',
      'A.b',
      { A: [{ b: 1 }, { b: 2 }] },
      '2 values; choose one, for example by [0]',
    ],
    ['half a rating', 'messages.inbound', 'A', { A: '3.5' }, '"3.5" is not a whole number.'],
    [
      'a value that is no choice',
      'priority',
      'A',
      { A: 'P1' },
      '"P1" is not accepted here; accepted are urgent, high, medium, low.',
    ],
    ['an error of its own', 'subject', "$error('no ' & A)", { A: 'x' }, 'no x'],
  ])('rejects %s', async (_, name, expression, cells, reason) => {
    expect(await field(name, expression, cells)).toEqual({
      path: `records.0.fields.${name}`,
      reason: expect.stringContaining(reason),
    });
  });

  test('stops at one that never ends, which is no fault of the row', async () => {
    const endless = '($f := function($n) { $f($n + 1) }; $f(0))';
    const { evaluate } = compileExpression(endless, {}, false, { timeout: 20 });
    await expect(evaluate({}, {})).rejects.toThrow(EndlessExpression);
  });

  test('names the value at fault, once it is used', async () => {
    const values = { day: "$instant(A, 'yyyy-MM-dd')" };
    const cells = { A: 'x' };
    expect(await field('answered_at', '$day', cells, { values })).toMatchObject({ path: 'values.day' });
    expect(await field('subject', 'A', cells, { values })).toBe('x');
  });

  test.each<[string, object, unknown]>([
    ['cannot be made', { A: 'tomorrow' }, undefined],
    ['is good', { A: '2026-01-01T00:00:00Z' }, '2026-01-01T00:00:00Z'],
  ])('leaves out an optional field that %s', async (_, cells, expected) => {
    expect(await field('resolved_at', { try: 'A' }, cells)).toBe(expected);
  });
});
