import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { HELPDESK_FORMAT } from '../../query/format.ts';
import type { MeasuresQuery, QueryBatch } from '../../query/query-batch.ts';
import {
  compareCodePoints,
  dimensionNamesIn,
  dimensionNamesStatement,
  nameOf,
  rank,
} from '../../query/ranking.ts';
import type { HelpdeskScope } from './scope.ts';

const FIELDS = fields(HELPDESK_FORMAT, {
  assigned_count: 'conversations',
  resolved_count: 'resolved',
  resolution_rate: 'resolution_rate',
  avg_first_response_minutes: 'first_response_minutes',
  avg_resolution_minutes: 'resolution_minutes_avg',
});

export const agentPerformance = z
  .array(FIELDS.schema.extend({ assignee_user_id: z.string(), assignee_name: z.string() }))
  .describe('Agents with a conversation, most first.');

/** The query for `agentPerformance`. */
export function agentQuery({ period, filter }: HelpdeskScope) {
  return {
    measures: FIELDS.measures,
    period,
    filter,
    by: { kind: 'members', of: 'agent' },
  } as const satisfies MeasuresQuery;
}

/** Adds the queries for `agentPerformance`. The returned function gives it once the batch has run. */
export function addAgentPerformance(batch: QueryBatch, scope: HelpdeskScope) {
  const byAgent = batch.add(agentQuery(scope));
  const names = batch.add({ namesOf: 'agent' });
  return (): z.input<typeof agentPerformance> =>
    rank(byAgent(), 'conversations', { names: names() }).map(({ id, name, values }) => ({
      assignee_user_id: id,
      assignee_name: name,
      ...FIELDS.format(values),
    }));
}

const TEAM_FIELDS = fields(HELPDESK_FORMAT, {
  assigned_count: 'conversations',
  resolved_count: 'resolved',
  resolution_rate: 'resolution_rate',
  avg_resolution_minutes: 'resolution_minutes_avg',
});

export const teamPerformance = z
  .array(TEAM_FIELDS.schema.extend({ team_id: z.string(), team_name: z.string() }))
  .describe('Teams with a conversation, most first.');

/** Adds the queries for `teamPerformance`. The returned function gives it once the batch has run. */
export function addTeamPerformance(batch: QueryBatch, { period, filter }: HelpdeskScope) {
  const byTeam = batch.add({
    measures: TEAM_FIELDS.measures,
    period,
    filter,
    by: { kind: 'members', of: 'team' },
  });
  const names = batch.add({ namesOf: 'team' });
  return (): z.input<typeof teamPerformance> =>
    rank(byTeam(), 'conversations', { names: names() }).map(({ id, name, values }) => ({
      team_id: id,
      team_name: name,
      ...TEAM_FIELDS.format(values),
    }));
}

export const helpdeskTeams = defineOperation({
  id: 'helpdeskTeams',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/analytics/conversations/teams',
  summary: 'The active teams, by name: what team_id may be.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  response: z.object({ teams: z.array(z.object({ team_id: z.string(), team_name: z.string() })) }),
  async handle({ store }) {
    const [rows] = await store.batch([dimensionNamesStatement('team')]);
    const directory = dimensionNamesIn(rows);
    const teams = [...directory]
      .filter(([, { active }]) => active)
      .map(([id]) => ({ team_id: id, team_name: nameOf(directory, id) }))
      .sort((a, b) => compareCodePoints(a.team_name, b.team_name) || compareCodePoints(a.team_id, b.team_id));
    return { teams };
  },
});
