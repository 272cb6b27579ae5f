import { readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, type Rolldown } from 'vite';
import config from '../../web/vite.config.ts';
import { buildDocs } from './docs/build.ts';
import { ROOT, writeChanged } from './write-changed.ts';

const TARGET = join(ROOT, 'dist', 'web');

/** Headers of what the platform serves without asking the Worker. */
const HEADERS = `/assets/*
  Cache-Control: public, max-age=31536000, immutable
  X-Content-Type-Options: nosniff
  Cross-Origin-Resource-Policy: same-origin
  Referrer-Policy: no-referrer
`;

/** Builds the pages of web/ into dist/web. Files that the new pages do not name are removed. */
export async function buildWeb(): Promise<void> {
  const built = (await build({
    ...config,
    build: { ...config.build, write: false },
  })) as Rolldown.RolldownOutput;
  const files = new Map<string, string | Uint8Array>([['_headers', HEADERS]]);
  for (const file of built.output) files.set(file.fileName, file.type === 'chunk' ? file.code : file.source);
  for (const [name, contents] of buildDocs(takeOut(files, 'docs/index.html'))) files.set(name, contents);
  for (const [name, contents] of files) writeChanged(join(TARGET, name), Buffer.from(contents as Uint8Array));
  for (const entry of readdirSync(TARGET, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !files.has(relative(TARGET, path))) rmSync(path);
  }
}

/** Removes a file from `files` and returns its text. */
function takeOut(files: Map<string, string | Uint8Array>, name: string): string {
  const text = files.get(name);
  files.delete(name);
  if (text === undefined) throw new Error(`The pages lack ${name}.`);
  return String(text);
}
