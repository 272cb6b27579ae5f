import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { BOUNDS } from '../../bounds.ts';
import { Unavailable } from '../../errors.ts';
import type { RequestContext } from '../../http/context.ts';
import { defineOperation } from '../../http/operation.ts';
import { canonicalQueries, DEFAULT_EVERY, type Subscription } from '../../live/subscription.ts';
import { sealTicket, TICKET_SECONDS } from '../../live/ticket.ts';
import { askedDefinitions } from '../../query-language/asked-definitions.ts';
import { requireBoundedReads } from '../../query-language/execute-asked.ts';
import { readQueries } from '../../query-language/read-queries.ts';
import { queryRequest } from '../../query-language/request.ts';
import { isoInstant } from '../../time/dates.ts';

const { $schema: _dialect, ...describedQuery } = z.toJSONSchema(queryRequest, { io: 'input' });
const RETRY_SECONDS = 60;

export const liveTicketOperation = defineOperation({
  id: 'liveTicket',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/live',
  summary: 'A ticket for a stream of live figures: the answers to queries, whenever they change.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  body: z.strictObject({
    queries: z
      .record(z.string(), z.unknown())
      .meta({ additionalProperties: describedQuery })
      .describe(
        `1 to ${BOUNDS.queriesAtOnce.value} queries by name, as POST /api/v1/query takes them, without \`after\` and ` +
          'without links to records.',
      ),
    every: z
      .int()
      .min(1)
      .max(BOUNDS.liveEverySeconds.value)
      .optional()
      .describe(
        `Seconds after which figures that time alone moves are computed again: ${DEFAULT_EVERY} by default, 15 at most ` +
          'in effect.',
      ),
  }),
  response: z.object({
    url: z.string().describe('GET it as an EventSource or a WebSocket. It needs no other credential.'),
    expires_at: z.iso.datetime().describe('Until when the stream must be opened.'),
  }),
  errors: [413, 415, 422, 503],
  async handle(context, { body }) {
    const { queries: sent, every = DEFAULT_EVERY } = body;
    const { store, tenant, now, keys } = context;
    const defined = await askedDefinitions({ store }, { queries: sent });
    const asking = { store, tenant, now, keys, ...defined };
    const asked = readQueries(asking, { queries: sent });
    const queries = canonicalQueries(asked, sent);
    await requireBoundedReads(asking, asked);
    const { origin: _origin, ...actor } = context.actor;
    return ticketFor(context, { tenant: tenant.slug, actor, every, queries });
  },
});

async function ticketFor(
  { env, config, now, admitted, request }: RequestContext,
  subscription: Subscription,
): Promise<{ url: string; expires_at: string }> {
  await admitted;
  const { tenant } = subscription;
  const ticket = { tenant, id: crypto.randomUUID(), expiresAt: now + TICKET_SECONDS };
  const hub = env.LIVE_HUB.getByName(tenant);
  const kept = await hub.keepTicket(ticket.id, JSON.stringify(subscription), ticket.expiresAt * 1_000);
  if (kept === 'full') {
    throw new Unavailable(
      `This tenant shows as many live figures as it may: ${BOUNDS.liveStreams.value} streams, or ` +
        `${BOUNDS.liveQueries.value} different queries. Close some, or try again later.`,
      RETRY_SECONDS,
    );
  }
  const base = config.publicUrl ?? new URL(request.url).origin;
  const url = `${base}/api/v1/live?ticket=${sealTicket({ config }, ticket)}`;
  return { url, expires_at: isoInstant(ticket.expiresAt) };
}
