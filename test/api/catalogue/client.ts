import { call } from '../../support/client.ts';
import { freshTenant, type TestTenant } from '../../support/tenant.ts';

export interface ListedMetric {
  name: string;
  own: boolean;
  numerator: Record<string, number>;
  denominator: Record<string, number> | null;
  [field: string]: unknown;
}

/** What may be in an answer. */
interface Answer extends ListedMetric {
  metrics: ListedMetric[];
  base_measures: { name: string; unit: string }[];
  detail: string;
  errors: { path: string; message: string }[];
}

/** A tenant's metrics, as an administrator's program uses them. */
export interface MetricsClient {
  tenant: TestTenant;
  /** Any request on `/api/v1/metrics`, with the administrator's session: its status and body. */
  ask(method: string, path?: string, body?: unknown): Promise<{ status: number; body: Answer }>;
  list(): Promise<ListedMetric[]>;
  own(): Promise<ListedMetric[]>;
}

/** A client of a fresh tenant. */
export async function metricsClient(): Promise<MetricsClient> {
  const tenant = await freshTenant();
  const client: MetricsClient = {
    tenant,
    async ask(method, path = '', body) {
      const bearer = await tenant.token('tenant_admin');
      const response = await call(`/api/v1/metrics${path}`, { method, bearer, body });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
    list: async () => (await client.ask('GET')).body.metrics,
    own: async () => (await client.list()).filter(({ own }) => own),
  };
  return client;
}

/** The body that defines a metric: completed less missed calls, unless told. */
export function definition(name: string, fields: Readonly<Record<string, unknown>> = {}) {
  return {
    name,
    label: 'Net calls',
    unit: 'count',
    description: 'Completed calls less missed ones.',
    numerator: { calls_completed: 1, calls_missed: -1 },
    ...fields,
  };
}
