import * as z from 'zod';
import type { ApiKey, NewApiKey } from '../../auth/api-key.ts';
import { SCOPES } from '../../auth/roles.ts';
import { isoInstant } from '../../time/dates.ts';

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
