import {
  ANALYTICS_SCOPES,
  type AnalyticsSpec,
  FILE_FORMATS,
  type FileFormat,
  REPORT_TYPES,
} from '../../src/exports/spec.ts';
import { call } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { linkTo, streamPath } from './personal-files.ts';
import { phone, phoneText, words } from './personal-seeds.ts';
import type { World } from './personal-world.ts';
import { sampleCellToken } from './sample-cell.ts';

/** A request that finds personal data, and what shows that it did. */
export interface Asked {
  path: string;
  body?: unknown;
  /** Part of the answer, or of the file it is; a status alone may be a refusal of nothing. */
  finds?: string;
  /** Of the answer; a 2xx or a redirect unless told. */
  status?: number;
}

type Ask = (world: World) => Asked[] | Promise<Asked[]>;

const snake = ({ date }: World) => `date_from=${date}&date_to=${date}`;
const camel = ({ date }: World) => `dateFrom=${date}&dateTo=${date}`;
const voice = ({ date }: World) => `start_date=${date}&end_date=${date}`;
const read =
  (path: string, period: (world: World) => string, finds: string): Ask =>
  (world) => [{ path: `${path}?${period(world)}`, finds }];
const plain =
  (path: string, finds = ''): Ask =>
  () => [{ path, finds }];

const QUALITY = '/v1/analytics';
const CALLS = '/api/v1/analytics';
const HELPDESK = '/api/v2/analytics/conversations';

const reviewsBody = ({ date }: World) => ({ dateFrom: date, dateTo: date });
const figuresBody = ({ date }: World) => ({
  metrics: ['ended', 'total_customers'],
  dimensions: ['agent', 'channel'],
  period: { from: date, to: date },
});
const topicsBody = ({ date }: World) => ({
  metrics: ['ended'],
  dimensions: ['topic', 'category', 'intent'],
  period: { from: date, to: date },
});
const inBase64url = (body: object) => Buffer.from(JSON.stringify(body)).toString('base64url');
const analyticsBody = ({ date }: World) => ({
  start_date: date,
  end_date: date,
  include_transcripts: true,
  include_conversations: true,
});

const POLICY = { name: 'A rule', effective_from: '2026-03-01', seconds: 20, target_percent: 80 };
const CALENDAR = { time_zone: 'Europe/Lisbon', opening: { monday: [{ from: '09:00', to: '17:00' }] } };

const METRIC = (name: string) => ({
  name,
  label: 'Of a test',
  unit: 'count',
  description: 'Of a test.',
  numerator: { calls: 1 },
});

/** Letters alone: random digits might be those of a seeded number. */
const aName = () =>
  `m_${Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => String.fromCharCode(97 + (byte % 26))).join('')}`;

const DASHBOARD = {
  name: 'Of a test',
  tiles: [{ title: 'Calls', shape: 'figures', query: { metrics: ['total_calls'] } }],
};

/** A new dashboard. */
async function aDashboard({ tenant }: World): Promise<string> {
  const bearer = await tenant.token('manager');
  const made = await call('/api/v1/dashboards', { method: 'POST', bearer, body: DASHBOARD });
  const { id } = await made.json<{ id: string }>();
  return `/api/v1/dashboards/${id}`;
}

const WEBHOOK = { url: 'https://hooks.example.com/in', events: ['audit.entry'] };

/** The path of a new webhook, and the id of a delivery to it. */
async function aWebhook({ tenant }: World): Promise<{ path: string; delivery: string }> {
  const bearer = await tenant.token('tenant_admin');
  const made = await call('/api/v1/webhooks', { method: 'POST', bearer, body: WEBHOOK });
  const path = `/api/v1/webhooks/${(await made.json<{ id: string }>()).id}`;
  const tested = await call(`${path}/test`, { method: 'POST', bearer });
  return { path, delivery: (await tested.json<{ id: string }>()).id };
}

/** The path of a new metric of the tenant's own. */
async function aMetric({ tenant }: World): Promise<string> {
  const name = aName();
  const bearer = await tenant.token('tenant_admin');
  await call('/api/v1/metrics', { method: 'POST', bearer, body: METRIC(name) });
  return `/api/v1/metrics/${name}`;
}

