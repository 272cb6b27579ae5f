import { SignJWT } from 'jose';
import { ROLES, type Role } from '../../src/auth/roles.ts';
import { sendExpecting } from '../client.ts';
import type { BenchServer } from '../server.ts';
import { hostileText, pick, type Random } from './values.ts';

/** Below the rate limit per minute and user, so that the limit does not answer instead of the route. */
const REQUESTS_PER_USER = 250;
const HOUR_SECONDS = 3_600;

/** A session token for `role`, valid for an hour. Each `subject` has its own rate limits. */
export function sessionOf(
  { sessionSecret }: BenchServer,
  role: Role,
  subject: string,
  tenants: readonly string[],
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ role, tenants })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(subject)
    .setIssuedAt(now)
    .setExpirationTime(now + HOUR_SECONDS)
    .sign(new TextEncoder().encode(sessionSecret));
}

/** Creates a tenant through the API. */
export async function createTenant(server: BenchServer, slug: string): Promise<void> {
  const token = await sessionOf(server, 'super_admin', 'root', []);
  await sendExpecting(201, `${server.url}/api/v1/tenants`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ slug, name: slug, time_zone: 'Europe/Lisbon', country_code: '351' }),
  });
}

/** Chooses the credential of each request: mostly a session of some role, sometimes none or a broken one. */
export class Callers {
  readonly #server: BenchServer;
  readonly #tenants: readonly string[];
  readonly #tokens = new Map<Role, { token: string; left: number }>();
  #users = 0;

  constructor(server: BenchServer, tenants: readonly string[]) {
    this.#server = server;
    this.#tenants = tenants;
  }

  async headers(random: Random): Promise<Record<string, string>> {
    const address = `10.1.1.${Math.floor(random() * 200)}`;
    const base = { 'CF-Connecting-IP': address, 'X-Tenant': pick(random, this.#tenants) };
    const kind = random();
    if (kind < 0.04) return base;
    if (kind < 0.06) {
      return {
        ...base,
        Authorization: `Bearer ${hostileText(random, 255).replaceAll(/[^\x21-\x7e]/g, 'x')}`,
      };
    }
    if (kind < 0.08)
      return { ...base, 'X-API-Key': `cmk_${base['X-Tenant']}_0123456789abcdef_${'0'.repeat(64)}` };
    return { ...base, Authorization: `Bearer ${await this.#token(pick(random, ROLES))}` };
  }

  async #token(role: Role): Promise<string> {
    const known = this.#tokens.get(role);
    if (known && known.left > 0) {
      known.left -= 1;
      return known.token;
    }
    this.#users += 1;
    const token = await sessionOf(this.#server, role, `hostile-${this.#users}`, this.#tenants);
    this.#tokens.set(role, { token, left: REQUESTS_PER_USER });
    return token;
  }
}
