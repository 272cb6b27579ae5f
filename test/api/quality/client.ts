import type { NewTenant } from '../../../src/tenants/settings.ts';
import { type ReadsClient, readsClient } from '../../support/reads-client.ts';
import type { Sent } from '../../support/records.ts';

/** A client of the reads of quality reviews; zone UTC unless told. */
export function qualityClient(settings: Partial<NewTenant> = {}): Promise<ReadsClient> {
  return readsClient({ pathOf: (route) => `/v1/analytics/${route}`, credential: 'manager' }, settings);
}

/** Figures of no reviews. */
export const NO_REVIEWS = {
  totalEvaluations: 0,
  completedEvaluations: 0,
  averageScore: null,
  sentimentBreakdown: { positive: 0, neutral: 0, negative: 0 },
  averageDurationSeconds: null,
};

/** A completed, neutral review of score 5 at noon UTC of 10 March 2026, and what is said otherwise. */
export function aReview(id: string, interactionId: string, fields: Sent = {}): Sent {
  const isCompleted = (fields.status ?? 'completed') === 'completed';
  return {
    type: 'quality_review',
    id,
    interaction_id: interactionId,
    status: 'completed',
    ...(isCompleted && { score: 5, sentiment: 'neutral' }),
    created_at: '2026-03-10T12:00:00Z',
    ...fields,
  };
}

/** A dimension record. */
export function named(type: string, id: string, name: string): Sent {
  return { type, id, name };
}