/** The requests of every operation, by its id. A new operation needs an entry: parameters that find what is seeded. */
export const ASKED: Readonly<Record<string, Ask>> = {
  root: plain('/', 'documentation'),
  healthz: plain('/healthz'),
  securityTxt: plain('/.well-known/security.txt', 'Contact:'),
  openapi: plain('/openapi.json'),
  listTenants: plain('/api/v1/tenants', 'tenants'),
  createTenant: () => [
    {
      path: '/api/v1/tenants',
      body: { slug: `t-${crypto.randomUUID().slice(0, 18)}`, name: 'New', time_zone: 'UTC' },
    },
  ],
  getTenant: ({ tenant }) => [{ path: `/api/v1/tenants/${tenant.slug}` }],
  patchTenant: ({ tenant }) => [{ path: `/api/v1/tenants/${tenant.slug}`, body: { name: 'Renamed' } }],
  rotateSecret: ({ tenant }) => [
    { path: `/api/v1/tenants/${tenant.slug}/rotate-secret`, body: {}, status: 409 },
  ],
  // The file itself holds everything in clear, for those who run the tenant: that is what it is for.
  exportTenant: ({ tenant }) => [{ path: `/api/v1/tenants/${tenant.slug}/export`, body: {} }],
  tenantExportStatus: async ({ tenant }) => {
    const path = `/api/v1/tenants/${tenant.slug}/export`;
    const options = { method: 'POST', bearer: await tenant.token('tenant_owner'), body: {} };
    const { export_id } = await (await call(path, options)).json<{ export_id: string }>();
    return [{ path: `${path}/${export_id}`, finds: 'lines_written' }];
  },
  deleteTenant: async () => {
    const { slug } = await freshTenant();
    return [{ path: `/api/v1/tenants/${slug}`, body: { confirm: slug } }];
  },
  restoreTenant: ({ tenant }) => [{ path: `/api/v1/tenants/${tenant.slug}/restore`, body: {}, status: 409 }],
  listRemovedTenants: plain('/api/v1/removed-tenants', 'tenants'),
  usage: plain('/api/v1/usage', 'quotas'),
  listWebhooks: plain('/api/v1/webhooks', 'webhooks'),
  createWebhook: () => [
    { path: '/api/v1/webhooks', body: WEBHOOK, finds: 'whsec_' },
    { path: '/api/v1/webhooks', body: { ...WEBHOOK, url: `https://${phone()}` }, status: 400 },
    { path: '/api/v1/webhooks', body: { ...WEBHOOK, [words('field')]: phone() }, status: 400 },
  ],
  getWebhook: async (world) => [{ path: (await aWebhook(world)).path, finds: 'hooks.example.com' }],
  patchWebhook: async (world) => [{ path: (await aWebhook(world)).path, body: { enabled: false } }],
  deleteWebhook: async (world) => [{ path: (await aWebhook(world)).path }],
  rotateWebhook: async (world) => [{ path: `${(await aWebhook(world)).path}/rotate`, finds: 'whsec_' }],
  testWebhook: async (world) => [{ path: `${(await aWebhook(world)).path}/test`, finds: 'webhook.test' }],
  listWebhookDeliveries: async (world) => [
    { path: `${(await aWebhook(world)).path}/deliveries`, finds: 'webhook.test' },
  ],
  retryWebhookDelivery: async (world) => [
    { path: `${(await aWebhook(world)).path}/deliveries/unknown/retry`, status: 404 },
  ],
  quarantineList: plain('/api/v1/quarantine'),
  quarantineRetry: () => [{ path: '/api/v1/quarantine/retry', body: {} }],
  verifyAuditLog: plain('/api/v1/audit-log/verify', 'intact'),
  signIn: async ({ tenant }) => [
    {
      path: '/api/v1/browser-session',
      body: { credential: await tenant.token('manager') },
      finds: 'time_zone',
    },
  ],
  whoAmI: () => [{ path: '/api/v1/browser-session', status: 401 }],
  signInOptions: plain('/api/v1/browser-session/options', 'oidc'),
  oidcStart: () => [{ path: '/api/v1/browser-session/oidc', status: 302 }],
  oidcCallback: () => [{ path: '/api/v1/browser-session/oidc/callback', status: 302 }],
  signOut: () => [{ path: '/api/v1/browser-session' }],
  revokeSessions: () => [{ path: '/api/v1/sessions/revoke', body: { jti: 'of-nobody' } }],
  patchApiKey: async ({ tenant }) => [
    { path: `/api/v1/api-keys/${(await aKey(tenant)).id}`, body: { name: 'Renamed' } },
  ],
  rotateApiKey: async ({ tenant }) => [
    { path: `/api/v1/api-keys/${(await aKey(tenant)).id}/rotate`, body: {} },
  ],
  listApiKeys: plain('/api/v1/api-keys'),
  createApiKey: () => [{ path: '/api/v1/api-keys', body: { name: 'Another', scopes: ['ingest:write'] } }],
  revokeApiKey: async ({ tenant }) => [{ path: `/api/v1/api-keys/${(await tenant.key()).id}` }],
  auditLog: plain('/api/v1/audit-log', 'entries'),
  ingest: () => [
    {
      path: '/api/v1/ingest',
      finds: '"rejected":3',
      body: {
        records: [
          { type: 'interaction', id: phone(), kind: phoneText(), [words('field')]: words('value') },
          { type: 'evaluation', id: 'mailzq@zqhost.example', rating: words('rating') },
          {
            type: 'interaction',
            id: 'x',
            customer: { phone: `${phone()}${phone()}`, email: words('no address') },
          },
        ],
      },
    },
  ],
  customersErase: () => [
    { path: '/api/v1/customers/crm-erased/erase' },
    { path: `/api/v1/customers/${encodeURIComponent(phone())}/erase` },
  ],
  query: (world) => [
    { path: '/api/v1/query', body: figuresBody(world), finds: 'Ann Lee' },
    { path: '/api/v1/query', body: { queries: { topics: topicsBody(world) } }, finds: '"ended":' },
    { path: '/api/v1/query', body: { metrics: [words('metric')], [words('field')]: phone() }, status: 400 },
  ],
  queryGet: (world) => [
    { path: `/api/v1/query?q=${inBase64url({ ...figuresBody(world), format: 'csv' })}`, finds: 'Ann Lee' },
  ],
  liveTicket: (world) => [
    {
      path: '/api/v1/live',
      body: { queries: { agents: figuresBody(world) } },
      finds: '/api/v1/live?ticket=',
    },
  ],
  liveStream: async (world) => [{ path: await streamPath(world, figuresBody(world)), finds: 'Ann Lee' }],
  queryExportCreate: (world) => [
    { path: '/api/v1/query/exports', body: { query: figuresBody(world), format: 'json' } },
  ],
  queryExportStatus: async (world) => [
    {
      path: `/api/v1/query/exports/${await once(world, '/api/v1/query/exports', { query: figuresBody(world), format: 'csv' })}`,
      finds: 'completed',
    },
  ],
  staffing: ({ date }) => [
    { path: '/api/v1/staffing', body: { date }, finds: '"actual":{"volume":' },
    { path: '/api/v1/staffing', body: { date, queue: phoneText(), [words('field')]: phone() }, status: 400 },
  ],
  listAttributes: plain('/api/v1/attributes', 'attributes'),
  putAttributes: () => [
    { path: '/api/v1/attributes', body: { attributes: [{ key: phoneText(), type: 'token' }] }, status: 400 },
    { path: '/api/v1/attributes', body: { attributes: [], [words('field')]: phone() }, status: 400 },
    { path: '/api/v1/attributes', body: { attributes: [{ key: 'tier', type: 'token', dimension: true }] } },
  ],
  listCalendars: plain('/api/v1/calendars', 'calendars'),
  putCalendar: () => [
    { path: `/api/v1/calendars/${aName()}`, body: CALENDAR },
    { path: `/api/v1/calendars/${aName()}`, body: { ...CALENDAR, [words('field')]: phone() }, status: 400 },
  ],
  deleteCalendar: () => [{ path: '/api/v1/calendars/unknown', status: 404 }],
  listDashboards: plain('/api/v1/dashboards', 'dashboards'),
  createDashboard: () => [
    { path: '/api/v1/dashboards', body: DASHBOARD },
    { path: '/api/v1/dashboards', body: { ...DASHBOARD, [words('field')]: phone() }, status: 400 },
  ],
  getDashboard: async (world) => [{ path: await aDashboard(world), finds: 'Of a test' }],
  putDashboard: () => [
    { path: '/api/v1/dashboards/unknown', body: { ...DASHBOARD, version: 1 }, status: 404 },
  ],
  deleteDashboard: () => [{ path: '/api/v1/dashboards/unknown', status: 404 }],
  listMetrics: plain('/api/v1/metrics', 'total_calls'),
  createMetric: () => [{ path: '/api/v1/metrics', body: METRIC(aName()) }],
  patchMetric: async (world) => [{ path: await aMetric(world), body: { label: 'Renamed' } }],
  deleteMetric: async (world) => [{ path: await aMetric(world) }],
  listCombinations: plain('/api/v1/combinations', 'combinations'),
  createCombination: () => [
    {
      path: '/api/v1/combinations',
      body: { dimensions: ['agent', 'team'], metrics: [words('metric')] },
      status: 400,
    },
  ],
  deleteCombination: () => [{ path: '/api/v1/combinations/unknown', status: 404 }],
  listServiceLevelPolicies: plain('/api/v1/service-level-policies', 'frozen_through'),
  createServiceLevelPolicy: () => [
    {
      path: '/api/v1/service-level-policies',
      body: { ...POLICY, applies_to: { queue: phoneText() }, [words('field')]: phone() },
      status: 400,
    },
  ],
  freezeServiceLevelPolicies: () => [
    { path: '/api/v1/service-level-policies/freeze', body: { through: '2020-01-01' } },
  ],
  listDimensions: plain('/api/v1/dimensions', 'agent'),
  listMembers: () => [
    { path: '/api/v1/dimensions/agent/members', finds: 'Ann Lee' },
    { path: '/api/v1/dimensions/intent/members' },
  ],
  callsOverview: read(`${CALLS}/overview`, snake, 'total_calls'),
  conversationsOverview: read(`${CALLS}/overview`, camel, 'period'),
  callsHourly: read(`${CALLS}/hourly`, snake, 'hour'),
  callsAgents: read(`${CALLS}/agents`, snake, 'Ann Lee'),
  callsTrends: read(`${CALLS}/trends`, snake, 'data'),
  callsRefreshViews: plain(`${CALLS}/refresh-views`),
  qualitySummary: read(`${QUALITY}/summary`, camel, 'positive'),
  qualityCampaigns: read(`${QUALITY}/campaigns`, camel, 'spring'),
  qualityCallCenters: read(`${QUALITY}/call-centers`, camel, 'north'),
  qualityExecutives: read(`${QUALITY}/executives`, camel, 'Ann Lee'),
  qualityTrends: read(`${QUALITY}/trends`, camel, 'trends'),
  qualityExport: (world) => [{ path: `${QUALITY}/export`, body: { ...reviewsBody(world), format: 'csv' } }],
  qualityExportStatus: async (world) => [
    {
      path: `${QUALITY}/export/${await once(world, `${QUALITY}/export`, { ...reviewsBody(world), format: 'json' })}`,
      finds: 'completed',
    },
  ],
  conversationsBreakdown: read(`${CALLS}/conversations`, camel, 'chat'),
  conversationsCosts: read(`${CALLS}/costs`, camel, 'period'),
  conversationsSentiment: read(`${CALLS}/sentiment`, camel, 'period'),
  conversationsIntents: read(`${CALLS}/intents`, camel, 'refund'),
  reportCreate: (world) => [
    { path: '/api/v1/reports', body: { ...reviewsBody(world), type: 'cost_summary', format: 'pdf' } },
  ],
  reportStatus: async (world) => [{ path: `/api/v1/reports/${await aReport(world)}`, finds: 'completed' }],
  reportDownload: async (world) => [
    { path: `/api/v1/reports/${await aReport(world)}/download`, status: 302 },
  ],
  evaluationsList: read('/api/v1/evaluations', snake, 'rated-chat'),
  evaluationsGet: () =>
    ['rated-call', 'rated-chat'].map((id) => ({ path: `/api/v1/evaluations/${id}`, finds: '***@***; ****' })),
  evaluationsStats: read('/api/v1/evaluations/stats', snake, 'average_rating'),
  evaluationsCreate: (world) => [
    {
      path: '/api/v1/evaluations',
      body: {
        evaluation: { call_id: world.unrated(), rating: 5, comment: words('thanks').replace(/Zéb.*/, '') },
      },
      finds: '***@***',
    },
  ],
  evaluationsCreatePublic: (world) => [
    { path: `/api/v1/call/evaluate/${world.unrated()}`, body: { rating: 5, comment: words('thanks') } },
  ],
  voiceCallMetrics: read(`${CALLS}/call-metrics`, voice, 'call_volume'),
  voiceResolutionRates: read(`${CALLS}/resolution-rates`, voice, 'Billing'),
  voiceUsagePatterns: read(`${CALLS}/usage-patterns`, voice, 'model-3-20241022'),
  voiceExportCreate: (world) => [
    { path: `${CALLS}/export`, body: { ...analyticsBody(world), format: 'json' } },
  ],
  voiceExportList: plain(`${CALLS}/exports`, 'exports'),
  voiceExportDownload: async (world) => [
    {
      path: `${CALLS}/export/${await once(world, `${CALLS}/export`, { ...analyticsBody(world), format: 'csv', scope: 'all' })}/download`,
      finds: 'Billing',
    },
  ],
  voiceSearch: (world) => [{ path: `${CALLS}/search?${voice(world)}&phone=7777` }],
  interactionsGet: () =>
    ['call', 'chat', 'by-number', 'by-address', 'erased'].map((id) => ({
      path: `/api/v1/interactions/${id}`,
      finds: '"topic":"',
    })),
  recordsBehind: async ({ tenant }) => [
    { path: `/api/v1/records?of=${await sampleCellToken(tenant)}`, finds: '"id":"call"' },
  ],
  filesGet: async (world) => [{ path: await linkTo(world, await aReport(world)), finds: 'chat' }],
  helpdeskOverview: read(`${HELPDESK}/overview`, snake, 'total'),
  helpdeskSlaCompliance: read(`${HELPDESK}/sla-compliance`, snake, 'compliance'),
  helpdeskCsat: read(`${HELPDESK}/csat`, snake, 'avg_rating'),
  helpdeskCsatResponses: read(`${HELPDESK}/csat/responses`, snake, 'rated-chat'),
  helpdeskResolutionRates: read(`${HELPDESK}/resolution-rates`, snake, 'resolved_count'),
  helpdeskTeams: plain(`${HELPDESK}/teams`, 'Desk'),
  helpdeskInsights: read(`${HELPDESK}/insights`, snake, 'Refund'),
  helpdeskUnifiedOverview: read('/api/v2/analytics/unified-overview', snake, 'voice'),
  helpdeskAggregationHealth: read(`${HELPDESK}/aggregation-health`, snake, 'pending_days'),
};

