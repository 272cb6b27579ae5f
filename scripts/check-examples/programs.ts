import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../start/project.ts';

/** The blocks of code in a language in a document of docs/, in their order. Throws an Error if there are none. */
export function blocksOf(document: string, language: string): string[] {
  const text = readFileSync(join(ROOT, 'docs', document), 'utf8');
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, code = '']) =>
    name === language ? [code] : [],
  );
  if (blocks.length === 0) throw new Error(`docs/${document} has no block of ${language}.`);
  return blocks;
}

/** What a document writes where a reader puts their own. */
export function withOwn(script: string, url: string): string {
  return script
    .replaceAll('http://127.0.0.1:8787', url)
    .replaceAll('npm run -s dev:token --', 'node scripts/dev-token.ts');
}
