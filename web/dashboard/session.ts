import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { ask } from './api/request.ts';

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

export function whoIsSignedIn(): Promise<SignedIn> {
  return ask<SignedIn>('/api/v1/browser-session');
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
