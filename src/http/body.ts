import { BOUNDS } from '../bounds.ts';
import { InvalidInput, TooLarge, UnsupportedMediaType } from '../errors.ts';
import { measureJson } from '../json-text.ts';

/**
 * Reads the body of `request`. Counts bytes as they arrive, because Content-Length may be wrong or absent; that is why
 * this is not hono/body-limit, which believes it. Throws TooLarge beyond `limit` bytes, UnsupportedMediaType if the
 * body is compressed.
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const encoding = request.headers.get('Content-Encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    throw new UnsupportedMediaType('Unsupported content encoding. Send the body without Content-Encoding.');
  }
  if (Number(request.headers.get('Content-Length') ?? 0) > limit) throw tooLarge(limit);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function tooLarge(limit: number): TooLarge {
  return new TooLarge(`The body is too large. At most ${limit} bytes are accepted.`);
}

/**
 * Decodes bytes as JSON that is safe to parse. Throws InvalidInput if they are not UTF-8 or nested too deep, TooLarge if
 * they have too many values. Whether the text is JSON at all is left to the parser.
 */
export function jsonText(bytes: Uint8Array): string {
  const text = decode(bytes);
  const { excess } = measureJson(text, BOUNDS.bodyValues.value);
  if (excess?.kind === 'values') throw new TooLarge(`The body ${excess.message}.`);
  if (excess) throw new InvalidInput(`The body ${excess.message}.`);
  return text;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new InvalidInput('The body is not valid UTF-8.');
  }
}

/** Throws UnsupportedMediaType unless the type is application/json and its charset, if given, UTF-8. */
export function requireJson(contentType: string | undefined): void {
  const [type, ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const readable = parameters.every((parameter) => /^(charset="?utf-?8"?)?$/.test(parameter));
  if (type !== 'application/json' || !readable) {
    throw new UnsupportedMediaType(
      'Unsupported content type. Send JSON in UTF-8 with Content-Type: application/json.',
    );
  }
}
