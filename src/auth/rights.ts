import type { KeyActor, SessionActor } from './actor.ts';
import { PERMISSIONS, type Permission, ROLES, type Role, type Scope } from './roles.ts';

/** Why `permission` does not cover the actor, as a sentence; undefined if it does. */
export function refusal({ roles, scope }: Permission, actor: KeyActor | SessionActor): string | undefined {
  if (actor.kind === 'session') {
    if (roles.includes(actor.role)) return undefined;
    return `The role ${actor.role} may not do this; one of these may: ${roles.join(', ')}.`;
  }
  if (!scope) return 'No API key may do this; use a session.';
  return actor.scopes.includes(scope) ? undefined : `This API key lacks the scope ${scope}.`;
}

export function permits(permission: Permission, actor: KeyActor | SessionActor): boolean {
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
    `The role ${role} may not itself do everything that ${beyond.join(' and ')} opens, so it may not make or ` +
    `change a key with it; one of these may: ${grantersOf(first).join(', ')}.`
  );
}
