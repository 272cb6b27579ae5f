import { hkdfSync } from 'node:crypto';
import * as z from 'zod';
import { AUDIT_ACTOR_KINDS, type AuditActor } from '../audit/entry.ts';
import { and, eq, sql } from '../db/expressions.ts';
import { apiKeys } from '../db/schema.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import type { DataSecrets } from '../env.ts';
import { Forbidden, Gone } from '../errors.ts';
import { openToken, sealToken } from '../privacy/sealing/sealed-token.ts';
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

const MAX_TOKEN_CHARACTERS = 4_000;
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
  const claim: z.input<typeof CLAIM> = [tenant, job, expiresAt, kind, id, role ?? null];
  return sealToken(keyOf(config.dataSecret), JSON.stringify(claim));
}

/** Opens a token. Throws Forbidden if it was altered, Gone if it has expired. */
export function openLink(
  { config, now }: LinkContext & Pick<TimedContext, 'now'>,
  token: string,
): LinkTarget {
  const { dataSecret, previousDataSecret } = config;
  const keys = [dataSecret, previousDataSecret].filter((secret) => secret !== undefined).map(keyOf);
  const text = token.length > MAX_TOKEN_CHARACTERS ? undefined : openToken(keys, token);
  if (text === undefined) throw new Forbidden('Invalid link. Use it exactly as it was returned.');
  const [tenant, job, expiresAt, kind, id, role] = CLAIM.parse(JSON.parse(text));
  if (expiresAt <= now) {
    throw new Gone('This link has expired. Request the export again to get a new one.');
  }
  return { tenant, job, actor: { kind, id, ...(role !== null && { role }) } };
}

function keyOf(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, 'callmeter', 'sealed file links', 32));
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
