import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Kind, kindOf } from './kind.ts';
import { UnreadableFile } from './row.ts';

const HEAD_BYTES = 8192;

/** A file, unpacked if it is compressed with gzip. */
export interface Source {
  path: string;
  kind: Kind;
  head: Uint8Array;
  /** Its content; to be read once. */
  chunks: AsyncIterable<Buffer>;
  /** How many of its bytes on disk have been read. */
  bytesRead(): number;
}

/** Opens a file and finds out what it is. Throws UnreadableFile if that is nothing that can be read. */
export async function openSource(path: string, encoding?: string): Promise<Source> {
  const kind = kindOf(await headOf(path));
  const stream = createReadStream(path);
  const bytesRead = () => stream.bytesRead;
  if (kind.kind !== 'gzip') {
    const head = await headOf(path);
    return {
      path,
      kind: accepted(path, kind, encoding),
      head,
      chunks: stream as AsyncIterable<Buffer>,
      bytesRead,
    };
  }
  const unpacked = unpackedChunks(path, stream);
  const first = await unpacked.next();
  const head = first.done === true ? new Uint8Array() : first.value.subarray(0, HEAD_BYTES);
  const inner = accepted(path, kindOf(head), encoding);
  if (inner.kind === 'gzip') throw new UnreadableFile(`${path} is compressed twice; unpack it once.`);
  return { path, kind: inner, head, chunks: joined(first, unpacked), bytesRead };
}

/** All of a source in memory, for formats that cannot be read in parts. */
export async function wholeSource({ chunks }: Source): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** An encoding in the mapping decides over the look of the bytes: UTF-16 text is full of zeros. */
function accepted(path: string, kind: Kind, encoding: string | undefined): Kind {
  if (kind.kind !== 'other') return kind;
  if (encoding !== undefined && kind.name.startsWith('UTF-16')) return { kind: 'text' };
  throw new UnreadableFile(`${path} is ${kind.name}.`);
}

async function headOf(path: string): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function* unpackedChunks(path: string, stream: Readable): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  stream.on('error', (error) => gunzip.destroy(error));
  try {
    yield* stream.pipe(gunzip) as AsyncIterable<Buffer>;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableFile(`${path} is compressed with gzip and damaged: ${reason}.`);
  } finally {
    stream.destroy();
  }
}

async function* joined(first: IteratorResult<Buffer>, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}
