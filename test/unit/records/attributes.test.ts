import { describe, expect, test } from 'vitest';
import type { AttributeDeclaration } from '../../../src/records/attributes.ts';
import { parseRecord } from '../../../src/records/parse.ts';
import { call, context } from './context.ts';

const ATTRIBUTES: AttributeDeclaration[] = [
  { key: 'tier', type: 'token', dimension: true },
  { key: 'constructor', type: 'token', dimension: true },
  { key: 'seats', type: 'integer', dimension: false },
  { key: 'vip', type: 'boolean', dimension: false },
];

function parsed(attributes: string, declared = ATTRIBUTES) {
  const raw = JSON.parse(`{"attributes": ${attributes}}`) as object;
  return parseRecord(
    { ...call, ...raw },
    { ...context, tenant: { ...context.tenant, attributes: declared } },
  );
}

function stored(attributes: string): string {
  const result = parsed(attributes);
  if (!result.ok || result.record.type !== 'interaction' || result.record.deleted) throw new Error('refused');
  return JSON.stringify(result.record.body.attributes);
}

function paths(attributes: string, declared?: AttributeDeclaration[]): string[] {
  const result = parsed(attributes, declared);
  return result.ok ? [] : result.errors.map(({ path }) => path);
}

describe('attributes of an interaction', () => {
  test.each([
    ['{"vip": false, "tier": "a.b-c_1", "seats": 0}', '{"seats":0,"tier":"a.b-c_1","vip":false}'],
    ['{"seats": 99999999}', '{"seats":99999999}'],
    ['{"seats": -99999999}', '{"seats":-99999999}'],
    ['{"constructor": "x"}', '{"constructor":"x"}'],
    ['{"tier": "2026-03-09"}', '{"tier":"2026-03-09"}'],
    ['{"tier": null, "vip": true}', '{"vip":true}'],
  ])('%s is stored as %s', (sent, expected) => {
    expect(stored(sent)).toBe(expected);
  });

  test.each([['null'], ['{}'], ['{"tier": null}']])('%s is none', (sent) => {
    expect(stored(sent)).toBeUndefined();
  });

  test.each([
    ['{"seats": 100000000}', ['attributes.seats']],
    ['{"tier": ""}', ['attributes.tier']],
    ['{"tier": "Gold"}', ['attributes.tier']],
    ['{"tier": "123456789"}', ['attributes.tier']],
    ['{"vip": 1, "seats": true}', ['attributes.vip', 'attributes.seats']],
    ['{"toString": "x"}', ['attributes.toString']],
    ['{"__proto__": "x"}', ['attributes.__proto__']],
    ['"gold"', ['attributes']],
  ])('%s is refused', (sent, expected) => {
    expect(paths(sent)).toEqual(expected);
  });

  test('of very many keys none is named', () => {
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`k${at}`, 'x']));
    expect(paths(JSON.stringify(many))).toEqual(['attributes']);
  });

  test('a null does not excuse a key that is not declared', () => {
    expect(paths('{"tier": null}', [])).toEqual(['attributes.tier']);
  });
});
