import * as z from 'zod';
import { readRange } from '../../auth/ip-ranges.ts';
import { type ApiKey, DEFAULT_KEY_SECONDS, type NewApiKey } from '../../auth/key-secret.ts';
import { SCOPES } from '../../auth/roles.ts';
import { BOUNDS } from '../../bounds.ts';
import { invalidInput } from '../../error-list.ts';
import type { InvalidInput } from '../../errors.ts';
import { accepting } from '../../messages.ts';
import { instant } from '../../records/fields.ts';
import { isoInstant } from '../../time/dates.ts';

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

/** An API key in lists, without its secret. */
export const apiKeyShape = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string().describe('The public head of the key.'),
  scopes: z.array(z.enum(SCOPES)),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
  last_used_at: z.iso.datetime().nullable().describe('To the hour: written at most once an hour.'),
  allowed_ips: z.array(z.string()).describe('CIDR ranges that it may be used from; empty for everywhere.'),
});

/** A new API key, with its secret, which is only shown once. */
export const madeKeyShape = apiKeyShape
  .omit({ prefix: true, last_used_at: true })
  .extend({ key: z.string().describe('The whole key. It cannot be shown again.') });

export function presentApiKey(key: ApiKey): z.input<typeof apiKeyShape> {
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scopes: key.scopes,
    created_at: isoInstant(key.createdAt),
    expires_at: key.expiresAt === null ? null : isoInstant(key.expiresAt),
    last_used_at: key.lastUsedAt === null ? null : isoInstant(key.lastUsedAt),
    allowed_ips: [...key.allowedIps],
  };
}

export function presentMadeKey(key: NewApiKey): z.input<typeof madeKeyShape> {
  const { prefix: _prefix, last_used_at: _lastUsedAt, ...shown } = presentApiKey(key);
  return { ...shown, key: key.key };
}
