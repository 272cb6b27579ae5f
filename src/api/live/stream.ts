import * as z from 'zod';
import { Forbidden, Unavailable } from '../../errors.ts';
import type { BaseContext } from '../../http/context.ts';
import { defineOperation } from '../../http/operation.ts';
import { TICKET_HEADER } from '../../live/calls.ts';
import { openTicket, TICKET_USED } from '../../live/ticket.ts';
import { EVENT_STREAM, eventStream, STREAM_HEADERS } from './event-stream.ts';

export const liveStreamOperation = defineOperation({
  id: 'liveStream',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/live',
  summary: 'The stream that a ticket opens: as server-sent events, or as a WebSocket with the same messages.',
  credential: 'none',
  query: z.strictObject({ ticket: z.string().describe('From the `url` of POST /api/v1/live.') }),
  response: z.undefined(),
  produces: [EVENT_STREAM],
  otherStatuses: [101],
  errors: [401, 403, 503],
  async handle(context, { query: { ticket } }) {
    const { request } = context;
    // HEAD must not use the ticket up.
    if (request.method === 'HEAD') {
      openTicket(context, ticket);
      return new Response(null, { headers: STREAM_HEADERS });
    }
    const socket = await socketOf(context, ticket);
    const isSocketWanted = request.headers.get('Upgrade')?.toLowerCase() === 'websocket';
    return isSocketWanted ? new Response(null, { status: 101, webSocket: socket }) : eventStream(socket);
  },
});

/**
 * The socket of the hub that a ticket opens. Throws Unauthenticated if the ticket is not valid or has expired,
 * Forbidden if it has been used, Unavailable if the hub does not answer.
 */
async function socketOf(
  { env, config, now }: Pick<BaseContext, 'env' | 'config' | 'now'>,
  text: string,
): Promise<WebSocket> {
  const { tenant, id } = openTicket({ config, now }, text);
  const headers = { Upgrade: 'websocket', [TICKET_HEADER]: id };
  const response = await env.LIVE_HUB.getByName(tenant).fetch(new Request('https://hub/', { headers }));
  if (response.status === 403) throw new Forbidden(TICKET_USED);
  if (!response.webSocket) throw new Unavailable('Live figures are not available. Try again.', 1);
  return response.webSocket;
}
