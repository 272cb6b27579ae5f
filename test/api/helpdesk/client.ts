import type { NewTenant } from '../../../src/tenants/settings.ts';
import { type ReadsClient, readsClient } from '../../support/reads-client.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are compared, not typed.
export type Answer = any;

const ROUTES = {
  overview: 'conversations/overview',
  sla: 'conversations/sla-compliance',
  csat: 'conversations/csat',
  responses: 'conversations/csat/responses',
  resolution: 'conversations/resolution-rates',
  teams: 'conversations/teams',
  insights: 'conversations/insights',
  health: 'conversations/aggregation-health',
  unified: 'unified-overview',
} as const;
export type Route = keyof typeof ROUTES;
export type HelpdeskClient = ReadsClient<Route, Answer>;

/** A client of the helpdesk's reads; zone UTC unless told. */
export function helpdeskClient(settings: Partial<NewTenant> = {}): Promise<HelpdeskClient> {
  return readsClient(
    { pathOf: (route: Route) => `/api/v2/analytics/${ROUTES[route]}`, credential: 'key' },
    settings,
  );
}

/** The day of `aChat`. */
export const THAT_DAY = { date_from: '2026-03-10', date_to: '2026-03-10' };
