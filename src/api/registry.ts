import type { Route } from '../http/operation.ts';
import { listAttributesOperation, putAttributesOperation } from './attributes/attributes.ts';
import { auditLogOperation } from './audit/audit-log.ts';
import { verifyAuditLog } from './audit/verify.ts';
import { signInOperation, signOutOperation, whoAmIOperation } from './browser-session/browser-session.ts';
import { oidcCallback, oidcStart, signInOptions } from './browser-session/oidc.ts';
import {
  deleteCalendarOperation,
  listCalendarsOperation,
  putCalendarOperation,
} from './calendars/calendars.ts';
import { callsAgents } from './calls/agents.ts';
import { callsHourly } from './calls/hourly.ts';
import { callsRefreshViews } from './calls/refresh-views.ts';
import { callsTrends } from './calls/trends.ts';
import {
  createCombinationOperation,
  deleteCombinationOperation,
  listCombinationsOperation,
} from './catalogue/combinations.ts';
import { listDimensionsOperation, listMembersOperation } from './catalogue/dimensions.ts';
import { listMetricsOperationOf } from './catalogue/metrics.ts';
import {
  createMetricOperation,
  deleteMetricOperation,
  patchMetricOperation,
} from './catalogue/own-metrics.ts';
import { conversationsBreakdown } from './conversations/breakdown.ts';
import { conversationsCosts } from './conversations/costs.ts';
import { conversationsIntents } from './conversations/intents.ts';
import { reportCreate, reportDownload, reportStatus } from './conversations/reports.ts';
import { conversationsSentiment } from './conversations/sentiment.ts';
import { customersErase } from './customers/erase.ts';
import {
  createDashboardOperation,
  deleteDashboardOperation,
  getDashboardOperation,
  listDashboardsOperation,
  putDashboardOperation,
} from './dashboards/dashboards.ts';
import { evaluationsCreate, evaluationsCreatePublic } from './evaluations/create.ts';
import { evaluationsGet } from './evaluations/get.ts';
import { evaluationsList } from './evaluations/list.ts';
import { evaluationsStats } from './evaluations/stats.ts';
import { filesGet } from './files/get-file.ts';
import { helpdeskAggregationHealth } from './helpdesk/aggregation-health.ts';
import { helpdeskCsat } from './helpdesk/csat.ts';
import { helpdeskCsatResponses } from './helpdesk/csat-responses.ts';
import { helpdeskInsights } from './helpdesk/insights.ts';
import { helpdeskOverview } from './helpdesk/overview.ts';
import { helpdeskTeams } from './helpdesk/performance.ts';
import { helpdeskResolutionRates } from './helpdesk/resolution-rates.ts';
import { helpdeskSlaCompliance } from './helpdesk/sla-compliance.ts';
import { helpdeskUnifiedOverview } from './helpdesk/unified-overview.ts';
import { ingestOperation } from './ingest/ingest.ts';
import { interactionsGet } from './interactions/get.ts';
import { liveStreamOperation } from './live/stream.ts';
import { liveTicketOperation } from './live/tickets.ts';
import {
  createApiKeyOperation,
  listApiKeysOperation,
  patchApiKeyOperation,
  revokeApiKeyOperation,
  rotateApiKeyOperation,
} from './platform/api-keys.ts';
import { describeOperationOf } from './platform/openapi.ts';
import { healthz, securityTxt } from './platform/public-files.ts';
import {
  deleteTenantOperation,
  listRemovedTenantsOperation,
  restoreTenantOperation,
} from './platform/removed-tenants.ts';
import { revokeSessionsOperation } from './platform/revoke-sessions.ts';
import { root } from './platform/root.ts';
import { rotateSecretOperation } from './platform/rotate-secret.ts';
import { exportTenantOperation, tenantExportStatusOperation } from './platform/tenant-export.ts';
import {
  createTenantOperation,
  getTenantOperation,
  listTenantsOperation,
  patchTenantOperation,
} from './platform/tenants.ts';
import { usageOperation } from './platform/usage.ts';
import { qualityExport, qualityExportStatus } from './quality/export.ts';
import { qualityCallCenters, qualityCampaigns, qualityExecutives } from './quality/reviews-by.ts';
import { qualitySummary } from './quality/summary.ts';
import { qualityTrends } from './quality/trends.ts';
import { quarantineList, quarantineRetry } from './quarantine/quarantine.ts';
import { queryExportCreate, queryExportStatus } from './query/exports.ts';
import { queryGetOperation, queryOperation } from './query/query.ts';
import { recordsBehind } from './query/records.ts';
import {
  createServiceLevelPolicy,
  freezeServiceLevelPolicies,
  listServiceLevelPolicies,
} from './service-levels/policies.ts';
import { sharedOverview } from './shared-overview.ts';
import { staffingOperation } from './staffing/staffing.ts';
import { voiceCallMetrics } from './voice/call-metrics.ts';
import { voiceExportDownload } from './voice/export-download.ts';
import { voiceExportCreate, voiceExportList } from './voice/exports.ts';
import { voiceResolutionRates } from './voice/resolution-rates.ts';
import { voiceSearch } from './voice/search.ts';
import { voiceUsagePatterns } from './voice/usage-patterns.ts';

