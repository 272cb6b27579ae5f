import * as z from 'zod';
import { EVERY_TENANT, type Revoked, revokeSessions } from '../../auth/revocations.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { isName, SKEW_SECONDS } from '../../auth/session-claims.ts';
import { chooseTenant } from '../../auth/sessions.ts';
import { BOUNDS } from '../../bounds.ts';
import { invalidInput } from '../../error-list.ts';
import { withinTenant } from '../../http/authenticate.ts';
import type { PlatformContext } from '../../http/context.ts';
import { defineOperation } from '../../http/operation.ts';
import { instant } from '../../records/fields.ts';
import { readTenant } from '../../tenants/tenants.ts';
import { isoInstant } from '../../time/dates.ts';

const name = z
  .string()
  .refine(
    isName,
    `Must be text of 1 to ${BOUNDS.subjectCharacters.value} characters without control characters.`,
  );

export const revokeSessionsOperation = defineOperation({
  id: 'revokeSessions',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/sessions/revoke',
  summary:
    'Ends one session, or all of a user, everywhere within 60 seconds: in every tenant if a super_admin asks, else in the tenant that X-Tenant chooses.',
  credential: 'platform',
  permission: PERMISSIONS.administer,
  body: z.strictObject({
    jti: name.optional().describe('The session whose token has this id; either this or sub.'),
    sub: name.optional().describe('All sessions of this user; either this or jti.'),
    before: instant()
      .optional()
      .describe(
        'With sub: those issued up to this instant, which may lie a minute ahead, for an issuer whose clock is fast. Now by default.',
      ),
  }),
  response: z.object({
    revoked: z.object({
      jti: z.string().nullable(),
      sub: z.string().nullable(),
      before: z.iso.datetime().nullable().describe('With sub: those issued up to this instant.'),
    }),
    tenant: z.string().nullable().describe('Where they are refused; null for every tenant.'),
  }),
  async handle(context, { body }) {
    const revoked = revokedOf(body, context.now);
    const slug = await tenantOf(context);
    await revokeSessions(withinTenant(context, slug ?? EVERY_TENANT), revoked);
    const shown =
      'jti' in revoked
        ? { jti: revoked.jti, sub: null, before: null }
        : { jti: null, sub: revoked.sub, before: isoInstant(revoked.before) };
    return { revoked: shown, tenant: slug };
  },
});

/** The tenant to revoke sessions in: null, meaning every tenant, for a super_admin; else one of the caller's own. */
async function tenantOf(context: PlatformContext): Promise<string | null> {
  const { actor, request } = context;
  if (actor.role === 'super_admin') return null;
  const slug = chooseTenant(actor, request.headers.get('X-Tenant') ?? undefined);
  await readTenant(context, slug);
  return slug;
}

function revokedOf(
  { jti, sub, before }: { jti?: string | undefined; sub?: string | undefined; before?: number | undefined },
  now: number,
): Revoked {
  const errors = [
    ...((jti === undefined) === (sub === undefined)
      ? [{ path: 'sub', message: 'Exactly one of sub and jti is required.' }]
      : []),
    ...(before !== undefined && sub === undefined
      ? [{ path: 'before', message: 'Accepted only together with sub.' }]
      : []),
    ...(before !== undefined && before > now + SKEW_SECONDS
      ? [{ path: 'before', message: `Must be at most ${SKEW_SECONDS} seconds in the future.` }]
      : []),
  ];
  if (errors.length > 0) throw invalidInput('The body', errors);
  return sub === undefined ? { jti: jti ?? '' } : { sub, before: before ?? now };
}
