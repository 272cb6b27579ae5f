import { describe, expect, test } from 'vitest';
import { ROUTES } from '../../../src/api/registry.ts';
import { grantersOf, grantRefusal } from '../../../src/auth/actor.ts';
import { PERMISSIONS, type Permission, ROLES, SCOPES, type Scope } from '../../../src/auth/roles.ts';
import { operationsOf } from '../../../src/http/operation.ts';

const ALL_OPERATIONS = ROUTES.flatMap(operationsOf);

test.each<[Scope, string[]]>([
  ['analytics:read', ['manager', 'tenant_admin', 'tenant_owner', 'super_admin']],
  ['analytics:export', ['tenant_admin', 'super_admin']],
  ['analytics:refresh', ['manager', 'tenant_admin', 'tenant_owner', 'super_admin']],
  ['ingest:write', ['tenant_admin', 'tenant_owner', 'super_admin']],
  ['records:delete', ['tenant_admin', 'tenant_owner', 'super_admin']],
  ['customers:erase', ['tenant_admin', 'tenant_owner', 'super_admin']],
])('%s may be granted by those who may do everything that it opens: %s', (scope, roles) => {
  expect(grantersOf(scope)).toEqual(roles);
});

test('no role grants a scope that opens an operation which it may not use itself', () => {
  for (const role of ROLES) {
    for (const scope of SCOPES.filter((each) => grantRefusal(role, [each]) === undefined)) {
      const opened = ALL_OPERATIONS.filter(({ permission }) => permission?.scope === scope);
      const beyond = opened.filter(({ permission }) => !permission?.roles.includes(role));
      expect([role, scope, beyond.map(({ id }) => id)]).toEqual([role, scope, []]);
    }
  }
});

test('the refusal names the scopes and who may', () => {
  expect(grantRefusal('tenant_owner', ['analytics:read', 'analytics:export'])).toBe(
    'Role "tenant_owner" is not allowed to create or change an API key with analytics:export, because it does not have all permissions of that scope itself. Allowed: tenant_admin, super_admin.',
  );
});

describe('by the registry', () => {
  test('every permission of an operation is one of PERMISSIONS, from which grants are derived', () => {
    const known = new Set<Permission>(Object.values(PERMISSIONS));
    const unknown = ALL_OPERATIONS.filter(({ permission }) => permission && !known.has(permission));
    expect(unknown.map(({ id }) => id)).toEqual([]);
  });

  test('no API key makes, changes or ends keys or sessions, or changes tenants', () => {
    const administering = ALL_OPERATIONS.filter(({ path }) =>
      /^\/api\/v1\/(api-keys|sessions|tenants|audit-log)/.test(path),
    );
    expect(administering.length).toBeGreaterThan(8);
    for (const { id, permission } of administering) expect([id, permission?.scope]).toEqual([id, undefined]);
  });
});
