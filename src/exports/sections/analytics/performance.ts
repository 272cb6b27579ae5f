import { dimensionNamesIn, dimensionNamesStatement } from '../../../query/dimension-names.ts';
import { formatAll, HELPDESK_FORMAT } from '../../../query/format.ts';
import type { Member } from '../../../query/listed.ts';
import { rankedMembers } from '../../../query/ranked-members.ts';
import type { Section } from '../../table.ts';
import { summed } from '../summed.ts';
import { queryOf, type View } from './view.ts';

const FIELDS = {
  assigned_count: 'conversations',
  resolved_count: 'resolved',
  resolution_rate: 'resolution_rate',
  avg_first_response_minutes: 'first_response_minutes',
  avg_resolution_minutes: 'resolution_minutes_avg',
} as const;

/** Agents, or teams, with a conversation, most first: one page, for they are as many as their records. */
export function performanceSection(view: View, of: 'agent' | 'team'): Section {
  return {
    name: of,
    columns: [
      { name: 'id', type: 'text' },
      { name: 'name', type: 'text' },
      ...Object.keys(FIELDS).map((field) => ({ name: field, type: 'number' }) as const),
    ],
    count: async () => (await performers(view, of)).length,
    page: async () => ({
      rows: (await performers(view, of)).map(({ id, name, figures }) => [
        id,
        name,
        ...Object.values(formatAll(FIELDS, figures, HELPDESK_FORMAT)),
      ]),
      next: null,
    }),
  };
}

/** Those with a conversation in the period, under their current names; most first, ties by name, then id. */
export async function performers(view: View, of: 'agent' | 'team'): Promise<Member[]> {
  const metricsQuery = queryOf(view, Object.values(FIELDS), { kind: 'members', of });
  const [members = new Map()] = await summed(view, [metricsQuery]);
  const [pack] = await view.store.batch([dimensionNamesStatement(of)]);
  return rankedMembers(members, 'conversations', dimensionNamesIn(pack));
}
