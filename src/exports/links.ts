import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { AUDIT_ACTOR_KINDS, type AuditActor } from '../audit/entry.ts';
import { Forbidden, Gone } from '../errors.ts';

/** How long a link is valid, in seconds. */
export const LINK_SECONDS = 15 * 60;

/** Links are sealed with the data secret. The one before the last rotation still opens them. */
export interface LinkSecrets {
  dataSecret: string;
  previousDataSecret?: string;
}

export interface LinkTarget {
  tenant: string;
  job: string;
  /** The caller that was given the link. */
  actor: AuditActor;
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const TOKEN = /^[A-Za-z0-9_-]{60,4000}$/;
const CLAIM = z.tuple([
  z.string(),
  z.string(),
  z.int(),
  z.enum(AUDIT_ACTOR_KINDS),
  z.string(),
  z.string().nullable(),
]);

/**
 * A token, safe in a URL path, that opens the file of a job until `expiresAt` (seconds UTC). Its content is encrypted,
 * so that it reveals nothing.
 */
export function sealLink(
  { dataSecret }: LinkSecrets,
  { tenant, job, actor: { kind, id, role } }: LinkTarget,
  expiresAt: number,
): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(dataSecret), iv);
  const claim: z.input<typeof CLAIM> = [tenant, job, expiresAt, kind, id, role ?? null];
  const sealed = Buffer.concat([cipher.update(JSON.stringify(claim), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, sealed, cipher.getAuthTag()]).toString('base64url');
}

/** Opens a token at `now` (seconds UTC). Throws Forbidden if it was altered, Gone if it has expired. */
export function openLink(
  token: string,
  { dataSecret, previousDataSecret }: LinkSecrets,
  now: number,
): LinkTarget {
  const bytes = Buffer.from(TOKEN.test(token) ? token : '', 'base64url');
  // The base64url decoder maps several texts to the same bytes; only the canonical one is accepted.
  if (bytes.length <= IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== token) throw changed();
  const text =
    opened(bytes, dataSecret) ?? (previousDataSecret ? opened(bytes, previousDataSecret) : undefined);
  if (text === undefined) throw changed();
  const [tenant, job, expiresAt, kind, id, role] = CLAIM.parse(JSON.parse(text));
  if (expiresAt <= now) {
    throw new Gone('This link has expired; ask for the export once more to be given a new one.');
  }
  return { tenant, job, actor: { kind, id, ...(role !== null && { role }) } };
}

function opened(bytes: Buffer, secret: string): string | undefined {
  const decipher = createDecipheriv(CIPHER, keyOf(secret), bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const plain = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
    return Buffer.concat([plain, decipher.final()]).toString();
  } catch {
    return undefined;
  }
}

function keyOf(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, 'callmeter', 'sealed file links', 32));
}

function changed(): Forbidden {
  return new Forbidden('This link is not one that was given out here; use it exactly as it was given.');
}
