import { fields } from '../../../query/fields.ts';
import { HELPDESK_FORMAT } from '../../../query/format.ts';
import { dimensionNamesIn, dimensionNamesStatement, type Member, rank } from '../../../query/ranking.ts';
import type { Section } from '../../section.ts';
import { summed } from '../summed.ts';
import { queryOf, type View } from './view.ts';

const FIELDS = fields(HELPDESK_FORMAT, {
  assigned_count: 'conversations',
  resolved_count: 'resolved',
  resolution_rate: 'resolution_rate',
  avg_first_response_minutes: 'first_response_minutes',
  avg_resolution_minutes: 'resolution_minutes_avg',
});

/**
 * Agents or teams with a conversation, most conversations first. A single page, because there are no more rows than
 * dimension records.
 */
export function performanceSection(view: View, of: 'agent' | 'team'): Section {
  return {
    name: of,
    columns: [
      { name: 'id', type: 'text' },
      { name: 'name', type: 'text' },
      ...Object.keys(FIELDS.byField).map((field) => ({ name: field, type: 'number' }) as const),
    ],
    count: async () => (await performers(view, of)).length,
    page: async () => ({
      rows: (await performers(view, of)).map(({ id, name, values }) => [
        id,
        { name, id },
        ...Object.values(FIELDS.format(values)),
      ]),
      next: null,
    }),
  };
}

/**
 * Agents or teams with a conversation in the period, under their current names: most conversations first, ties by name,
 * then id.
 */
export async function performers(view: View, of: 'agent' | 'team'): Promise<Member[]> {
  const query = queryOf(view, FIELDS.measures, { kind: 'members', of });
  const [members = new Map()] = await summed(view, [query]);
  const [parts] = await view.store.batch([dimensionNamesStatement(of)]);
  return rank(members, 'conversations', { names: dimensionNamesIn(parts) });
}
