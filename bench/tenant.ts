import { SignJWT } from 'jose';
import { type Answer, type Request, send, sendExpecting } from './client.ts';
import { organisation, type RawRecord, ZONE } from './reference/organisation.ts';
import type { BenchServer } from './server.ts';

/** Below the rate limit per minute and credential, so that the limit is never what is measured. */
const REQUESTS_A_SESSION = 200;
/** Routes that search by phone number have a low rate limit per user. */
const SEARCHES_A_SESSION = 9;
const RETRY_MS = 1_000;

/** A session token for `role`. Each `subject` has its own rate limits. */
function sessionToken(secret: string, role: string, subject: string, tenants?: string[]): Promise<string> {
  return new SignJWT({ role, ...(tenants && { tenants }) })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(subject)
    .setIssuedAt()
    .setExpirationTime('12h')
    .sign(new TextEncoder().encode(secret));
}

/** A tenant of the bench. Its sessions are replaced before they reach a rate limit. */
export class BenchTenant {
  readonly slug: string;
  /** Number of 503 responses of ingest. */
  refusals = 0;
  readonly #server: BenchServer;
  readonly #sessions = new Map<string, { token: string; left: number }>();
  #minted = 0;

  constructor(server: BenchServer, slug: string) {
    this.#server = server;
    this.slug = slug;
  }

  /** Calls the API as a tenant_admin. */
  async ask(path: string, request: Request = {}): Promise<Answer> {
    const token = await this.#token(path.includes('/search') ? 'search' : 'read');
    const headers = { Authorization: `Bearer ${token}`, 'X-Tenant': this.slug, ...request.headers };
    return send(`${this.#server.url}${path}`, { ...request, headers });
  }

  /** Sends records as NDJSON, again after a 503. Throws an Error if a record is rejected. */
  async ingest(body: string): Promise<Answer> {
    const headers = { 'Content-Type': 'application/x-ndjson' };
    for (;;) {
      const answer = await this.ask('/api/v1/ingest', { method: 'POST', headers, body });
      const { rejected } = (answer.body ?? {}) as { rejected?: number };
      if (answer.status === 200 && rejected === 0) return answer;
      if (answer.status !== 503) {
        throw new Error(`Ingest answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`);
      }
      this.refusals += 1;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  /** Creates an API key with the scope analytics:read. */
  async createKey(): Promise<string> {
    const body = JSON.stringify({ name: 'bench', scopes: ['analytics:read'] });
    const headers = { 'Content-Type': 'application/json' };
    const answer = await this.ask('/api/v1/api-keys', { method: 'POST', headers, body });
    return (answer.body as { key: string }).key;
  }

  /** Calls a route of the bench Worker; the cost of the response is what it used of D1. */
  bench<Data>(handler: string, query: Readonly<Record<string, string | number>> = {}) {
    return benchCall<Data>(this.#server, handler, { tenant: this.slug, ...query });
  }

  async #token(use: 'read' | 'search'): Promise<string> {
    const known = this.#sessions.get(use);
    if (known && known.left > 0) {
      known.left -= 1;
      return known.token;
    }
    this.#minted += 1;
    // Rate limits of a user count across tenants.
    const subject = `${this.slug}-${use}-${this.#minted}`;
    const token = await sessionToken(this.#server.sessionSecret, 'tenant_admin', subject, [this.slug]);
    this.#sessions.set(use, { token, left: use === 'search' ? SEARCHES_A_SESSION : REQUESTS_A_SESSION });
    return token;
  }
}

/** Calls a route that only the bench Worker has. */
export async function benchCall<Data>(
  server: BenchServer,
  handler: string,
  query: Readonly<Record<string, string | number>> = {},
): Promise<{ data: Data; answer: Answer }> {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  const answer = await sendExpecting(200, `${server.url}/bench/${handler}?${search}`);
  return { data: (answer.body as { data: Data }).data, answer };
}

/** Creates a tenant through the API and sends all its dimension records. */
export async function createBenchTenant(server: BenchServer, slug: string): Promise<BenchTenant> {
  const token = await sessionToken(server.sessionSecret, 'super_admin', 'bench');
  await sendExpecting(201, `${server.url}/api/v1/tenants`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ slug, name: slug, time_zone: ZONE, profile: 'complete', country_code: '55' }),
  });
  const tenant = new BenchTenant(server, slug);
  await tenant.ingest(ndjson(organisation()));
  return tenant;
}

export function ndjson(records: readonly RawRecord[]): string {
  return records.map((record) => JSON.stringify(record)).join('\n');
}
