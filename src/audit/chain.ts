import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { auditSeals } from '../db/schema.ts';

/** An entry with everything that a seal protects; `times` is the number of repeats. */
export interface ChainedEntry {
  at: number;
  id: string;
  action: string;
  actor_kind: string;
  actor_id: string;
  actor_role: string | null;
  subject: string | null;
  details: string;
  request_id: string | null;
  address_hash: string | null;
  times: number;
}

/** SQL: the columns of a ChainedEntry, from `audit_log e` and its `audit_repeats r`. */
export const CHAINED_COLUMNS = `e.at AS at, e.id AS id, e.action AS action, e.actor_kind AS actor_kind,
  e.actor_id AS actor_id, e.actor_role AS actor_role, e.subject AS subject, e.details AS details,
  e.request_id AS request_id, e.address_hash AS address_hash, coalesce(r.times, 0) AS times`;

export type Seal = typeof auditSeals.$inferSelect;

/** The predecessor of the first seal: a virtual seal that ends before all entries. */
export const BEFORE_ALL = { seq: 0, to_at: -1, to_id: '', hash: '0'.repeat(64) } as const;

/** The current data secret makes and verifies seals; the previous one only verifies. */
export interface SealSecrets {
  dataSecret: string;
  previousDataSecret?: string;
}

/** SHA-256 in hex over the previous seal's hash and the entries in order, one line of JSON each. */
export function chainHash(previous: string, entries: readonly ChainedEntry[]): string {
  const hash = createHash('sha256').update(`${previous}\n`);
  for (const entry of entries) hash.update(`${lineOf(entry)}\n`);
  return hash.digest('hex');
}

function lineOf(entry: ChainedEntry): string {
  const { at, id, action, actor_kind, actor_id, actor_role, subject, details } = entry;
  const { request_id, address_hash, times } = entry;
  return JSON.stringify([
    at,
    id,
    action,
    actor_kind,
    actor_id,
    actor_role,
    subject,
    details,
    request_id,
    address_hash,
    times,
  ]);
}

/** HMAC-SHA256 in hex over the whole seal, under a key of the tenant that is derived from the data secret. */
export function sealMac(dataSecret: string, seal: Omit<Seal, 'mac'>): string {
  const { tenant, seq, from_at, from_id, to_at, to_id, entries, hash, sealed_at } = seal;
  const key = new Uint8Array(hkdfSync('sha256', dataSecret, 'callmeter', `audit seals\0${tenant}`, 32));
  const text = JSON.stringify([tenant, seq, from_at, from_id, to_at, to_id, entries, hash, sealed_at]);
  return createHmac('sha256', key).update(text).digest('hex');
}

/** Whether the seal was made with the current or the previous data secret. */
export function isGenuine(seal: Seal, { dataSecret, previousDataSecret }: SealSecrets): boolean {
  const sent = Buffer.from(seal.mac);
  return [dataSecret, previousDataSecret].some((secret) => {
    if (secret === undefined) return false;
    const expected = Buffer.from(sealMac(secret, seal));
    return expected.length === sent.length && timingSafeEqual(expected, sent);
  });
}
