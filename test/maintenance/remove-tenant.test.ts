import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import type { TenantStore } from '../../src/db/tenant-store.ts';
import { isBeingRemoved, removeTenant, SETTLE_SECONDS } from '../../src/maintenance/remove-tenant.ts';
import { SLICE_ROWS } from '../../src/maintenance/tables-of-tenants.ts';
import { bucketWith } from '../exports/synthetic.ts';
import { call } from '../support/client.ts';
import { contextOf } from '../support/context.ts';
import { freshTenant, nowSeconds, sessionToken, type TestTenant } from '../support/tenant.ts';
import { fill, rowsOf, tenantTables } from './database.ts';

const ROWS = 2 * SLICE_ROWS + 3;
const KEPT = ['removed_tenants', 'tenants'];
const FAR = 9_999_999_999_999;

async function superAdmin(): Promise<string> {
  return sessionToken({ role: 'super_admin' });
}

/** Asks for the removal of a tenant, and lets its waiting time be over. */
async function due(tenant: TestTenant): Promise<void> {
  const response = await call(`/api/v1/tenants/${tenant.slug}`, {
    method: 'DELETE',
    bearer: await superAdmin(),
    body: { confirm: tenant.slug },
  });
  expect(response.status).toBe(202);
  await env.DB.prepare('UPDATE tenants SET removal_due_at = ?2 WHERE tenant = ?1')
    .bind(tenant.slug, nowSeconds() - 1)
    .run();
}

/** A tenant with rows in every table, and with files. */
async function filledTenant(slug?: string): Promise<TestTenant> {
  const tenant = await freshTenant(slug === undefined ? {} : { slug });
  for (const table of await tenantTables()) {
    if (!KEPT.includes(table)) await fill(tenant.slug, table, ROWS);
  }
  for (const key of [`${tenant.slug}/a.csv`, `${tenant.slug}/b.json`, `carry/${tenant.slug}/a/1`]) {
    await env.EXPORT_FILES.put(key, 'file');
  }
  return tenant;
}

async function objectsOf({ slug }: TestTenant): Promise<string[]> {
  const { objects } = await env.EXPORT_FILES.list();
  return objects.map(({ key }) => key).filter((key) => key.split('/').includes(slug));
}

async function countsOf({ slug }: TestTenant): Promise<Record<string, number>> {
  const row = await env.DB.prepare('SELECT counts FROM removed_tenants WHERE tenant = ?1')
    .bind(slug)
    .first<{ counts: string }>();
  return JSON.parse(row!.counts);
}

async function isRemoved({ slug }: TestTenant): Promise<boolean> {
  const row = await env.DB.prepare('SELECT removed_at FROM removed_tenants WHERE tenant = ?1')
    .bind(slug)
    .first<{ removed_at: number | null }>();
  return row !== null && row.removed_at !== null;
}

function expectGone(rows: Record<string, unknown[]>, slug: string): void {
  const { removed_tenants, ...others } = rows;
  expect(Object.entries(others).filter(([, each]) => each.length > 0)).toEqual([]);
  expect(removed_tenants).toEqual([
    expect.objectContaining({
      tenant: slug,
      removed_at: expect.any(Number),
      requested_by: expect.any(String),
    }),
  ]);
}

/** Runs the removal, begun long enough ago, until it is done. */
async function removed(
  tenant: TestTenant,
  work: { store?: TenantStore; bucket?: R2Bucket } = {},
): Promise<boolean> {
  const { store = tenant.store, bucket = env.EXPORT_FILES } = work;
  const later = nowSeconds() + SETTLE_SECONDS + 1;
  const context = { store, now: later, env: { EXPORT_FILES: bucket } };
  return (await removeTenant(context, { until: FAR })).done;
}

