import { decodeJwt, errors } from 'jose';
import { BOUNDS } from '../bounds.ts';
import { statementsIn } from '../db/statement.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import type { SessionConfig } from '../env.ts';
import { Unauthenticated } from '../errors.ts';
import { SLUG } from '../tenants/settings.ts';
import type { SessionActor } from './actor.ts';
import { DROP_ENDED } from './revocations.ts';
import { type ClaimedSession, SKEW_SECONDS, sessionOf } from './session-claims.ts';
import { checked, type TokenCheck, tokenCheck } from './sessions.ts';

const statement = statementsIn('auth');

/** Writes nothing, and returns nothing, if the ticket was used before. */
const USE = statement<{ name: string }>(`
  INSERT INTO session_revocations (tenant, kind, name, up_to, kept_until) VALUES (?1, 'ticket', ?2, ?3, ?4)
  ON CONFLICT (tenant, kind, name) DO NOTHING RETURNING name`);

/** The type and the audience that a ticket must have, so that it is not taken for a session, nor a session for it. */
const TYPE = 'ticket+jwt';
const AUDIENCE = 'ticket';

/** A verified ticket, which may have been used. */
export interface Ticket {
  id: string;
  session: SessionActor;
  /** Seconds UTC. */
  expiresAt: number;
}

/**
 * Verifies a ticket at `now` (seconds UTC): a JWT of the type `ticket+jwt` and the audience `ticket` with the claims of a
 * session, signed as sessions are. It is valid for BOUNDS.ticketSeconds at most; on the machine itself (`isLocal`) as
 * long as a session. Throws Unauthenticated with a reason, Forbidden for an unknown role.
 */
export type VerifyTicket = (token: string, now: number, isLocal: boolean) => Promise<Ticket>;

export function ticketVerifier(config: SessionConfig, fetchKeys: typeof fetch = fetch): VerifyTicket {
  const check = tokenCheck({ ...config, audience: AUDIENCE }, fetchKeys);
  return async (token, now, isLocal) => {
    const maxSeconds = isLocal ? BOUNDS.sessionSeconds.value : BOUNDS.ticketSeconds.value;
    const { expiresAt, ...session } = await verified(check, token, now, maxSeconds);
    if (session.tokenId === undefined) throw invalid('It must have an id of its own as "jti".');
    return { id: session.tokenId, session, expiresAt };
  };
}

async function verified(
  check: TokenCheck,
  token: string,
  now: number,
  maxSeconds: number,
): Promise<ClaimedSession> {
  try {
    const { protectedHeader, payload } = await checked(() => check(token, now).catch(refuseExpired));
    const { typ, ...header } = protectedHeader;
    if (typ !== TYPE) throw invalid(`It must have ${TYPE} as "typ".`);
    return sessionOf(header, payload, maxSeconds, now);
  } catch (error) {
    if (!(error instanceof Unauthenticated) || error.reason !== undefined) throw error;
    throw invalid(error.message.replace('The session token', 'It'));
  }
}

function refuseExpired(error: unknown): never {
  if (!(error instanceof errors.JWTExpired)) throw error;
  throw new Unauthenticated('This ticket has expired. Ask for a new one where you got it.', 'ticket_expired');
}

function invalid(why: string): Unauthenticated {
  return new Unauthenticated(`This ticket is not valid. ${why}`, 'ticket_invalid');
}

/**
 * Uses up a ticket: of two requests at once, one succeeds. `store` is that of BROWSERS. Throws Unauthenticated if it
 * was used before.
 */
export async function useTicket({ store, now }: TimedContext, { id, expiresAt }: Ticket): Promise<void> {
  const [, rows] = await store.batch([
    DROP_ENDED.with({ now }),
    USE.with(id, now, expiresAt + 2 * SKEW_SECONDS),
  ]);
  if (rows.length > 0) return;
  throw new Unauthenticated(
    'This ticket has been used. Each signs in once: ask for a new one.',
    'ticket_used',
  );
}

/** The tenant that a ticket names, verified or not; undefined if it names none or several. */
export function tenantNamedIn(token: string): string | undefined {
  try {
    const { tenants } = decodeJwt(token);
    const [only, ...others]: unknown[] = Array.isArray(tenants) ? tenants : [];
    return typeof only === 'string' && others.length === 0 && SLUG.test(only) ? only : undefined;
  } catch {
    return undefined;
  }
}
