import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const FOLDER = 'scripts/import/mapping';

it('the mapping of rows uses no interface of Node and no file beside it but the project itself', () => {
  const files = readdirSync(FOLDER);
  expect(files.length).toBeGreaterThan(10);
  const users = files.filter((file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    return /from 'node:|\bBuffer\b|\bprocess\.|from '\.\.\/[a-z]/.test(text);
  });
  expect(users).toEqual([]);
});
