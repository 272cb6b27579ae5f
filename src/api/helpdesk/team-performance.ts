import * as z from 'zod';
import { fields } from '../../query/fields.ts';
import { HELPDESK_FORMAT } from '../../query/format.ts';
import type { QueryBatch } from '../../query/query-batch.ts';
import { rank } from '../../query/ranking.ts';
import type { HelpdeskScope } from './scope.ts';

const FIELDS = fields(HELPDESK_FORMAT, {
  assigned_count: 'conversations',
  resolved_count: 'resolved',
  resolution_rate: 'resolution_rate',
  avg_resolution_minutes: 'resolution_minutes_avg',
});

export const teamPerformance = z
  .array(FIELDS.schema.extend({ team_id: z.string(), team_name: z.string() }))
  .describe('Teams with a conversation, most first.');

/** Adds the queries for `teamPerformance`. The returned function gives it once the batch has run. */
export function addTeamPerformance(batch: QueryBatch, { period }: HelpdeskScope) {
  const byTeam = batch.add({ measures: FIELDS.measures, period, by: { kind: 'members', of: 'team' } });
  const names = batch.add({ namesOf: 'team' });
  return (): z.input<typeof teamPerformance> =>
    rank(byTeam(), 'conversations', { names: names() }).map(({ id, name, values }) => ({
      team_id: id,
      team_name: name,
      ...FIELDS.format(values),
    }));
}
