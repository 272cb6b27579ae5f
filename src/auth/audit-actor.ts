import type { AuditActor } from '../audit/entry.ts';
import type { KeyActor, SessionActor } from './actor.ts';

/** Converts an authenticated actor to that of an audit entry. */
export function auditActor(actor: KeyActor | SessionActor): AuditActor & { kind: 'key' | 'session' } {
  const origin = actor.origin && { origin: actor.origin };
  if (actor.kind === 'key') return { kind: 'key', id: actor.id, ...origin };
  return { kind: 'session', id: actor.userId, role: actor.role, ...origin };
}
