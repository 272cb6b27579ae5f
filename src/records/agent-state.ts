import * as z from 'zod';
import { defineByKey, deletionEnvelope } from './define.ts';
import { envelope, id, instant, token } from './fields.ts';
import { leavingOut } from './mending.ts';
import { AGENT_STATES, type AgentState } from './types.ts';
import { definedOnly } from './walk-fields.ts';

const agentStateSchema = z
  .strictObject({
    ...envelope('agent_state'),
    agent_id: id(),
    at: instant().describe('The agent is in this state from then on, until the next one or for 12 hours.'),
    state: z.enum(AGENT_STATES),
    reason: token()
      .nullish()
      .describe('A code of the sender, such as the kind of break. No figure counts it.'),
    team_id: id().nullish().describe('The team that the time counts for.'),
    department_id: id().nullish().describe('The department that the time counts for.'),
  })
  .describe(
    'A change of the state of an agent. It has no id: agent and instant name it, and another one of the same agent and instant replaces it.',
  );

/** The id under which the state of an agent from `at` (seconds UTC) on is stored. */
export function agentStateId(at: number, agentId: string): string {
  return `${at}/${agentId}`;
}

/** The agent and the instant in an `agentStateId`. */
export function agentStateKey(id: string): { at: number; agentId: string } {
  const slash = id.indexOf('/');
  return { at: Number(id.slice(0, slash)), agentId: id.slice(slash + 1) };
}

export const agentState = defineByKey(
  {
    type: 'agent_state',
    schema: agentStateSchema,
    mendings: { reason: leavingOut },
    keep(sent, _context, stamp) {
      const body = definedOnly<AgentState>({
        at: sent.at,
        state: sent.state,
        reason: sent.reason,
        team_id: sent.team_id,
        department_id: sent.department_id,
      });
      const key = agentStateId(sent.at, sent.agent_id);
      return { type: 'agent_state', id: key, ...stamp(key, body), agent_id: sent.agent_id, body };
    },
  },
  z.strictObject({ ...deletionEnvelope('agent_state'), agent_id: id(), at: instant() }),
  ({ at, agent_id }) => ({ id: agentStateId(at, agent_id) }),
);
