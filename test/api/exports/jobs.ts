import { env } from 'cloudflare:workers';
import { expect, vi } from 'vitest';
import { type CallOptions, call } from '../../support/client.ts';
import { freshTenant, type TestTenant } from '../../support/tenant.ts';

/** The lease of a job that belongs to the test. */
const LEFT = 9_999_999_999;

/** What a job's row is set to: as the pipeline would leave it. */
interface State {
  status: 'queued' | 'processing' | 'completed' | 'failed' | 'withdrawn';
  rows_expected?: number;
  rows_written?: number;
  bytes?: number;
  checksum?: string;
  completed_at?: number | null;
  expires_at?: number;
  error?: string;
}

/** Whether the consumer still has to do with the job; one that was left belongs to the test. */
async function isInHand(tenant: TestTenant, id: string): Promise<boolean> {
  const row = await env.DB.prepare(
    `SELECT 1 FROM export_jobs WHERE tenant = ?1 AND id = ?2 AND status IN ('queued', 'processing') AND lease_until < ?3`,
  )
    .bind(tenant.slug, id, LEFT)
    .first();
  return row !== null;
}

/** A tenant that asks for exports with a key of all scopes, or with other credentials. */
export async function exportClient() {
  const tenant: TestTenant = await freshTenant();
  const { key } = await tenant.key();
  const send = (path: string, options: CallOptions = {}) => call(path, { bearer: key, ...options });
  return {
    tenant,
    get: (path: string, options: CallOptions = {}) => send(path, options),
    post: (path: string, body: unknown) => send(path, { method: 'POST', body }),
    /** Sets what the job is, once the Worker's own consumer has done with it. */
    async leave(id: string, state: State): Promise<void> {
      await vi.waitFor(async () => expect(await isInHand(tenant, id)).toBe(false), 20_000);
      const fields = Object.entries(state);
      const set = fields.map(([name], index) => `${name} = ?${index + 3}`).join(', ');
      await env.DB.prepare(
        `UPDATE export_jobs SET fence = fence + 1, lease_until = ${LEFT}, ${set} WHERE tenant = ?1 AND id = ?2`,
      )
        .bind(tenant.slug, id, ...fields.map(([, value]) => value))
        .run();
    },
    async audited(action: string): Promise<unknown[]> {
      const { results } = await env.DB.prepare(
        'SELECT subject, actor_kind FROM audit_log WHERE tenant = ?1 AND action = ?2 ORDER BY at, id',
      )
        .bind(tenant.slug, action)
        .all();
      return results;
    },
  };
}
