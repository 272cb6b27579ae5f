import type { SealingKey, TenantKeys } from './keys.ts';
import type { EvaluationText, PersonalData } from './personal.ts';

const IV_BYTES = 12;
const HEADER_BYTES = 1 + IV_BYTES;
const cryptoKeys = new WeakMap<SealingKey, CryptoKey>();

/** The content of the `personal` column of each record type. */
interface PersonalOf {
  interaction: PersonalData;
  evaluation: EvaluationText;
}

/** There is nothing to protect. NULL means the data was erased. */
const NOTHING = '';

/** The `personal` column of a record: all of it sealed as one value, in hexadecimal; empty if there is nothing. */
export async function sealPersonal<Type extends keyof PersonalOf>(
  keys: TenantKeys,
  tenant: string,
  type: Type,
  id: string,
  personal: PersonalOf[Type],
): Promise<string> {
  const text = JSON.stringify(personal);
  if (text === '{}') return NOTHING;
  return (await seal(keys, bytesOf(text), binding(tenant, type, id, 'personal'))).toString('hex');
}

/**
 * Reverse of `sealPersonal`; an empty object for NULL. Throws if the value was changed, moved to another record, or
 * sealed with a secret that is not configured any more.
 */
export async function openPersonal<Type extends keyof PersonalOf>(
  keys: TenantKeys,
  tenant: string,
  type: Type,
  id: string,
  column: string | null,
): Promise<PersonalOf[Type]> {
  if (column === null || column === NOTHING) return {};
  return JSON.parse(
    textOf(await open(keys, Buffer.from(column, 'hex'), binding(tenant, type, id, 'personal'))),
  );
}

/** An interaction's transcript, compressed and sealed, in hexadecimal. */
export async function sealTranscript(
  keys: TenantKeys,
  tenant: string,
  interactionId: string,
  transcript: string,
): Promise<string> {
  const compressed = await through(new CompressionStream('gzip'), bytesOf(transcript));
  const sealed = await seal(keys, compressed, binding(tenant, 'interaction', interactionId, 'transcript'));
  return sealed.toString('hex');
}

/** Reverse of `sealTranscript`; throws like `openPersonal`. */
export async function openTranscript(
  keys: TenantKeys,
  tenant: string,
  interactionId: string,
  sealed: string,
): Promise<string> {
  const compressed = await open(
    keys,
    Buffer.from(sealed, 'hex'),
    binding(tenant, 'interaction', interactionId, 'transcript'),
  );
  return textOf(await through(new DecompressionStream('gzip'), compressed));
}

/** Seals a response that may contain a secret, as base64. */
export async function sealAnswer(
  keys: TenantKeys,
  tenant: string,
  id: string,
  text: string,
): Promise<string> {
  return (await seal(keys, bytesOf(text), binding(tenant, 'answer', id, 'whole'))).toString('base64');
}

/** Reverse of `sealAnswer`; throws like `openPersonal`. */
export async function openAnswer(
  keys: TenantKeys,
  tenant: string,
  id: string,
  sealed: string,
): Promise<string> {
  return textOf(await open(keys, Buffer.from(sealed, 'base64'), binding(tenant, 'answer', id, 'whole')));
}

/** Seals the secret that signs for an endpoint, as base64. */
export async function sealSigningSecret(
  keys: TenantKeys,
  tenant: string,
  endpoint: string,
  secret: string,
): Promise<string> {
  return (await seal(keys, bytesOf(secret), binding(tenant, 'endpoint', endpoint, 'secret'))).toString(
    'base64',
  );
}

/** Reverse of `sealSigningSecret`; throws like `openPersonal`. */
export async function openSigningSecret(
  keys: TenantKeys,
  tenant: string,
  endpoint: string,
  sealed: string,
): Promise<string> {
  const bound = binding(tenant, 'endpoint', endpoint, 'secret');
  return textOf(await open(keys, Buffer.from(sealed, 'base64'), bound));
}

/** Additional authenticated data. JSON delimits the parts, whatever characters an id contains. */
function binding(
  ...parts: [tenant: string, type: keyof PersonalOf | 'answer' | 'endpoint', id: string, field: string]
): Uint8Array<ArrayBuffer> {
  return bytesOf(JSON.stringify(parts));
}

async function seal(
  keys: TenantKeys,
  plain: Uint8Array<ArrayBuffer>,
  additionalData: Uint8Array<ArrayBuffer>,
): Promise<Buffer> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const key = await cryptoKeyOf(keys.sealing);
  const cipher = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain);
  const sealed = new Uint8Array(HEADER_BYTES + cipher.byteLength);
  sealed[0] = keys.sealing.version;
  sealed.set(iv, 1);
  sealed.set(new Uint8Array(cipher), HEADER_BYTES);
  return Buffer.from(sealed.buffer);
}

async function open(
  keys: TenantKeys,
  sealed: Buffer,
  additionalData: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(sealed);
  const iv = bytes.subarray(1, HEADER_BYTES);
  const cipher = bytes.subarray(HEADER_BYTES);
  const candidates = [keys.sealing, ...(keys.previous ? [keys.previous.sealing] : [])];
  for (const candidate of candidates.filter(({ version }) => version === bytes[0])) {
    try {
      const key = await cryptoKeyOf(candidate);
      return new Uint8Array(
        await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, cipher),
      );
    } catch {
      // Both secrets may have the same version byte: try the other one.
    }
  }
  throw new Error(
    'A sealed value does not open: it was changed, moved, or sealed with a data secret that is gone.',
  );
}

/** Caches the imported key, not its promise: Workers must not await a promise of another request. */
async function cryptoKeyOf(sealing: SealingKey): Promise<CryptoKey> {
  const known = cryptoKeys.get(sealing);
  if (known) return known;
  const key = await crypto.subtle.importKey('raw', sealing.bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  cryptoKeys.set(sealing, key);
  return key;
}

async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
