import type { AuditActor } from '../audit/entry.ts';
import type { Origin } from '../audit/origin.ts';
import type { Role, Scope } from './roles.ts';

export interface KeyActor {
  kind: 'key';
  id: string;
  scopes: readonly Scope[];
  /** The request that authenticated the actor, if any. */
  origin?: Origin;
}

export interface SessionActor {
  kind: 'session';
  userId: string;
  name?: string;
  role: Role;
  /** Slugs of the tenants that the session may choose from; a super_admin may choose any. */
  tenants: readonly string[];
  /** When the token was issued, seconds UTC, rounded down; revoking all sessions of a user compares it. */
  issuedAt: number;
  /** The token's own id (`jti`), if it has one. */
  tokenId?: string;
  origin?: Origin;
}

/** An anonymous caller, on routes that need no credential. */
export interface PublicActor {
  kind: 'public';
  origin?: Origin;
}

export type Actor = KeyActor | SessionActor | PublicActor;

/** Converts an authenticated actor to that of an audit entry. */
export function auditActor(actor: KeyActor | SessionActor): AuditActor & { kind: 'key' | 'session' } {
  const origin = actor.origin && { origin: actor.origin };
  if (actor.kind === 'key') return { kind: 'key', id: actor.id, ...origin };
  return { kind: 'session', id: actor.userId, role: actor.role, ...origin };
}
