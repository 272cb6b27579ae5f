import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { dimensionNamesIn, dimensionNamesStatement, nameOf } from '../../query/dimension-names.ts';
import { compareCodePoints } from '../../query/ranking.ts';

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
