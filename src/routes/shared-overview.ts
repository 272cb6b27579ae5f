import * as z from 'zod';
import { InvalidInput, NotImplemented } from '../errors.ts';
import { defineOperation, defineShared } from '../http/operation.ts';
import { PERMISSIONS } from '../tenants/roles.ts';
import { callsOverview } from './calls/overview.ts';

const CALLS_PARAMETERS = ['date_from', 'date_to', 'department_id'];
const CONVERSATIONS_PARAMETERS = ['dateFrom', 'dateTo', 'agentId', 'groupBy', 'channel'];

const text = z.string().optional();

const conversationsOverview = defineOperation({
  id: 'conversationsOverview',
  contract: '003',
  method: 'GET',
  path: '/api/v1/analytics/overview',
  summary: 'Key figures of conversations in a period.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: z.strictObject({
    dateFrom: text,
    dateTo: text,
    agentId: text,
    groupBy: text,
    channel: text,
    tz: text,
  }),
  response: z.object({}),
  errors: [501],
  async handle() {
    throw new NotImplemented(
      'The overview of conversations is not served yet; with date_from, date_to or department_id this path answers the overview of calls.',
    );
  },
});

/**
 * One path, two contracts: the parameters' spelling tells which. With neither, a session gets the overview of
 * calls and an API key that of conversations. Throws InvalidInput where both spellings are mixed.
 */
export const sharedOverview = defineShared(
  [callsOverview, conversationsOverview],
  ({ queryNames, credentialKind }) => {
    const asksCalls = CALLS_PARAMETERS.some((name) => queryNames.has(name));
    const asksConversations = CONVERSATIONS_PARAMETERS.some((name) => queryNames.has(name));
    if (asksCalls && asksConversations) {
      throw new InvalidInput(
        `Two contracts are mixed: send either ${CALLS_PARAMETERS.join(', ')} or ${CONVERSATIONS_PARAMETERS.join(', ')}.`,
      );
    }
    if (asksCalls) return callsOverview;
    if (asksConversations) return conversationsOverview;
    return credentialKind === 'session' ? callsOverview : conversationsOverview;
  },
  (refused) =>
    refused === callsOverview
      ? 'With dateFrom or dateTo this path answers the overview of conversations, which more roles may read.'
      : undefined,
);
