import * as z from 'zod';
import { ROLES, SCOPES } from '../../auth/roles.ts';
import { LANGUAGES, languageOf } from '../../http/language.ts';
import type { Caller } from '../../http/sign-in.ts';
import { isoInstant } from '../../time/dates.ts';

/** Who is signed in, and what they may do. */
export const callerShape = z.object({
  tenant: z
    .string()
    .nullable()
    .describe(
      'The tenant of the request: the only one, or that of X-Tenant; null if there are several to choose from.',
    ),
  tenants: z
    .array(z.string())
    .describe('The slugs that X-Tenant may have; empty for a super_admin, who may choose any.'),
  role: z.enum(ROLES).nullable().describe('Null for an API key.'),
  scopes: z.array(z.enum(SCOPES)).nullable().describe('Null for a session.'),
  user: z.string().nullable().describe('The user of the session; null for an API key.'),
  user_name: z.string().nullable().describe('Their name, if the session has it.'),
  api_key: z.string().nullable().describe('The id of the API key; null for a session.'),
  time_zone: z.string().nullable().describe('The IANA zone of the tenant; null if none is chosen.'),
  language: z.enum(LANGUAGES).describe('The one of these that Accept-Language prefers.'),
  expires_at: z.iso
    .datetime()
    .nullable()
    .describe('When the credential of the request ends; null for never.'),
});

export function presentCaller(
  { identity, tenant }: Caller,
  request: Request,
  expiresAt: number | null,
): z.input<typeof callerShape> {
  const { actor } = identity;
  const common = {
    tenant: tenant?.slug ?? null,
    time_zone: tenant?.timeZone ?? null,
    language: languageOf(request),
    expires_at: expiresAt === null ? null : isoInstant(expiresAt),
  };
  if (actor.kind === 'key') {
    const { scopes, id } = actor;
    return {
      ...common,
      tenants: tenant ? [tenant.slug] : [],
      role: null,
      scopes: [...scopes],
      user: null,
      user_name: null,
      api_key: id,
    };
  }
  const { id, name = null, role, tenants } = actor;
  return {
    ...common,
    tenants: [...new Set(tenants)],
    role,
    scopes: null,
    user: id,
    user_name: name,
    api_key: null,
  };
}
