import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { columns, type StoredRow } from '../../../src/db/json-rows.ts';

const COLUMNS = ['id', 'version', 'started_at', 'body'] as const;
type Row = StoredRow<'id' | 'version', 'started_at' | 'body'>;

const whole: Row = { id: 'a', version: 2, started_at: 7, body: '{"kind":"call"}' };
const undated: Row = { id: 'a', version: 2, started_at: undefined, body: '{}' };
const tombstone: Row = { id: 'a', version: 2 };
// @ts-expect-error: a row has every column, a tombstone none of the rest.
const partial: Row = { id: 'a', version: 2, body: '{}' };
// @ts-expect-error: a tombstone has its version.
const unversioned: Row = { id: 'a' };

describe('a row of a JSON batch', () => {
  const read = (row: Row) => {
    const sql = `SELECT ${columns(COLUMNS)} FROM json_each(?) k`;
    const [found] = new DatabaseSync(':memory:').prepare(sql).all(JSON.stringify([row]));
    return Object.values(found ?? {});
  };

  test.each([
    ['whole', whole, ['a', 2, 7, '{"kind":"call"}']],
    ['without a value', undated, ['a', 2, null, '{}']],
    ['a tombstone', tombstone, ['a', 2, null, null]],
    ['in another order', { body: '{}', started_at: 7, version: 2, id: 'a' }, ['a', 2, 7, '{}']],
    ['partial', partial, ['a', 2, null, '{}']],
    ['without a version', unversioned, ['a', null, null, null]],
  ] as const)('is read by name: %s', (_case, row, expected) => {
    expect(read(row)).toEqual(expected);
  });
});