describe('the deletion of a tenant', () => {
  test('leaves nothing in any table and in the bucket, and another tenant as it was', async () => {
    const slug = `t-${crypto.randomUUID().slice(0, 12)}`;
    const tenant = await filledTenant(slug);
    // Its slug begins with the other's, so that a prefix that is too short would be seen.
    const other = await filledTenant(`${slug}-b`);
    const { key } = await other.key();
    const figures = async () =>
      (
        await call('/api/v1/analytics/overview?date_from=2026-03-01&date_to=2026-03-08', { bearer: key })
      ).text();
    await figures();
    const before = [await rowsOf(other.slug), await objectsOf(other), await figures()];
    await due(tenant);
    const full = Object.entries(await rowsOf(tenant.slug)).map(([table, rows]) => [table, rows.length]);
    expect(full.filter(([table, rows]) => rows === 0 && table !== 'removed_tenants')).toEqual([]);

    expect((await removeTenant(contextOf(tenant), { until: FAR })).done).toBe(false);
    expect(await isBeingRemoved(tenant)).toBe(true);
    while (!(await removed(tenant))) expect(await isBeingRemoved(tenant)).toBe(true);

    expectGone(await rowsOf(tenant.slug), tenant.slug);
    expect(await objectsOf(tenant)).toEqual([]);
    const { files, ...tables } = await countsOf(tenant);
    const expected = Object.fromEntries(full.filter(([table]) => !KEPT.includes(table as string)));
    expect({ files, ...tables }).toEqual({ files: 3, ...expected });
    expect([await rowsOf(other.slug), await objectsOf(other), await figures()]).toEqual(before);
    expect(await removed(tenant)).toBe(false);
  });

  test('goes on wherever it was stopped, and counts each row once', async () => {
    const tenant = await filledTenant();
    await due(tenant);
    const full = Object.entries(await rowsOf(tenant.slug)).map(([table, rows]) => [table, rows.length]);
    await removeTenant(contextOf(tenant), { until: FAR });
    let isDone = false;
    let stops = 0;
    for (let calls = 1; !isDone; calls += 3) {
      let left = calls;
      const dying = () => {
        left -= 1;
        if (left < 0) throw new Error('stopped');
      };
      const store: TenantStore = {
        ...tenant.store,
        batch: async (queries) => {
          dying();
          const rows = await tenant.store.batch(queries);
          dying();
          return rows;
        },
      };
      const bucket = bucketWith({
        async delete(keys) {
          dying();
          await env.EXPORT_FILES.delete(keys);
        },
      });
      try {
        isDone = await removed(tenant, { store, bucket });
      } catch (error) {
        expect(error).toMatchObject({ message: 'stopped' });
        stops += 1;
        // It may have been stopped right after its last step.
        isDone = await isRemoved(tenant);
      }
    }
    expect(stops).toBeGreaterThan(5);
    expectGone(await rowsOf(tenant.slug), tenant.slug);
    expect(await objectsOf(tenant)).toEqual([]);
    const { files: _files, ...tables } = await countsOf(tenant);
    expect(tables).toEqual(Object.fromEntries(full.filter(([table]) => !KEPT.includes(table as string))));
  });

  test('does not begin before it is due, nor after a restore', async () => {
    const tenant = await freshTenant();
    expect(await removed(tenant)).toBe(false);
    await due(tenant);
    const bearer = await superAdmin();
    const restore = () => call(`/api/v1/tenants/${tenant.slug}/restore`, { method: 'POST', bearer });
    expect((await restore()).status).toBe(200);
    expect(await removed(tenant)).toBe(false);
    expect(await isBeingRemoved(tenant)).toBe(false);
    await due(tenant);
    await removeTenant(contextOf(tenant), { until: FAR });
    expect((await restore()).status).toBe(409);
  });

  test('lets nobody else remove an entry of the audit log', async () => {
    const [tenant, other] = [await freshTenant(), await freshTenant()];
    await due(tenant);
    await removeTenant(contextOf(tenant), { until: FAR });
    const remove = env.DB.prepare('DELETE FROM audit_log WHERE tenant = ?1').bind(other.slug).run();
    await expect(remove).rejects.toThrow('append-only');
  });
});
