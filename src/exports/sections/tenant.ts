import type { Holding } from '../../privacy/erasure/holding.ts';
import type { OpenSource } from '../section.ts';
import type { TenantSpec } from '../spec.ts';
import { agentStateLines, shiftLines } from './tenant/agent-time-lines.ts';
import {
  auditLines,
  dashboardLines,
  emptyOverview,
  keyLines,
  type Lines,
  linesSection,
  metricLines,
  serviceLevelLines,
  settingsLines,
} from './tenant/lines.ts';
import {
  counterLines,
  dimensionLines,
  evaluationLines,
  interactionLines,
  reviewLines,
} from './tenant/record-lines.ts';
import { webhookLines } from './tenant/webhook-lines.ts';

/** Which data of interactions the export holds. */
export const TENANT_HOLDS: Holding = 'interactions';

/**
 * All data of a tenant, one line of JSON each: first its records in the format of ingest, with personal data in clear
 * text; then lines with a field `export`: settings, attributes, calendars, API keys without their secrets, metrics of
 * its own, dashboards, service-level policies, webhooks without their secrets, the audit log, and `end`.
 */
export const tenantSource: OpenSource<TenantSpec> = (context) => {
  const sections: Record<string, Lines> = {
    dimensions: dimensionLines(context),
    interactions: interactionLines(context),
    evaluations: evaluationLines(context),
    quality_reviews: reviewLines(context),
    daily_counters: counterLines(context),
    agent_states: agentStateLines(context),
    shifts: shiftLines(context),
    settings: settingsLines(context),
    api_keys: keyLines(context),
    metrics: metricLines(context),
    dashboards: dashboardLines(context),
    service_levels: serviceLevelLines(context),
    webhooks: webhookLines(context),
    audit_log: auditLines(context),
    end: async () => ({ lines: [{ export: 'end' }], next: null }),
  };
  return {
    title: 'Whole tenant',
    layout: 'rows',
    sections: Object.entries(sections).map(([name, lines]) => ({
      ...linesSection(name, lines),
      holds: TENANT_HOLDS,
    })),
    overview: async () => emptyOverview,
  };
};
