import { UnreadableFile } from './row.ts';
import type { Source } from './source.ts';

/**
 * The text of a source, without a byte order mark. The mark decides over `encoding`, which is utf-8 if it is left out.
 * Throws UnreadableFile if the bytes are not text of that encoding.
 */
export async function* textOf({ path, kind, chunks }: Source, encoding = 'utf-8'): AsyncGenerator<string> {
  const label = kind.kind === 'utf-16' ? kind.encoding : encoding;
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: false });
  const decode = (chunk?: Buffer) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw new UnreadableFile(
        `${path} is not ${label} text; set file.encoding in the mapping, for example windows-1252.`,
      );
    }
  };
  for await (const chunk of chunks) yield decode(chunk);
  yield decode();
}

/** The lines of a text, without their ends, and the last one if it has no end. */
export async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const part of text) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  if (rest !== '') yield rest;
}
