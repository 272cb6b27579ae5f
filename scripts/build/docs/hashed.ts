import { createHash } from 'node:crypto';
import { parse } from 'node:path';

const HASH_LENGTH = 8;

/**
 * The path in dist/web of a file that browsers may keep for good: its name contains a hash of its content, as the
 * bundler names what it writes.
 */
export function hashed(fileName: string, content: string | Uint8Array): string {
  const { name, ext } = parse(fileName);
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, HASH_LENGTH);
  return `assets/${name}-${hash}${ext}`;
}
