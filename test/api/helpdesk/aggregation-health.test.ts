import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { presentHealth } from '../../../src/api/helpdesk/aggregation-health.ts';
import { reconcile } from '../../../src/rollups/reconcile.ts';
import { aChat, aRating } from '../../support/records.ts';
import { nowSeconds } from '../../support/tenant.ts';
import { helpdeskClient, THAT_DAY } from './client.ts';

const at = (instant: string | null): number => Date.parse(instant ?? '') / 1_000;

test('what waits, since when, and when it was taken in', async () => {
  const client = await helpdeskClient();
  const sent = nowSeconds();
  await client.send(
    aChat('c1', { started_at: '2026-03-01T12:00:00Z' }),
    aChat('c2', { started_at: '2026-03-01T13:00:00Z' }),
    aRating('e', 'c2', 5, { responded_at: '2026-03-05T12:00:00Z' }),
    { type: 'article_stats', article_id: 'k', date: '2026-03-09', views: 1, helpful: 0, not_helpful: 0 },
  );
  const waiting = await client.read('health', THAT_DAY);
  expect([waiting.pending_days, waiting.last_refreshed_at, waiting.last_reconciled_at]).toEqual([
    3,
    null,
    null,
  ]);
  expect(at(waiting.oldest_pending_at)).toBeGreaterThanOrEqual(sent);
  expect(at(waiting.oldest_pending_at)).toBeLessThanOrEqual(nowSeconds());
  expect((await client.read('insights', THAT_DAY)).aggregation_health.pending_days).toBe(3);

  await client.refresh();
  const settled = await client.read('health', THAT_DAY);
  expect([settled.pending_days, settled.oldest_pending_at, settled.reconcile_differences]).toEqual([
    0,
    null,
    0,
  ]);
  expect(at(settled.last_refreshed_at)).toBeGreaterThanOrEqual(sent);
});

test('what the last check found', async () => {
  const client = await helpdeskClient();
  const now = nowSeconds();
  await client.send(aChat('c', { started_at: new Date(now * 1_000).toISOString() }));
  await client.refresh();
  await env.DB.prepare(
    `UPDATE rollups SET base_measures = '{"conversations":5}' WHERE tenant = ?1 AND dimension = 'all'`,
  )
    .bind(client.tenant.slug)
    .run();
  await reconcile({ store: client.tenant.store, now });
  const health = await client.read('health');
  expect([at(health.last_reconciled_at), health.reconcile_differences]).toEqual([now, 1]);
});

test.each([
  [[0, 0, 0], true],
  [[500, 500, 500], true],
  [[500.04, 0, 0], false],
  [[0, 501, 0], false],
  [[0, 0, 501], false],
] as const)('%o ms: within budget %s', (durations, isMet) => {
  const [overview, sla, agents] = durations;
  const figures = presentHealth({
    milliseconds: { overview, sla, agents },
    pendingDays: 0,
    oldestPendingAt: null,
    lastRefreshedAt: null,
    lastReconciledAt: null,
    reconcileDifferences: 0,
  });
  expect(figures.target_met).toBe(isMet);
});

test('durations are shown to a tenth, their sum is rounded by itself', () => {
  const figures = presentHealth({
    milliseconds: { overview: 120.04, sla: 160.04, agents: 200.04 },
    pendingDays: 2,
    oldestPendingAt: 1_773_144_000,
    lastRefreshedAt: 1_773_144_060,
    lastReconciledAt: 1_773_100_000,
    reconcileDifferences: 3,
  });
  expect(figures).toEqual({
    target_conversation_volume: 100_000,
    per_query_budget_ms: 500,
    total_budget_ms: 2_000,
    total_runtime_ms: 480.1,
    target_met: true,
    overview_ms: 120,
    sla_compliance_ms: 160,
    agent_performance_ms: 200,
    pending_days: 2,
    oldest_pending_at: '2026-03-10T12:00:00Z',
    last_refreshed_at: '2026-03-10T12:01:00Z',
    last_reconciled_at: '2026-03-09T23:46:40Z',
    reconcile_differences: 3,
  });
});
