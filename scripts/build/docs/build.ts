import { hashed } from './hashed.ts';
import { fill } from './html.ts';
import { textFiles } from './llms.ts';
import { docsPages } from './pages.ts';
import { swaggerUi } from './swagger-ui.ts';

/** The files of the documentation page, by their path in dist/web; `template` is its built HTML. */
export function buildDocs(template: string): Map<string, string | Uint8Array> {
  const { files: swaggerFiles, ...swagger } = swaggerUi();
  const { files, images, search } = docsPages(template, swagger);
  const index = JSON.stringify(search);
  const indexPath = hashed('search.json', index);
  const pages = [...files].map(([name, page]) => [name, fill(page, { search: `/${indexPath}` })] as const);
  return new Map<string, string | Uint8Array>([
    ...pages,
    ...textFiles(),
    ...images,
    ...swaggerFiles,
    [indexPath, index],
  ]);
}