/** Every file that can be asked for: the path that begins it, its body, and a text in it that shows rows were found. */
export function everyFile(world: World): { path: string; body: { format: string }; finds: string }[] {
  const analytics = (format: FileFormat, scope: AnalyticsSpec['scope']) => ({
    path: `${CALLS}/export`,
    body: { ...analyticsBody(world), scope, format },
    finds: 'chat',
  });
  return [
    ...ANALYTICS_SCOPES.map((scope) => analytics('json', scope)),
    ...FILE_FORMATS.filter((format) => format !== 'json').map((format) => analytics(format, 'all')),
    ...(['csv', 'json'] as const).map((format) => ({
      path: `${QUALITY}/export`,
      body: { ...reviewsBody(world), format },
      finds: 'reviewed-call',
    })),
    ...REPORT_TYPES.flatMap((type) =>
      (['csv', 'pdf'] as const).map((format) => ({
        path: '/api/v1/reports',
        body: { ...reviewsBody(world), type, format },
        finds: 'Ann Lee',
      })),
    ),
  ];
}

function aReport(world: World): Promise<string> {
  return once(world, '/api/v1/reports', {
    ...reviewsBody(world),
    type: 'conversation_summary',
    format: 'csv',
  });
}

/** A key that every maker of keys may change. */
function aKey(tenant: TestTenant): Promise<{ id: string }> {
  return tenant.key({ scopes: ['ingest:write'] });
}

const made = new Map<string, Promise<string>>();

/** A finished export, made once. */
function once(world: World, path: string, body: object): Promise<string> {
  const key = JSON.stringify([path, body]);
  const before = made.get(key) ?? world.finished(path, body);
  made.set(key, before);
  return before;
}
