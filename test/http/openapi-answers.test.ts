import { beforeAll, expect, test } from 'vitest';
import { ALL, admitted, readUrl, type Sample, samplePath } from '../contract/sample.ts';
import { call } from '../support/client.ts';
import { type Document, describedAt, readDocument, zodOf } from '../support/openapi.ts';
import { freshTenant, nowSeconds, type TestTenant } from '../support/tenant.ts';

const HOUR = 3_600;

/** Records that give most of the figures a value. */
function records() {
  const at = (hoursAgo: number) => new Date((nowSeconds() - hoursAgo * HOUR) * 1_000).toISOString();
  const ids = [1, 2, 3, 4, 5, 6];
  return [
    { type: 'agent', id: 'a1', name: 'Ana', team_id: 't1' },
    { type: 'team', id: 't1', name: 'First' },
    { type: 'article', id: 'x1', title: 'How', slug: 'how', status: 'published' },
    {
      type: 'article_stats',
      article_id: 'x1',
      date: at(48).slice(0, 10),
      views: 5,
      helpful: 2,
      not_helpful: 1,
    },
    ...ids.map((id) => ({
      type: 'interaction',
      id: `i${id}`,
      kind: id % 2 ? 'call' : 'conversation',
      channel: id % 2 ? 'phone' : 'chat',
      status: 'completed',
      started_at: at(30 * id),
      answered_at: at(30 * id - 0.01),
      first_response_at: at(30 * id - 0.1),
      resolved_at: at(30 * id - 0.5),
      duration_seconds: 60 * id,
      customer: { id: `c${id % 3}`, name: 'Eva', phone: `+551199999000${id}` },
      agent_id: 'a1',
      team_id: 't1',
      department_id: 'd1',
      campaign_id: 'k1',
      call_center_id: 'z1',
      category: 'billing',
      intent: 'refund',
      priority: 'high',
      sla: { first_response_seconds: 600, resolution_seconds: 7_200 },
      sentiment: { score: 0.7 },
      cost: { llm: 0.1, tts: 0.02, stt: 0.03, telephony: 0.4 },
      llm_usage: [
        { provider: 'p1', requests: 2, input_tokens: 9, output_tokens: 8, latency_ms: 300, errors: 0 },
      ],
    })),
    ...ids.map((id) => ({
      type: 'evaluation',
      id: `e${id}`,
      interaction_id: `i${id}`,
      rating: 1 + (id % 5),
      comment: 'Good.',
      responded_at: at(20 * id),
    })),
    ...ids.map((id) => ({
      type: 'quality_review',
      id: `q${id}`,
      interaction_id: `i${id}`,
      status: 'completed',
      score: 8.5,
      sentiment: 'positive',
      created_at: at(20 * id),
    })),
  ];
}

let document: Document;
let tenant: TestTenant;
/** Ids of what was created, by what their paths begin with. */
let jobs: Record<string, string>;
const reads = ALL.filter(
  ({ operation: { method, status = 200, produces } }) => method === 'GET' && status < 300 && !produces,
);

beforeAll(async () => {
  document = await readDocument();
  tenant = await freshTenant();
  const { key } = await tenant.key();
  const response = await call('/api/v1/ingest', {
    method: 'POST',
    bearer: key,
    body: { records: records() },
  });
  expect(await response.json()).toMatchObject({ rejected: 0, errors: [] });
  const post = async (path: string, body: unknown): Promise<Record<string, string>> =>
    (await call(path, { method: 'POST', bearer: key, body })).json();
  const { jobId = '' } = await post('/v1/analytics/export', { format: 'csv' });
  const dates = { dateFrom: '2026-03-01', dateTo: '2026-03-08' };
  const { reportId = '' } = await post('/api/v1/reports', { ...dates, type: 'cost_summary', format: 'csv' });
  const { export_id: queryExport = '' } = await post('/api/v1/query/exports', {
    query: { metrics: ['total_calls'] },
    format: 'csv',
  });
  const owner = await tenant.token('tenant_owner');
  const asked = await call(`/api/v1/tenants/${tenant.slug}/export`, { method: 'POST', bearer: owner });
  const { export_id } = await asked.json<{ export_id: string }>();
  const shown = await call('/api/v1/dashboards', {
    method: 'POST',
    bearer: owner,
    body: { name: 'One', tiles: [{ title: 'Calls', shape: 'figures', query: { metrics: ['total_calls'] } }] },
  });
  const { id: dashboard } = await shown.json<{ id: string }>();
  const admin = await tenant.token('tenant_admin');
  const webhook = { url: 'https://hooks.example.com/in', events: ['tenant.usage'] };
  const made = await call('/api/v1/webhooks', { method: 'POST', bearer: admin, body: webhook });
  const { id: webhookId } = await made.json<{ id: string }>();
  await call(`/api/v1/webhooks/${webhookId}/test`, { method: 'POST', bearer: admin });
  jobs = {
    '/api/v1/dashboards/': dashboard,
    '/api/v1/webhooks/': webhookId,
    '/v1/analytics/export/': jobId,
    '/api/v1/reports/': reportId,
    '/api/v1/query/exports/': queryExport,
    '/api/v1/tenants/:slug/export/': export_id,
  };
});

function describedOf({ operation: { path, method } }: Sample) {
  return describedAt(document, path, method);
}

/** The address with what the document requires, and with the ids of records. */
function addressOf(sample: Sample): string {
  const { parameters } = describedOf(sample);
  const names = parameters.filter((each) => each.in === 'query' && each.required).map(({ name }) => name);
  if (sample.selector) names.push(sample.selector);
  const today = new Date(nowSeconds() * 1_000).toISOString().slice(0, 10);
  const search = new URLSearchParams(names.map((name) => [name, name === 'phone' ? '0001' : today]));
  const { path } = sample.operation;
  const job = Object.entries(jobs).find(([start]) => path.startsWith(start))?.[1];
  const id = job ?? (path.includes('evaluations') ? 'e1' : path.includes('dimensions') ? 'agent' : 'i1');
  return `${samplePath(sample, tenant).replace('no-such-id', id)}?${search}`;
}

test.each(reads)('$title answers what the document says', async (sample) => {
  const isSigned = ['queryGet', 'recordsBehind'].includes(sample.operation.id);
  const address = isSigned ? await readUrl(sample, tenant) : addressOf(sample);
  const response = await call(address, await admitted(sample, tenant));
  const described = describedOf(sample).responses[response.status];
  if (!described || '$ref' in described) throw new Error(`${response.status}: ${await response.text()}`);
  const schema = described.content?.['application/json']?.schema;
  const body: unknown = await response.json();
  expect(schema && zodOf(document, schema).safeParse(body).error?.issues).toBeUndefined();
  expect(schema).toBeDefined();
});

test('a problem is what the document says, and a wrong answer is not', async () => {
  const problem = zodOf(document, { $ref: '#/components/schemas/Problem' });
  const response = await call('/api/v1/evaluations?nonsense=1', { bearer: await tenant.token('manager') });
  expect(problem.safeParse(await response.json()).error?.issues).toBeUndefined();
  expect(problem.safeParse({ status: 'x' }).success).toBe(false);
  const evaluation = zodOf(document, { $ref: '#/components/schemas/Evaluation' });
  expect(evaluation.safeParse({ id: 'e1', rating: 6 }).success).toBe(false);
});
