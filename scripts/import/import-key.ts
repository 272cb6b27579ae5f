import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/**
 * Identifies an import by the content of its files, its mapping, its destination and the options that decide which
 * records there are. If one of them changes, it starts again, which is harmless, because ids derive from the rows.
 */
export async function importKey(files: string[], rest: unknown): Promise<string> {
  const content: string[] = [];
  for (const file of files) content.push(await contentHash(file));
  return createHash('sha256')
    .update(JSON.stringify([content, rest]))
    .digest('hex')
    .slice(0, 24);
}

async function contentHash(file: string): Promise<string> {
  const content = createHash('sha256');
  for await (const chunk of createReadStream(file)) content.update(chunk);
  return content.digest('hex');
}
