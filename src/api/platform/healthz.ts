import * as z from 'zod';
import { defineOperation } from '../../http/operation.ts';

export const healthz = defineOperation({
  id: 'healthz',
  contract: 'core',
  method: 'GET',
  path: '/healthz',
  summary: 'Whether the API answers.',
  credential: 'none',
  response: z.object({ status: z.literal('ok') }),
  handle: () => ({ status: 'ok' as const }),
});
