import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const TOKEN = /^[A-Za-z0-9_-]+$/;

/** A token, safe in a URL, of a text that only the holder of `key` (32 bytes) can read or write. */
export function sealToken(key: Uint8Array, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv);
  const sealed = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(sealed).toString('base64url');
}

/** A key for `sealTokenWith`. */
export function importedKey(key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
}

/** Like `sealToken`, for answers with thousands of tokens: with an imported key each costs half of the CPU. */
export async function sealTokenWith(key: CryptoKey, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(text));
  return Buffer.concat([iv, new Uint8Array(sealed)]).toString('base64url');
}

/** The text of a token that was sealed with one of `keys`; undefined if it was not, or was altered since. */
export function openToken(keys: readonly Uint8Array[], token: string): string | undefined {
  const bytes = Buffer.from(TOKEN.test(token) ? token : '', 'base64url');
  // The base64url decoder maps several texts to the same bytes; only the canonical one is accepted.
  if (bytes.length <= IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== token) return undefined;
  for (const key of keys) {
    const text = opened(bytes, key);
    if (text !== undefined) return text;
  }
  return undefined;
}

function opened(bytes: Buffer, key: Uint8Array): string | undefined {
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const plain = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
    return Buffer.concat([plain, decipher.final()]).toString();
  } catch {
    return undefined;
  }
}
