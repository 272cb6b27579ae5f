import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { ApiError, ask } from './api/request.ts';

/** Who is signed in, as GET /api/v1/browser-session answers. */
export interface SignedIn {
  tenant: string;
  /** The tenants that the session may choose from. */
  tenants: readonly string[];
  /** Null for API keys. */
  role: string | null;
  scopes: readonly string[] | null;
  user: string | null;
  time_zone: string;
  expires_at: string;
}

/** The session within the shell. */
export interface Session extends SignedIn {
  choose(tenant: string): void;
  signOut(): Promise<void>;
}

export const SessionContext = createContext<Session | undefined>(undefined);

/** The session. Only for components inside the shell, which is shown after signing in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('There is no session outside the shell.');
  return session;
}

/** As the API answers it: without a tenant if there are several and none was named. */
type Answered = Omit<SignedIn, 'tenant'> & { tenant: string | null };

/**
 * Who is signed in, seeing one tenant: `wanted` if the session may choose it, else the first. Throws ApiError if nobody
 * is signed in.
 */
export async function whoIsSignedIn(wanted: string | null): Promise<SignedIn> {
  const path = '/api/v1/browser-session';
  const found = await ask<Answered>(path);
  if (found.tenant !== null) return { ...found, tenant: found.tenant };
  const tenants = found.tenants.length > 0 ? found.tenants : await allTenants();
  const [first] = tenants;
  if (first === undefined) throw new ApiError(403, 'This session has no tenant.');
  const tenant = wanted !== null && tenants.includes(wanted) ? wanted : first;
  return { ...(await ask<Answered>(path, { tenant })), tenants, tenant };
}

/** The slugs of all tenants, which a super_admin may choose from. */
async function allTenants(): Promise<readonly string[]> {
  const { tenants } = await ask<{ tenants: { slug: string }[] }>('/api/v1/tenants');
  return tenants.map(({ slug }) => slug);
}

export async function signOut(): Promise<void> {
  await ask('/api/v1/browser-session', { method: 'DELETE' });
}

/** Roles that may change settings of a tenant. */
const ADMINS = ['tenant_admin', 'tenant_owner', 'super_admin'];

export function isAdmin({ role }: Pick<SignedIn, 'role'>): boolean {
  return role !== null && ADMINS.includes(role);
}

export function mayExport({ role, scopes }: Pick<SignedIn, 'role' | 'scopes'>): boolean {
  return role === 'manager' || isAdmin({ role }) || (scopes?.includes('analytics:export') ?? false);
}
