/** Regenerates the generated parts of docs/ (operations, limits, records, measures) from their declarations. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fillBlocks } from './docs/blocks.ts';
import { DOCUMENTS } from './docs/documents.ts';

for (const [name, blocks] of Object.entries(DOCUMENTS)) {
  const file = new URL(`../docs/${name}`, import.meta.url);
  const before = readFileSync(file, 'utf8');
  const after = fillBlocks(before, blocks);
  if (after === before) continue;
  writeFileSync(file, after);
  console.log(`docs/${name} written`);
}
