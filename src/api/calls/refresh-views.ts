import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation, Reply } from '../../http/operation.ts';
import { refreshNow } from '../../rollups/refresh.ts';
import { isoInstant } from '../../time/dates.ts';

const WITHIN_MILLISECONDS = 20_000;

export const callsRefreshViews = defineOperation({
  id: 'callsRefreshViews',
  contract: 'calls',
  method: 'POST',
  path: '/api/v1/analytics/refresh-views',
  summary: 'Takes all pending changes into the aggregates; figures are exact without it.',
  credential: 'tenant',
  permission: PERMISSIONS.refresh,
  response: z
    .object({
      data: z.object({
        message: z.string(),
        refreshed_at: z.string().optional(),
        pending_days: z.int().optional().describe('Local days that still hold pending changes.'),
      }),
    })
    .describe(
      '202, with pending_days, if 20 seconds are not enough; the refresh then continues in the background.',
    ),
  otherStatuses: [202],
  async handle(context) {
    const { env, defer, tenant } = context;
    const deadline = Date.now() + WITHIN_MILLISECONDS;
    const { done, pendingDays, refreshedAt } = await refreshNow(context, { deadline });
    if (done) {
      return {
        data: {
          message: 'All pending changes are in the aggregates.',
          refreshed_at: isoInstant(refreshedAt),
        },
      };
    }
    defer(env.REFRESH_QUEUE.send({ tenant: tenant.slug }));
    const data = {
      message:
        'Refreshing takes longer than one request. It continues in the background, and figures stay exact.',
      pending_days: pendingDays,
    };
    return new Reply({ data }, { status: 202 });
  },
});
