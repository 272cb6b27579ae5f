import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { AUDIT_ACTOR_KINDS, type AuditActor } from '../audit/entry.ts';
import { and, eq, sql } from '../db/expressions.ts';
import { apiKeys } from '../db/schema.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import type { DataSecrets } from '../env.ts';
import { Forbidden, Gone } from '../errors.ts';
import { SELECT_TENANT, settingsOf } from '../tenants/settings.ts';
import { requireServed } from '../tenants/tenants.ts';
import { type ExportJob, jobOf, SELECT_JOB } from './jobs.ts';

/** How long a link is valid, in seconds. */
export const LINK_SECONDS = 15 * 60;

/** Links are sealed with the data secret. The one before the last rotation still opens them. */
interface LinkContext {
  config: DataSecrets;
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
  { config }: LinkContext,
  { tenant, job, actor: { kind, id, role }, expiresAt }: LinkTarget & { expiresAt: number },
): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(config.dataSecret), iv);
  const claim: z.input<typeof CLAIM> = [tenant, job, expiresAt, kind, id, role ?? null];
  const sealed = Buffer.concat([cipher.update(JSON.stringify(claim), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, sealed, cipher.getAuthTag()]).toString('base64url');
}

/** Opens a token. Throws Forbidden if it was altered, Gone if it has expired. */
export function openLink(
  { config, now }: LinkContext & Pick<TimedContext, 'now'>,
  token: string,
): LinkTarget {
  const { dataSecret, previousDataSecret } = config;
  const bytes = Buffer.from(TOKEN.test(token) ? token : '', 'base64url');
  // The base64url decoder maps several texts to the same bytes; only the canonical one is accepted.
  if (bytes.length <= IV_BYTES + TAG_BYTES || bytes.toString('base64url') !== token) throw changed();
  const text =
    opened(bytes, dataSecret) ?? (previousDataSecret ? opened(bytes, previousDataSecret) : undefined);
  if (text === undefined) throw changed();
  const [tenant, job, expiresAt, kind, id, role] = CLAIM.parse(JSON.parse(text));
  if (expiresAt <= now) {
    throw new Gone('This link has expired. Request the export again to get a new one.');
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
  return new Forbidden('Invalid link. Use it exactly as it was returned.');
}

const queries = queriesIn('exports');

const SELECT_KEY = queries.select(apiKeys, ({ id, now }: Inputs<{ id: string; now: number }>) => ({
  columns: { id: apiKeys.id },
  where: and(eq(apiKeys.id, id), sql`coalesce(${apiKeys.expires_at} > ${now}, TRUE)`),
}));

/**
 * The job that a link opens, in one round trip. Throws Forbidden if the API key that created
 * the link is revoked or expired, or if the tenant is suspended; Gone if the job does not exist.
 */
export async function linkedJob(
  { store, now }: TimedContext,
  { job: id, actor }: LinkTarget,
): Promise<ExportJob> {
  const isKey = actor.kind === 'key';
  const [[tenant], [job], keys] = await store.batch([
    SELECT_TENANT.with(),
    SELECT_JOB.with({ id }),
    ...(isKey ? [SELECT_KEY.with({ id: actor.id, now })] : []),
  ]);
  if (!tenant || !job) throw new Gone('This export no longer exists. Request a new one.');
  requireServed(settingsOf(tenant));
  if (isKey && keys?.length !== 1) {
    throw new Forbidden('The API key that this link was created for has been revoked or has expired.');
  }
  return jobOf(job);
}
