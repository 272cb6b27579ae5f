import type { Origin } from '../audit/origin.ts';
import { Forbidden } from '../errors.ts';
import { PERMISSIONS, type Permission, ROLES, type Role, type Scope } from './roles.ts';

export interface KeyActor {
  kind: 'key';
  id: string;
  scopes: readonly Scope[];
  /** The id of the browser session that the request came by, and when that expires (seconds UTC), if it did. */
  browserId?: string;
  expiresAt?: number;
  /** The request that authenticated the actor, if any. */
  origin?: Origin;
}

export interface SessionActor {
  kind: 'session';
  /** The user. */
  id: string;
  name?: string;
  role: Role;
  /** Slugs of the tenants that the session may choose from; a super_admin may choose any. */
  tenants: readonly string[];
  /** When the token was issued, seconds UTC, rounded down; revoking all sessions of a user compares it. */
  issuedAt: number;
  /** When the token or the browser session expires, seconds UTC; known of every verified one. */
  expiresAt?: number;
  /** The token's own id (`jti`), if it has one. */
  tokenId?: string;
  /** The id of the browser session that the request came by, if it did. */
  browserId?: string;
  origin?: Origin;
}

/** An anonymous caller, on routes that need no credential. */
export interface PublicActor {
  kind: 'public';
  origin?: Origin;
}

/** A caller whose credential was verified. */
export type Identified = KeyActor | SessionActor;

export type Actor = Identified | PublicActor;

/** Why `permission` does not cover the actor, as a sentence; undefined if it does. */
export function refusal({ roles, scope }: Permission, actor: Identified): string | undefined {
  if (actor.kind === 'session') {
    if (roles.includes(actor.role)) return undefined;
    return `Role "${actor.role}" is not allowed to do this. Allowed: ${roles.join(', ')}.`;
  }
  if (!scope) return 'API keys are not allowed to do this. Use a session.';
  return actor.scopes.includes(scope) ? undefined : `This API key does not have the scope ${scope}.`;
}

/** Narrows a context to one of a session. Throws Forbidden for API keys. */
export function requireSession<Context extends { actor: Identified }>(
  context: Context,
): asserts context is Context & { actor: SessionActor } {
  if (context.actor.kind !== 'session') {
    throw new Forbidden('API keys are not allowed to do this. Use a session.');
  }
}

export function permits(permission: Permission, actor: Identified): boolean {
  return refusal(permission, actor) === undefined;
}

/** The roles that may do everything that `scope` allows, so that a key cannot do what its creator may not. */
export function grantersOf(scope: Scope): readonly Role[] {
  const opened = Object.values<Permission>(PERMISSIONS).filter((permission) => permission.scope === scope);
  return ROLES.filter((role) => opened.every(({ roles }) => roles.includes(role)));
}

/** Why a session of `role` may not grant these scopes to an API key, as a sentence; undefined if it may. */
export function grantRefusal(role: Role, scopes: readonly Scope[]): string | undefined {
  const beyond = scopes.filter((scope) => !grantersOf(scope).includes(role));
  const [first] = beyond;
  if (first === undefined) return undefined;
  return (
    `Role "${role}" is not allowed to create or change an API key with ${beyond.join(' and ')}, because it does not ` +
    `have all permissions of that scope itself. Allowed: ${grantersOf(first).join(', ')}.`
  );
}
