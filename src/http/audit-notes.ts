import { auditOnceAMinute, failedLogInQueries, type SentCredentialKind } from '../audit/failed-log-in.ts';
import { type Origin, originOf } from '../audit/origin.ts';
import { Remembered } from '../auth/credential-cache.ts';
import { maySee } from '../auth/sessions.ts';
import { BOUNDS } from '../bounds.ts';
import { newMeter } from '../db/meter.ts';
import { storeFor, type TenantStore } from '../db/tenant-store.ts';
import { Forbidden, Unauthenticated } from '../errors.ts';
import { logLine } from '../log.ts';
import { callerAddress } from '../rate-limits/address.ts';
import { Pace } from '../rate-limits/caller-memory.ts';
import { SLUG } from '../tenants/settings.ts';
import { credentialCookie } from './browser-cookie.ts';
import type { BaseContext, Identity } from './context.ts';
import { sentCredential } from './credential.ts';
import type { Operation } from './operation.ts';

/** The origin of a request, as audit entries store it. */
export function requestOrigin({ config, request, requestId }: BaseContext): Origin {
  return originOf(config.dataSecret, requestId, callerAddress(request.headers.get('CF-Connecting-IP')));
}

/** Entries that this isolate wrote within the last minute; they are not written again. */
const noted = new Remembered<true>();

/**
 * Failed log-ins that this isolate records per tenant and minute: one entry per address, and one for all the others.
 */
const FAILED = new Pace({ limit: BOUNDS.failedLogInAddresses.value + 1, windowSeconds: 60 });

/**
 * Records a failed authentication after the response: in the audit log of the claimed tenant, if it exists, once a
 * minute per address; and always as a log line. Neither the duration of the response nor its cost header reveals which.
 */
export function noteFailedLogIn(base: BaseContext, error: unknown, claim = claimIn(base.request)): void {
  if (!(error instanceof Unauthenticated || error instanceof Forbidden) || !claim) return;
  const origin = requestOrigin(base);
  const { tenant, keyId } = claim;
  const { requestId: request_id, addressHash: address_hash } = origin;
  logLine('warn', { event: 'log_in_failed', tenant, key_id: keyId, address_hash, request_id });
  if (tenant === undefined) return;
  const key = `${tenant}/log-in/${origin.addressHash}`;
  if (noted.get(key, base.now) || !FAILED.allows(tenant, Date.now())) return;
  noted.set(key, true, base.now);
  later(base, tenant, Promise.resolve(), failedLogInQueries(origin, claim, base.now));
}

/** What a failed credential claims. */
export interface Claim {
  credential: SentCredentialKind;
  tenant?: string | undefined;
  /** The id of an API key. */
  keyId?: string;
}

/** What the credential of a request claims; without a key, the tenant in X-Tenant. Undefined if there is none. */
export function claimIn(request: Request): Claim | undefined {
  const { headers } = request;
  const isCookie = credentialCookie(request) !== undefined;
  if (!isCookie && !headers.has('Authorization') && !headers.has('X-API-Key')) return undefined;
  try {
    const sent = sentCredential(request);
    if (sent.kind === 'key') {
      return { credential: 'api_key', tenant: sent.key.tenant, keyId: sent.key.id };
    }
  } catch {
    return { credential: 'session' };
  }
  const named = headers.get('X-Tenant');
  const tenant = named !== null && SLUG.test(named) ? named : undefined;
  return { credential: isCookie ? 'cookie' : 'session', tenant };
}

/**
 * Records that an admitted request was forbidden, in the audit log of the caller's own tenant, never of one that the
 * caller may not see. Sessions of several tenants without X-Tenant only have a log line.
 */
export function noteRefusal(
  base: BaseContext,
  identity: Identity,
  route: string,
  verdict: Promise<unknown>,
  error: unknown,
): void {
  if (!(error instanceof Forbidden)) return;
  const tenant = ownTenant(base, identity);
  if (tenant === undefined) return;
  const details = { method: base.request.method, route };
  const entry = { action: 'access_refused', actor: identity.actor, details } as const;
  later(base, tenant, verdict, auditOnceAMinute(entry, base.now));
}

function ownTenant({ request }: BaseContext, { actor, tenant }: Identity): string | undefined {
  if (tenant) return tenant.slug;
  const named = request.headers.get('X-Tenant');
  if (named !== null && maySee(actor, named)) return named;
  const [only, ...others] = new Set(actor.tenants);
  return only !== undefined && others.length === 0 && maySee(actor, only) ? only : undefined;
}

/**
 * Records that an admitted request read what `audited` names: one entry per minute, caller and path, without a count,
 * so that frequent reads cost no writes.
 */
export function noteRead(
  base: BaseContext,
  { actor }: Pick<Identity, 'actor'>,
  tenant: string,
  verdict: Promise<unknown>,
  { audited, path }: Operation,
): void {
  if (!audited) return;
  const entry = { action: audited, actor, subject: path };
  const key = `${tenant}/${entry.actor.kind}/${entry.actor.id}/${path}`;
  if (noted.get(key, base.now)) return;
  const [first] = auditOnceAMinute(entry, base.now);
  later(base, tenant, verdict, [first], () => noted.set(key, true, base.now));
}

/** Writes after the response, with a separate meter so that the cost does not appear in its headers. */
function later(
  base: BaseContext,
  tenant: string,
  verdict: Promise<unknown>,
  queries: Parameters<TenantStore['batch']>[0],
  written: () => void = () => undefined,
): void {
  const write = () => storeFor(tenant, base.env.DB, newMeter()).batch(queries).then(written);
  base.defer(verdict.then(write, () => undefined));
}
