import { InvalidInput, TooLarge, UnsupportedMediaType } from '../errors.ts';

export const DEFAULT_BODY_LIMIT = 65_536;
const MAX_DEPTH = 32;

/**
 * Reads the body of `request`, counting as it comes: Content-Length may lie or be absent.
 * TooLarge beyond `limit` bytes, UnsupportedMediaType where it comes compressed.
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const encoding = request.headers.get('Content-Encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    throw new UnsupportedMediaType('The body is compressed; send it without Content-Encoding.');
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
  return new TooLarge(`The body is too large; at most ${limit} bytes are accepted.`);
}

/** Reads bytes as JSON. InvalidInput where they are not UTF-8, not JSON, or nested deeper than 32. */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  if (depthOf(text) > MAX_DEPTH)
    throw new InvalidInput(`The body is nested deeper than ${MAX_DEPTH} levels.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidInput('The body is not valid JSON.');
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new InvalidInput('The body is not valid UTF-8.');
  }
}

/** The deepest nesting of brackets outside of strings, broken JSON included. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}

/** UnsupportedMediaType unless the type is application/json, in UTF-8 where it names a charset. */
export function requireJson(contentType: string | null): void {
  const [type, ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const readable = parameters.every((parameter) => /^(charset="?utf-?8"?)?$/.test(parameter));
  if (type !== 'application/json' || !readable) {
    throw new UnsupportedMediaType(
      'The body must be JSON in UTF-8, sent with Content-Type: application/json.',
    );
  }
}
