import { EXAMPLE_RECORDS } from './example-records.ts';

/** A request of an example. What is not named has no value. */
export interface ExampleRequest {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  body?: unknown;
  /** The status of the answer, if it is not that of the operation. */
  status?: number;
}

/** Fields of the answers to earlier requests, by operation. */
type Earlier = Readonly<Record<string, Readonly<Record<string, string>>>>;

type Ask = ExampleRequest | ((earlier: Earlier) => ExampleRequest);

const snake = { query: { date_from: '2026-03-02', date_to: '2026-03-03' } };
const camel = { query: { dateFrom: '2026-03-02', dateTo: '2026-03-03' } };
const voice = { query: { start_date: '2026-03-02', end_date: '2026-03-03' } };
const period = { from: '2026-03-02', to: '2026-03-03' };
const days = { dateFrom: '2026-03-02', dateTo: '2026-03-03' };

const QUERY = {
  metrics: ['total_calls', 'completion_rate', { metric: 'service_level', args: { seconds: 20 } }],
  dimensions: ['agent'],
  period,
  order: [{ by: 'total_calls', direction: 'desc' }],
};

/** The requests whose answers the API description shows, in the order in which they are sent. */
export const EXAMPLES: Readonly<Record<string, Ask>> = {
  root: {},
  healthz: {},
  createApiKey: { body: { name: 'Telephony', scopes: ['ingest:write', 'analytics:read'] } },
  ingest: { body: { records: EXAMPLE_RECORDS } },
  createServiceLevelPolicy: {
    body: {
      name: 'Support',
      effective_from: '2026-03-01',
      seconds: 20,
      target_percent: 80,
      applies_to: 'all',
    },
  },
  listServiceLevelPolicies: {},
  putCalendar: {
    params: { id: 'lisbon' },
    body: { time_zone: 'Europe/Lisbon', opening: { monday: [{ from: '09:00', to: '17:00' }] } },
  },
  listCalendars: {},
  createMetric: {
    body: {
      name: 'unhappy_share',
      label: 'Unhappy customers',
      unit: 'rate',
      description: 'Share of ratings that are 1 or 2.',
      numerator: { rated_1: 1, rated_2: 1 },
      denominator: { rated_1: 1, rated_2: 1, rated_3: 1, rated_4: 1, rated_5: 1 },
    },
  },
  patchMetric: { params: { name: 'unhappy_share' }, body: { label: 'Unhappy' } },
  query: { body: QUERY },
  queryGet: {
    query: { q: Buffer.from(JSON.stringify({ metrics: ['total_calls'], period })).toString('base64url') },
  },
  queryExportCreate: { body: { query: QUERY, format: 'xlsx' } },
  queryExportStatus: ({ queryExportCreate }) => ({
    params: { exportId: queryExportCreate?.export_id ?? '' },
  }),
  listMembers: { params: { name: 'agent' } },
  callsOverview: snake,
  callsHourly: snake,
  callsAgents: snake,
  callsTrends: snake,
  qualitySummary: camel,
  qualityCampaigns: camel,
  qualityCallCenters: camel,
  qualityExecutives: camel,
  qualityTrends: camel,
  qualityExport: { body: { ...days, format: 'csv' } },
  conversationsOverview: camel,
  conversationsBreakdown: camel,
  conversationsCosts: camel,
  conversationsSentiment: camel,
  conversationsIntents: camel,
  reportCreate: { body: { ...days, type: 'cost_summary', format: 'pdf' } },
  evaluationsList: snake,
  evaluationsGet: { params: { id: 'rating-1' } },
  evaluationsStats: snake,
  evaluationsCreate: { body: { evaluation: { call_id: 'call-2', rating: 5, comment: 'Thank you!' } } },
  voiceCallMetrics: voice,
  voiceResolutionRates: voice,
  voiceUsagePatterns: voice,
  voiceExportCreate: { body: { start_date: '2026-03-02', end_date: '2026-03-03', format: 'csv' } },
  voiceSearch: { query: { ...voice.query, phone: '5678' } },
  interactionsGet: { params: { id: 'call-1' } },
  staffing: {
    body: {
      date: '2026-03-09',
      interval: '30m',
      volume: 40,
      handle_seconds: 240,
      target: { percent: 80, seconds: 20 },
    },
  },
  helpdeskOverview: snake,
  helpdeskSlaCompliance: snake,
  helpdeskCsat: snake,
  helpdeskCsatResponses: snake,
  helpdeskResolutionRates: snake,
  helpdeskTeams: {},
  helpdeskUnifiedOverview: snake,
  customersErase: { params: { id: 'customer-3' } },
  quarantineList: {},
  revokeSessions: { body: { sub: 'user-7' } },
};
