import * as z from 'zod';
import type { RequestContext } from '../../http/context.ts';
import type { Filter } from '../../query/query.ts';
import type { Period } from '../../time/period.ts';
import {
  BOUND_DESCRIPTION,
  bound,
  directionFilter,
  directionParameter,
  periodFromQuery,
  zoneParameter,
} from '../parameters.ts';

/** The parameters of all reads of conversations in a period. */
export const helpdeskQuery = z.strictObject({
  date_from: bound.optional().describe(`${BOUND_DESCRIPTION}; by default 30 days before date_to's date.`),
  date_to: bound.optional().describe(`${BOUND_DESCRIPTION}; included. Today by default.`),
  tz: zoneParameter,
});

/** The parameters of reads of figures of conversations. */
export const helpdeskFiguresQuery = helpdeskQuery.extend(directionParameter);

const teamId = z.string().optional().describe('Only conversations of this team.');

export const teamParameter = { team_id: teamId };

/** The filters by team and agent of a conversation. */
export const assigneeParameters = {
  team_id: teamId,
  agent_id: z.string().optional().describe('Only conversations of this agent; with team_id both must hold.'),
};

/** The filter that these parameters specify. */
export function assigneeFilter(query: { team_id?: string | undefined; agent_id?: string | undefined }): {
  team?: string;
  agent?: string;
} {
  return {
    ...(query.team_id !== undefined && { team: query.team_id }),
    ...(query.agent_id !== undefined && { agent: query.agent_id }),
  };
}

/** The period and filter that all parts of a response have, and the time of the request. */
export interface HelpdeskScope {
  period: Period;
  filter: Filter;
  /** Seconds UTC. */
  now: number;
}

interface Asked extends z.output<typeof helpdeskQuery> {
  direction?: string | undefined;
  team_id?: string | undefined;
  agent_id?: string | undefined;
}

/** The period of a request, and its filter by direction and assignee. Throws InvalidInput for invalid bounds. */
export function helpdeskScope({ tenant, now }: RequestContext, query: Asked): HelpdeskScope {
  const period = periodFromQuery({ tenant, now }, query, { from: 'date_from', to: 'date_to' });
  return { period, filter: { ...assigneeFilter(query), ...directionFilter(query) }, now };
}
