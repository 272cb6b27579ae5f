import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { AUDIT_ACTOR_KINDS, type AuditActor } from '../audit/entry.ts';
import { Forbidden, Gone } from '../errors.ts';

/** How long a link opens its file, in seconds. */
export const LINK_SECONDS = 15 * 60;

/** The data secret signs; the one before the last rotation still opens. */
export interface LinkSecrets {
  dataSecret: string;
  previousDataSecret?: string;
}

/** What a link opens. */
export interface LinkTarget {
  tenant: string;
  job: string;
  /** Who was given it. */
  actor: AuditActor;
}

const TOKEN =
  /^([a-z0-9-]{2,40})\.([A-Za-z0-9_-]{1,64})\.([1-9]\d{0,11})\.([A-Za-z0-9_-]{1,2000})\.([A-Za-z0-9_-]{43})$/;
const ACTOR = z.tuple([z.enum(AUDIT_ACTOR_KINDS), z.string(), z.string().nullable()]);

/** A token that opens the file of a job until `expiresAt`, in seconds UTC; fit for a path. */
export function signLink(
  secrets: LinkSecrets,
  { tenant, job, actor: { kind, id, role } }: LinkTarget,
  expiresAt: number,
): string {
  const actor = Buffer.from(JSON.stringify([kind, id, role ?? null])).toString('base64url');
  const claim = `${tenant}.${job}.${expiresAt}.${actor}`;
  return `${claim}.${signature(secrets.dataSecret, claim).toString('base64url')}`;
}

/** What a token opens at `now`, in seconds UTC. Forbidden where it was changed, Gone once its time is over. */
export function readLink(token: string, secrets: LinkSecrets, now: number): LinkTarget {
  const [, tenant, job, expiresAt, actor, sent] = TOKEN.exec(token) ?? [];
  if (!tenant || !job || !expiresAt || !actor || !sent) throw changed();
  const claim = `${tenant}.${job}.${expiresAt}.${actor}`;
  const { dataSecret, previousDataSecret } = secrets;
  const accepted = previousDataSecret === undefined ? [dataSecret] : [dataSecret, previousDataSecret];
  const given = Buffer.from(sent, 'base64url');
  if (given.toString('base64url') !== sent) throw changed();
  if (!accepted.some((secret) => timingSafeEqual(signature(secret, claim), given))) throw changed();
  if (Number(expiresAt) <= now) {
    throw new Gone('This link has expired; ask for the export once more to be given a new one.');
  }
  const [kind, id, role] = ACTOR.parse(JSON.parse(Buffer.from(actor, 'base64url').toString()));
  return { tenant, job, actor: { kind, id, ...(role !== null && { role }) } };
}

function signature(secret: string, claim: string): Buffer {
  const key = new Uint8Array(hkdfSync('sha256', secret, 'callmeter', 'file links', 32));
  return createHmac('sha256', key).update(claim).digest();
}

function changed(): Forbidden {
  return new Forbidden('This link is not one that was given out here; use it exactly as it was given.');
}
