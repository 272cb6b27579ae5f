import { expect, test } from 'vitest';
import { jsonFormat } from '../../../../src/exports/writers/json.ts';
import { headOf, SECTIONS, textOf, written } from './documents.ts';

const FRAME = {
  period: { from: '2026-03-01', to: '2026-03-31', time_zone: 'Europe/Lisbon' },
  generated_at: '2026-04-01T09:00:00+01:00',
};
const HEAD = headOf([
  { name: 'id', type: 'plain' },
  { name: 'note', type: 'text' },
  { name: '3', type: 'number' },
]);

test('names the period and lists rows as objects', () => {
  const bytes = written(jsonFormat, HEAD, [
    { index: 0, rows: [['r1', '=1 "\u0000\uD800', 1.5]] },
    { index: 0, rows: [['r2', null, Number.NaN]] },
  ]);
  expect(JSON.parse(textOf(bytes))).toEqual({
    ...FRAME,
    rows: [
      { id: 'r1', note: '=1 "\u0000\uFFFD', 3: 1.5 },
      { id: 'r2', note: null, 3: null },
    ],
  });
  expect(textOf(bytes)).toContain('{"id":"r1","note":');
});

test('has an empty list where nothing happened', () => {
  expect(JSON.parse(textOf(written(jsonFormat, HEAD, [])))).toEqual({ ...FRAME, rows: [] });
});

test('has an array for every section, also without rows', () => {
  const calls = { index: 2, rows: [['Ann', 1]] };
  expect(JSON.parse(textOf(written(jsonFormat, SECTIONS, [calls])))).toEqual({
    ...FRAME,
    day: [],
    sla: [],
    call: [{ agent: 'Ann', total: 1 }],
  });
  const first = { index: 0, rows: [['2026-03-01', 2]] };
  expect(JSON.parse(textOf(written(jsonFormat, SECTIONS, [first])))).toEqual({
    ...FRAME,
    day: [{ date: '2026-03-01', total: 2 }],
    sla: [],
    call: [],
  });
});

test('refuses sections out of order', () => {
  const writer = jsonFormat.open(SECTIONS);
  writer.rows(2, []);
  expect(() => writer.rows(0, [])).toThrow(RangeError);
});
