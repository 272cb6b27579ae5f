import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../write-changed.ts';
import { hashed } from './hashed.ts';

const PACKAGE = join(ROOT, 'node_modules', 'swagger-ui-dist');
const BUNDLE = 'swagger-ui-bundle.js';

export interface SwaggerUi {
  /** By their path in dist/web. */
  files: ReadonlyMap<string, string>;
  /** Addresses of its script and its styles. */
  script: string;
  styles: string;
}

/**
 * The files of Swagger UI as its package has them. They do not go through the bundler: they are bundled and minified
 * already, and as large as everything else a hundred times over.
 */
export function swaggerUi(): SwaggerUi {
  const [script, scriptPath] = asset(BUNDLE);
  const [styles, stylesPath] = asset('swagger-ui.css');
  // The bundle names this file in its first line.
  const license = `assets/${BUNDLE}.LICENSE.txt`;
  const files = new Map([
    [scriptPath, script],
    [stylesPath, styles],
    [license, ['LICENSE', 'NOTICE', `${BUNDLE}.LICENSE.txt`].map(read).join('\n\n')],
  ]);
  return { files, script: `/${scriptPath}`, styles: `/${stylesPath}` };
}

function asset(name: string): [text: string, path: string] {
  // Source maps are not served.
  const text = read(name).replace(/\n?(\/\/|\/\*)# sourceMappingURL=\S+( ?\*\/)?\s*$/, '\n');
  return [text, hashed(name, text)];
}

function read(name: string): string {
  return readFileSync(join(PACKAGE, name), 'utf8');
}
