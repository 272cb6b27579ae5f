export const ROLES = [
  'attendant',
  'agent',
  'supervisor',
  'manager',
  'tenant_user',
  'tenant_readonly',
  'tenant_admin',
  'tenant_owner',
  'super_admin',
] as const;
export type Role = (typeof ROLES)[number];

/** Scopes of API keys. */
export const SCOPES = [
  'analytics:read',
  'analytics:export',
  'analytics:refresh',
  'evaluations:read',
  'evaluations:write',
  'ingest:write',
  'records:delete',
  'customers:erase',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Who may use an operation. Without a scope, no API key may. */
export interface Permission {
  scope?: Scope;
  roles: readonly Role[];
}

const ADMINS = ['tenant_admin', 'tenant_owner', 'super_admin'] as const;
const MANAGERS = ['manager', ...ADMINS] as const;
const READERS = ['manager', 'supervisor', 'agent', 'tenant_user', 'tenant_readonly', ...ADMINS] as const;
const EVALUATORS = ['attendant', 'agent', 'supervisor', 'manager', ...ADMINS] as const;

/** The permissions of the whole API: one per row of the access table in the documentation. */
export const PERMISSIONS = {
  managerAnalytics: { scope: 'analytics:read', roles: MANAGERS },
  refresh: { scope: 'analytics:refresh', roles: MANAGERS },
  readerAnalytics: { scope: 'analytics:read', roles: READERS },
  readEvaluations: { scope: 'evaluations:read', roles: EVALUATORS },
  writeEvaluations: { scope: 'evaluations:write', roles: EVALUATORS },
  managerExports: { scope: 'analytics:export', roles: MANAGERS },
  /** Exports of personal records. */
  adminExports: { scope: 'analytics:export', roles: ['tenant_admin', 'super_admin'] },
  ingest: { scope: 'ingest:write', roles: ADMINS },
  /** Deletions sent to ingest. */
  deleteRecords: { scope: 'records:delete', roles: ADMINS },
  /** Erasures, sent to ingest or by their own operation. */
  eraseCustomers: { scope: 'customers:erase', roles: ADMINS },
  /** Dashboards of one's own, which need a user. */
  keepDashboards: { roles: READERS },
  administer: { roles: ADMINS },
  platform: { roles: ['super_admin'] },
  /** All data of a tenant, with personal data unmasked. */
  exportTenant: { roles: ['tenant_owner', 'super_admin'] },
} as const satisfies Record<string, Permission>;
