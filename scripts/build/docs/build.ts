import { createHash } from 'node:crypto';
import { fill } from './html.ts';
import { textFiles } from './llms.ts';
import { docsPages } from './pages.ts';

const HASH_LENGTH = 8;

/** The files of the documentation page, by their path in dist/web; `template` is its built HTML. */
export function buildDocs(template: string): Map<string, string> {
  const { files, search } = docsPages(template);
  const index = JSON.stringify(search);
  const hash = createHash('sha256').update(index).digest('base64url').slice(0, HASH_LENGTH);
  const indexPath = `assets/search-${hash}.json`;
  const pages = [...files].map(([name, page]) => [name, fill(page, { search: `/${indexPath}` })] as const);
  return new Map([...pages, ...textFiles(), [indexPath, index]]);
}
