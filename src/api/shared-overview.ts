import { InvalidInput } from '../errors.ts';
import { defineShared, type RequestFacts } from '../http/operation.ts';
import { callsOverview } from './calls/overview.ts';
import { conversationsOverview } from './conversations/overview.ts';

const CALLS_PARAMETERS = ['date_from', 'date_to', 'department_id'];
const CONVERSATIONS_PARAMETERS = ['dateFrom', 'dateTo', 'agentId', 'groupBy', 'channel'];

function spellings({ queryNames }: RequestFacts): { calls: boolean; conversations: boolean } {
  return {
    calls: CALLS_PARAMETERS.some((name) => queryNames.has(name)),
    conversations: CONVERSATIONS_PARAMETERS.some((name) => queryNames.has(name)),
  };
}

/**
 * One path for two contracts, selected by the spelling of the parameters. With neither spelling, sessions get the
 * overview of calls (or a hint if they may not read it), API keys that of conversations. Throws InvalidInput if both
 * spellings are mixed.
 */
export const sharedOverview = defineShared(
  [callsOverview, conversationsOverview],
  (facts) => {
    const { calls, conversations } = spellings(facts);
    if (calls && conversations) {
      throw new InvalidInput(
        `The query mixes two contracts. Send either ${CALLS_PARAMETERS.join(', ')} or ${CONVERSATIONS_PARAMETERS.join(', ')}.`,
      );
    }
    if (calls) return callsOverview;
    if (conversations) return conversationsOverview;
    return facts.credentialKind === 'session' ? callsOverview : conversationsOverview;
  },
  (refused) =>
    refused === callsOverview
      ? 'With dateFrom or dateTo this path answers the overview of conversations, which more roles may read.'
      : undefined,
);
