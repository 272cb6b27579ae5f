import { expect, test } from 'vitest';
import { fillBlocks } from '../../../scripts/docs/blocks.ts';
import { table } from '../../../scripts/docs/markdown.ts';

const DOCUMENT = `# By hand

<!-- generated: one -->
old
<!-- end of generated -->

Between.

<!-- generated: two -->
<!-- end of generated -->
`;

test('fills each block and leaves the rest', () => {
  expect(fillBlocks(DOCUMENT, { one: 'ONE $1', two: 'TWO' })).toBe(`# By hand

<!-- generated: one -->

ONE $1

<!-- end of generated -->

Between.

<!-- generated: two -->

TWO

<!-- end of generated -->
`);
});

test('filling twice changes nothing more', () => {
  const blocks = { one: 'ONE', two: 'TWO' };
  const once = fillBlocks(DOCUMENT, blocks);
  expect(fillBlocks(once, blocks)).toBe(once);
});

test('refuses a block that the document has no place for, and a place without a block', () => {
  expect(() => fillBlocks(DOCUMENT, { one: '', two: '', three: '' })).toThrow('lacks the marks of: three');
  expect(() => fillBlocks(DOCUMENT, { one: '' })).toThrow('Nothing is generated for the block "two"');
});

test('a cell can end neither its row nor its column', () => {
  expect(table(['a', 'b'], [['x | y', 'one\n  two']])).toBe(
    '| a | b |\n| --- | --- |\n| x \\| y | one two |',
  );
});
