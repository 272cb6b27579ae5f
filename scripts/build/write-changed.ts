import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Writes a built file, whole or not at all, because another wrangler may be reading it; and not if it is equal, because
 * one may be watching.
 */
export function writeChanged(path: string, contents: Uint8Array): void {
  try {
    if (readFileSync(path).equals(contents)) return;
  } catch {
    mkdirSync(dirname(path), { recursive: true });
  }
  const unfinished = join(dirname(path), `${process.pid}.unfinished`);
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}
