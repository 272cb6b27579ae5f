import { InvalidInput } from '../errors.ts';
import { defineShared } from '../http/operation.ts';
import { callsOverview } from './calls/overview.ts';
import { conversationsOverview } from './conversations/overview.ts';

const CALLS_PARAMETERS = ['date_from', 'date_to', 'department_id'];
const CONVERSATIONS_PARAMETERS = ['dateFrom', 'dateTo', 'agentId', 'groupBy', 'channel'];

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
);
