import { type Answer, isEmpty } from './query.ts';
import { ask } from './request.ts';

/** Whether the tenant has any interaction of the last year, open ones included. */
export async function hasRecords(tenant: string, signal?: AbortSignal): Promise<boolean> {
  const answer = await ask<Answer>('/api/v1/query', {
    method: 'POST',
    body: { metrics: ['created', 'total_interactions'], period: { last: 'P1Y' } },
    tenant,
    ...(signal && { signal }),
  });
  return !isEmpty(answer);
}
