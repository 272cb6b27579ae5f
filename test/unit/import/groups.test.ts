import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Groups } from '../../../scripts/import/groups.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'groups-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

const row = (number: number, cells: Record<string, unknown>) => ({
  ...{ number, line: number + 1, bytes: number * 10, raw: `row ${number}` },
  cells,
});

describe('Groups', () => {
  test('brings rows together in the order of the file, groups in that of their first rows', async () => {
    const groups = new Groups(join(folder, 'some'));
    for (const [index, key] of ['b', 'a', 'b', 'a', 'c'].entries())
      groups.add(key, row(index + 1, { key, index }));
    expect([...groups.all()].map(({ line, number, raw, cells }) => [line, number, raw, cells])).toEqual([
      [
        2,
        1,
        'row 1',
        {
          rows: [
            { key: 'b', index: 0 },
            { key: 'b', index: 2 },
          ],
        },
      ],
      [
        3,
        2,
        'row 2',
        {
          rows: [
            { key: 'a', index: 1 },
            { key: 'a', index: 3 },
          ],
        },
      ],
      [6, 5, 'row 5', { rows: [{ key: 'c', index: 4 }] }],
    ]);
    groups.remove();
    expect(await readdir(folder)).toEqual([]);
  });

  test('refuses a group that is too large, and only that', () => {
    const groups = new Groups(join(folder, 'many'));
    for (let number = 1; number <= 10_001; number += 1) groups.add('a', row(number, {}));
    groups.add('b', row(10_002, {}));
    expect([...groups.all()].map(({ problem }) => problem)).toEqual([
      'The group has more than 10000 rows; is "group" right?',
      undefined,
    ]);
    groups.remove();
  });
});
