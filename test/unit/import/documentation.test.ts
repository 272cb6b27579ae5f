import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileExpression } from '../../../scripts/import/mapping/expression.ts';
import { mappingFunctions } from '../../../scripts/import/mapping/functions.ts';
import { parseMapping } from '../../../scripts/import/mapping/mapping.ts';
import { createRowMapper } from '../../../scripts/import/mapping/row-mapper.ts';
import { Slugs } from '../../../scripts/import/mapping/slugs.ts';

const text = readFileSync('docs/import.md', 'utf8');
const functions = mappingFunctions({ zone: 'UTC', tables: {}, slugs: new Slugs(), place: () => '' });
const compiled = (json: unknown) =>
  createRowMapper(parseMapping(json), { updatedAt: '2026-01-01T00:00:00Z', file: 'f', tables: {} });

describe('docs/import.md', () => {
  const blocks = [...text.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(
    ([, json = '']) => JSON.parse(json) as object,
  );
  test.each(blocks.map((block) => [Object.keys(block).join(', '), block]))(
    'has an example with %s',
    async (_, block) => {
      const records = [{ type: 'agent', id: 'A', fields: { name: '$agent_name' } }];
      await compiled({ name: 'E', ...('records' in block ? {} : { records }), ...block });
    },
  );

  const rows = text
    .split('\n')
    .filter((line) => /^\| .*\$|^\| (a|an|text|one|the|whether|several) /.test(line));
  const examples = rows.flatMap((row) => {
    const cells = row.split(/(?<!\\) \| /);
    const last = cells.at(-1)?.replace(/ \|$/, '') ?? '';
    return [...last.matchAll(/``\s(.+?)\s``|`([^`]+)`/g)].map(
      ([, doubled, single]) => doubled ?? single ?? '',
    );
  });
  test('has an example of each feature', () => expect(examples.length).toBeGreaterThan(40));
  test.each(
    examples
      .filter((example) => !/^"|^\{|^12|^0\.|^[A-Z]$|^los|^billing|^h:|^\$$/.test(example))
      .map((each) => [each]),
  )('the expression %s is understood', (example) => {
    expect(compileExpression(example, functions).paths).toBeDefined();
  });

  test('lists every mapping there is', () => {
    const files = readdirSync('docs/mappings');
    expect(files.filter((file) => !text.includes(file))).toEqual([]);
  });
});

describe('docs/mappings', () => {
  test.each(readdirSync('docs/mappings').map((file) => [file]))('%s fits the records', async (file) => {
    await compiled(JSON.parse(readFileSync(join('docs/mappings', file), 'utf8')));
  });
});
