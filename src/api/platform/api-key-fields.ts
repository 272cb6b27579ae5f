import * as z from 'zod';
import { auditActor } from '../../auth/actor.ts';
import { DEFAULT_KEY_SECONDS } from '../../auth/api-key.ts';
import type { Changer } from '../../auth/change-api-key.ts';
import { readRange } from '../../auth/ip-ranges.ts';
import { BOUNDS } from '../../bounds.ts';
import { invalidInput } from '../../error-list.ts';
import { Forbidden, type InvalidInput } from '../../errors.ts';
import type { RequestContext } from '../../http/context.ts';
import { accepting } from '../../messages.ts';
import { instant } from '../../records/fields.ts';
import { identified } from '../require-actor.ts';

const { value: MOST_RANGES } = BOUNDS.ipRangesPerKey;
const ACCEPTED_RANGE = 'an IP address or a CIDR range such as 203.0.113.0/24 or 2001:db8::/32';

const range = z
  .string({ error: accepting(ACCEPTED_RANGE) })
  .max(64)
  .transform((text, context) => {
    const read = readRange(text);
    if (read !== undefined) return read;
    context.issues.push({ code: 'custom', message: `Must be ${ACCEPTED_RANGE}.`, input: text });
    return z.NEVER;
  });

/** The fields of an API key, as sent. */
export const apiKeyFields = {
  name: z.string().trim().min(1).max(200),
  allowed_ips: z
    .array(range, { error: accepting(`an array of at most ${MOST_RANGES} IP addresses and CIDR ranges`) })
    .max(MOST_RANGES)
    .transform((ranges) => [...new Set(ranges)])
    .describe(
      'IP addresses and CIDR ranges that it may be used from, as Cloudflare tells the address of a request; empty for ' +
        'everywhere. With ranges, a request whose address is not known is refused too.',
    ),
  expires_at: instant().nullable().describe('When it expires; null for never.'),
};

/**
 * The expiry of a new key, seconds UTC or null: as sent, one year from now by default. Throws InvalidInput if it is not
 * in the future.
 */
export function expiryOf(sent: number | null | undefined, now: number): number | null {
  if (sent === undefined) return now + DEFAULT_KEY_SECONDS;
  if (sent !== null && sent <= now) throw invalid('expires_at', 'Must be in the future.');
  return sent;
}

/** An InvalidInput error for one field of the body. */
export function invalid(path: string, message: string): InvalidInput {
  return invalidInput('The body', [{ path, message }]);
}

/** The session that changes a key. Throws Forbidden (403) for API keys. */
export function changerOf(context: Pick<RequestContext, 'actor'>): Changer {
  const actor = identified(context);
  if (actor.kind !== 'session') throw new Forbidden('API keys are not allowed to do this. Use a session.');
  return { actor: auditActor(actor), role: actor.role };
}