import {
  listDeliveriesOperation,
  retryDeliveryOperation,
  testWebhookOperation,
} from './webhooks/deliveries.ts';
import {
  createWebhookOperation,
  deleteWebhookOperation,
  getWebhookOperation,
  listWebhooksOperation,
  patchWebhookOperation,
  rotateWebhookOperation,
} from './webhooks/webhooks.ts';

/** All routes of the API; used by the app, the contract tests and the API description. */
export const ROUTES: readonly Route[] = [
  root,
  healthz,
  securityTxt,
  describeOperationOf(() => ROUTES),
  listTenantsOperation,
  createTenantOperation,
  getTenantOperation,
  patchTenantOperation,
  deleteTenantOperation,
  restoreTenantOperation,
  listRemovedTenantsOperation,
  exportTenantOperation,
  tenantExportStatusOperation,
  rotateSecretOperation,
  listApiKeysOperation,
  createApiKeyOperation,
  patchApiKeyOperation,
  rotateApiKeyOperation,
  revokeApiKeyOperation,
  revokeSessionsOperation,
  signInOperation,
  whoAmIOperation,
  signOutOperation,
  signInOptions,
  oidcStart,
  oidcCallback,
  usageOperation,
  auditLogOperation,
  verifyAuditLog,
  listWebhooksOperation,
  createWebhookOperation,
  getWebhookOperation,
  patchWebhookOperation,
  deleteWebhookOperation,
  rotateWebhookOperation,
  testWebhookOperation,
  listDeliveriesOperation,
  retryDeliveryOperation,
  quarantineList,
  quarantineRetry,
  ingestOperation,
  customersErase,
  listAttributesOperation,
  putAttributesOperation,
  listCalendarsOperation,
  putCalendarOperation,
  deleteCalendarOperation,
  listDashboardsOperation,
  createDashboardOperation,
  getDashboardOperation,
  putDashboardOperation,
  deleteDashboardOperation,
  listMetricsOperationOf(() => ROUTES),
  createMetricOperation,
  patchMetricOperation,
  deleteMetricOperation,
  listDimensionsOperation,
  listMembersOperation,
  listCombinationsOperation,
  createCombinationOperation,
  deleteCombinationOperation,
  listServiceLevelPolicies,
  createServiceLevelPolicy,
  freezeServiceLevelPolicies,
  queryOperation,
  queryGetOperation,
  queryExportCreate,
  queryExportStatus,
  sharedOverview,
  callsHourly,
  callsAgents,
  callsTrends,
  callsRefreshViews,
  qualitySummary,
  qualityCampaigns,
  qualityCallCenters,
  qualityExecutives,
  qualityTrends,
  qualityExport,
  qualityExportStatus,
  conversationsBreakdown,
  conversationsCosts,
  conversationsSentiment,
  conversationsIntents,
  reportCreate,
  reportStatus,
  reportDownload,
  evaluationsList,
  evaluationsGet,
  evaluationsStats,
  evaluationsCreate,
  evaluationsCreatePublic,
  voiceCallMetrics,
  voiceResolutionRates,
  voiceUsagePatterns,
  voiceExportCreate,
  voiceExportList,
  voiceExportDownload,
  voiceSearch,
  interactionsGet,
  recordsBehind,
  staffingOperation,
  filesGet,
  liveTicketOperation,
  liveStreamOperation,
  helpdeskOverview,
  helpdeskSlaCompliance,
  helpdeskCsat,
  helpdeskCsatResponses,
  helpdeskResolutionRates,
  helpdeskTeams,
  helpdeskInsights,
  helpdeskUnifiedOverview,
  helpdeskAggregationHealth,
];
