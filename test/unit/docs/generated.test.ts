import { expect, test } from 'vitest';
import api from '../../../docs/api.md?raw';
import data from '../../../docs/data.md?raw';
import definitions from '../../../docs/definitions.md?raw';
import exports from '../../../docs/exports.md?raw';
import limits from '../../../docs/limits.md?raw';
import webhooks from '../../../docs/webhooks.md?raw';
import { fillBlocks } from '../../../scripts/docs/blocks.ts';
import { DOCUMENTS } from '../../../scripts/docs/documents.ts';

const STORED: Readonly<Record<string, string>> = {
  'api.md': api,
  'data.md': data,
  'definitions.md': definitions,
  'exports.md': exports,
  'limits.md': limits,
  'webhooks.md': webhooks,
};

test('every document with generated parts is looked at here', () => {
  expect(Object.keys(STORED).sort()).toEqual(Object.keys(DOCUMENTS).sort());
});

test.each(Object.entries(STORED))('docs/%s is what `npm run docs` makes of it', (name, text) => {
  expect(text).toBe(fillBlocks(text, DOCUMENTS[name] ?? {}));
});
