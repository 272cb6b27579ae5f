import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { Forbidden, Gone } from '../errors.ts';
import { SELECT_TENANT, settingsOf } from '../tenants/settings.ts';
import { requireServed } from '../tenants/tenants.ts';
import { type ExportJob, type JobRow, jobOf } from './jobs.ts';
import type { LinkTarget } from './links.ts';

const statement = statementsIn('exports');

const SELECT_JOB = statement<JobRow>('SELECT * FROM export_jobs WHERE tenant = ?1 AND id = ?2');
const SELECT_KEY = statement<{ id: string }>(`
  SELECT id FROM api_keys WHERE tenant = ?1 AND id = ?2 AND coalesce(expires_at > ?3, TRUE)`);

/**
 * The job that a link opens, in one round trip. `now` is in seconds UTC. Throws Forbidden if the API key that created
 * the link is revoked or expired, or if the tenant is suspended; Gone if the job does not exist.
 */
export async function linkedJob(
  store: TenantStore,
  { job: id, actor }: LinkTarget,
  now: number,
): Promise<ExportJob> {
  const isKey = actor.kind === 'key';
  const [[tenant], [job], keys] = (await store.batch([
    SELECT_TENANT.with(),
    SELECT_JOB.with(id),
    ...(isKey ? [SELECT_KEY.with(actor.id, now) as BoundStatement] : []),
  ])) as [Parameters<typeof settingsOf>[0][], JobRow[], unknown[]?];
  if (!tenant || !job) throw new Gone('This export is no longer known; ask for a new one.');
  requireServed(settingsOf(tenant));
  if (isKey && keys?.length !== 1) {
    throw new Forbidden('The API key that this link was given to has been revoked or has expired.');
  }
  return jobOf(job);
}
