import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { decimals, FLAG, group, INSTANT, listOf, NUMBER, TEXT } from '../../../src/records/field-forms.ts';
import { derived, filledIn, internal, optional, required } from '../../../src/records/field-table.ts';
import { count, decimal, instant, whole } from '../../../src/records/fields.ts';
import {
  brokenRules,
  holdsFields,
  keptFields,
  sentFields,
  sentShape,
  shownFields,
  shownShape,
} from '../../../src/records/walk-fields.ts';

const parts = group({
  whole: optional(NUMBER, count().nullish()),
  share: optional(decimals(4, '0 to 1.'), decimal(1, 4).nullish()),
});
const row = group({ name: required(TEXT, z.enum(['a', 'b'])), times: required(NUMBER, count()) });
const table = {
  kind: required(TEXT, z.enum(['call', 'conversation'])),
  started_at: required(INSTANT, instant()),
  position: optional(NUMBER, whole(0, 1_000).nullish(), (position, { kind }) =>
    kind === 'conversation' && typeof position === 'number' ? 'is accepted only for a call' : undefined,
  ),
  seen: filledIn(FLAG, z.boolean().nullish()),
  customer: { sent: z.string().nullish(), shown: z.string().nullable() },
  customer_id: internal(TEXT),
  parts: optional(parts.form, parts.sent.nullish()),
  rows: derived(listOf(row.form), z.array(row.sent).nullish()),
};

const schema = z.strictObject(sentShape(table));
const kept = (raw: object) => {
  const sent = schema.parse(raw);
  const rows = sent.rows?.length ? sent.rows : undefined;
  const id = sent.customer ? `id of ${sent.customer}` : undefined;
  return keptFields(table, sent, { seen: sent.seen ?? false, customer_id: id, rows });
};
const START = { kind: 'call', started_at: '2026-03-09T17:05:00Z' } as const;
const FULL = {
  rows: [{ name: 'a', times: 3 }],
  parts: { share: 0.12345, whole: 4 },
  customer: 'x',
  seen: true,
  position: 7,
  ...START,
} as const;
const STORED = 1_773_075_900;

describe('a table of fields', () => {
  test.each([
    [
      'in its order, in the stored units',
      FULL,
      `{"kind":"call","started_at":${STORED},"position":7,"seen":true,"customer_id":"id of x","parts":{"whole":4,"share":1235},"rows":[{"name":"a","times":3}]}`,
    ],
    ['without absent values', START, `{"kind":"call","started_at":${STORED},"seen":false}`],
    [
      'without nulls and empty objects',
      { ...START, position: null, parts: { whole: null }, rows: [] },
      `{"kind":"call","started_at":${STORED},"seen":false}`,
    ],
  ])('stores what is sent %s', (_case, raw, text) => {
    expect(JSON.stringify(kept(raw))).toBe(text);
  });

  test('shows every field in its order, in the units in which it is sent, with nulls', () => {
    const shape = z.strictObject(shownShape(table));
    const full = shownFields(table, kept(FULL), { customer: 'x' });
    expect(JSON.stringify(full)).toBe(
      '{"kind":"call","started_at":"2026-03-09T17:05:00Z","position":7,"seen":true,"customer":"x","parts":{"whole":4,"share":0.1235},"rows":[{"name":"a","times":3}]}',
    );
    const bare = shownFields(table, kept({ ...START, parts: { whole: 1 } }), { customer: null });
    expect(bare).toEqual({
      kind: 'call',
      started_at: '2026-03-09T17:05:00Z',
      position: null,
      seen: false,
      customer: null,
      parts: { whole: 1, share: null },
      rows: null,
    });
    expect([shape.parse(full), shape.parse(bare)]).toEqual([full, bare]);
  });

  test.each([[FULL], [START], [{ ...START, parts: { share: 1 } }]])(
    'sends again what is stored: %j',
    (raw) => {
      const again = sentFields(table, kept(raw), { customer: 'customer' in raw ? raw.customer : undefined });
      expect(JSON.stringify(again)).not.toContain('null');
      expect(kept(again)).toEqual(kept(raw));
    },
  );

  test('applies the rules of its fields', () => {
    const conversation = schema.parse({ ...FULL, kind: 'conversation' });
    const message = 'is accepted only for a call';
    expect(brokenRules(table, conversation)).toEqual([{ path: 'position', message }]);
    expect(brokenRules(table, schema.parse(FULL))).toEqual([]);
  });

  test.each([
    ['whole', {}, true],
    ['without a value that may be absent', { position: undefined }, true],
    ['without a value that is always stored', { seen: undefined }, false],
    ['with a text for a number', { position: '7' }, false],
    ['with a fraction', { position: 0.5 }, false],
    ['with an instant beyond the calendar', { started_at: 4_133_980_800 }, false],
    ['with the last instant', { started_at: 4_133_980_799 }, true],
    ['with a broken part', { parts: { share: 'x' } }, false],
    ['with a broken row', { rows: [{ name: 'a' }] }, false],
    ['with null', { customer_id: null }, false],
  ])('recognises a stored body: %s', (_case, changes, expected) => {
    expect(holdsFields(table, { ...kept(FULL), ...changes })).toBe(expected);
  });
});
