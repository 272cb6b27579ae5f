import { createHash } from 'node:crypto';
import { BOUNDS } from '../bounds.ts';
import { invalidInput } from '../error-list.ts';
import { CallmeterError, Unavailable } from '../errors.ts';
import { PLATFORM, reserve } from '../idempotency/reservation.ts';
import { withinTenant } from './authenticate.ts';
import type { PlatformContext, RequestContext } from './context.ts';
import { type Operation, Reply } from './operation.ts';

/** The header that identifies a retried creation. */
export const IDEMPOTENCY_KEY = 'Idempotency-Key';
/** The header that marks a repeated response. */
export const REPLAYED = 'Idempotent-Replayed';

const MAX_CHARACTERS = BOUNDS.idempotencyKeyCharacters.value;
const VISIBLE = /^[!-~]+$/;

type Input = Parameters<Operation['handle']>[1];

/**
 * Executes an operation once per caller and Idempotency-Key: a repeated request receives the first response. Refusals
 * are not stored. Without the header, or if the operation does not support it, just executes it.
 */
export async function once(
  operation: Operation,
  context: RequestContext | PlatformContext,
  input: Input,
): Promise<unknown> {
  const key = operation.idempotent ? keyIn(context.request.headers) : undefined;
  if (key === undefined) return operation.handle(context, input);
  const identified = {
    id: digest([callerOf(context), operation.id, input.params, key]),
    fingerprint: digest([input.query, input.body]),
  };
  const reserved = await reserve('store' in context ? context : withinTenant(context, PLATFORM), identified);
  if (!('creationId' in reserved)) {
    const { status, headers, data } = reserved;
    return new Reply(data, { status, headers: { ...headers, [REPLAYED]: 'true' } });
  }
  const { creationId, remember, forget, giveBack } = reserved;
  let result: unknown;
  try {
    result = await operation.handle({ ...context, creationId }, input);
  } catch (error) {
    const isRefusal = error instanceof CallmeterError && !(error instanceof Unavailable);
    await (isRefusal ? forget() : giveBack());
    throw error;
  }
  if (result instanceof Response) throw new Error(`${operation.id} is idempotent, so it must answer data.`);
  await remember(
    result instanceof Reply
      ? { status: result.status, headers: result.headers, data: result.data }
      : { status: operation.status ?? 200, headers: {}, data: result },
  );
  return result;
}

/** The Idempotency-Key, if sent. Throws InvalidInput if it is malformed. */
function keyIn(headers: Headers): string | undefined {
  const key = headers.get(IDEMPOTENCY_KEY);
  if (key === null) return undefined;
  if (key.length <= MAX_CHARACTERS && VISIBLE.test(key)) return key;
  const message = `Must be 1 to ${MAX_CHARACTERS} visible ASCII characters.`;
  throw invalidInput('The request header', [{ path: IDEMPOTENCY_KEY, message }]);
}

function callerOf({ actor }: RequestContext | PlatformContext): readonly string[] {
  return [actor.kind, actor.id];
}

/** A hash of the parts as JSON. The parts are validated, so that their fields are in schema order. */
function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
