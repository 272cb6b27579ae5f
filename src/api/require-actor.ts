import type { KeyActor, SessionActor } from '../auth/actor.ts';
import type { RequestContext } from '../http/context.ts';

/** The actor of an operation that takes a credential. */
export function identified({ actor }: Pick<RequestContext, 'actor'>): KeyActor | SessionActor {
  if (actor.kind === 'public')
    throw new Error('An operation that needs an actor was called without a credential.');
  return actor;
}
