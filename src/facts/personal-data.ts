import type { SealingKey, TenantKeys } from './keys.ts';
import type { PersonalData, RecordType } from './types.ts';

const IV_BYTES = 12;
const HEADER_BYTES = 1 + IV_BYTES;
const cryptoKeys = new WeakMap<SealingKey, CryptoKey>();

/** The `personal` column of a record as JSON text: name and subject in clear, phone and e-mail sealed. */
export async function sealPersonal(
  keys: TenantKeys,
  tenant: string,
  type: RecordType,
  id: string,
  personal: PersonalData,
): Promise<string> {
  const { name, subject, phone, email } = personal;
  const sealField = (field: string, value: string) =>
    seal(keys, bytesOf(value), binding(tenant, type, id, field));
  return JSON.stringify({
    ...(name === undefined ? {} : { name }),
    ...(subject === undefined ? {} : { subject }),
    ...(phone === undefined ? {} : { phone: await sealField('phone', phone) }),
    ...(email === undefined ? {} : { email: await sealField('email', email) }),
  } satisfies PersonalData);
}

/** Reverse of `sealPersonal`. Throws where a value was changed, moved, or sealed with a secret that is gone. */
export async function openPersonal(
  keys: TenantKeys,
  tenant: string,
  type: RecordType,
  id: string,
  column: string,
): Promise<PersonalData> {
  const { phone, email, ...clear } = JSON.parse(column) as PersonalData;
  const openField = async (field: string, sealed: string) =>
    textOf(await open(keys, sealed, binding(tenant, type, id, field)));
  return {
    ...clear,
    ...(phone === undefined ? {} : { phone: await openField('phone', phone) }),
    ...(email === undefined ? {} : { email: await openField('email', email) }),
  };
}

/** An interaction's transcript, compressed and sealed, as base64. */
export async function sealTranscript(
  keys: TenantKeys,
  tenant: string,
  interactionId: string,
  transcript: string,
): Promise<string> {
  const compressed = await through(new CompressionStream('gzip'), bytesOf(transcript));
  return seal(keys, compressed, binding(tenant, 'interaction', interactionId, 'transcript'));
}

/** Reverse of `sealTranscript`; throws as `openPersonal` does. */
export async function openTranscript(
  keys: TenantKeys,
  tenant: string,
  interactionId: string,
  sealed: string,
): Promise<string> {
  const compressed = await open(keys, sealed, binding(tenant, 'interaction', interactionId, 'transcript'));
  return textOf(await through(new DecompressionStream('gzip'), compressed));
}

/** JSON keeps the parts apart, whatever characters an id holds. */
function binding(
  ...parts: [tenant: string, type: RecordType, id: string, field: string]
): Uint8Array<ArrayBuffer> {
  return bytesOf(JSON.stringify(parts));
}

async function seal(
  keys: TenantKeys,
  plain: Uint8Array<ArrayBuffer>,
  additionalData: Uint8Array<ArrayBuffer>,
): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const key = await cryptoKeyOf(keys.sealing);
  const cipher = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain);
  const sealed = new Uint8Array(HEADER_BYTES + cipher.byteLength);
  sealed[0] = keys.sealing.version;
  sealed.set(iv, 1);
  sealed.set(new Uint8Array(cipher), HEADER_BYTES);
  return Buffer.from(sealed.buffer).toString('base64');
}

async function open(
  keys: TenantKeys,
  sealed: string,
  additionalData: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(Buffer.from(sealed, 'base64'));
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
      // Two secrets may share a version byte: the other one is tried.
    }
  }
  throw new Error(
    'A sealed value does not open: it was changed, moved, or sealed with a data secret that is gone.',
  );
}

/** The imported key is remembered, not its promise: a promise must not be awaited from another request. */
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
