/** A record as sent to `POST /api/v1/ingest`. */
export type RawRecord = { readonly type: string; readonly [field: string]: unknown };

export const ZONE = 'America/Sao_Paulo';
/** The zone has had this single offset since 2019, so plain SQL can compute its days. */
export const ZONE_OFFSET_SECONDS = -10_800;

const ids = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);

export const DEPARTMENTS = ids('department', 10);
export const TEAMS = ids('team', 8);
export const CAMPAIGNS = ids('campaign', 20);
export const CALL_CENTERS = ids('call-center', 5);
export const ENGAGEMENTS = ids('engagement', 10);
export const INTENTS = ids('intent', 30);
export const TOPICS = ids('Topic', 40);
export const CATEGORIES = ids('Category', 20);
export const PROVIDERS = ids('provider', 4);
export const ARTICLES = ids('article', 120);
export const EMAIL_CHANNELS = ids('mail', 3);
export const WRITTEN_CHANNELS = ['email', 'chat', 'whatsapp'] as const;

export const AGENTS = ids('agent', 200).map((id, index) => ({
  id,
  team: TEAMS[index % TEAMS.length]!,
  department: DEPARTMENTS[index % DEPARTMENTS.length]!,
}));

/** Every dimension record of the reference tenant. */
export function organisation(): RawRecord[] {
  const named = (type: string, members: readonly string[]): RawRecord[] =>
    members.map((id) => ({ type, id, name: `The ${id}` }));
  return [
    ...named('department', DEPARTMENTS),
    ...named('team', TEAMS),
    ...named('campaign', CAMPAIGNS),
    ...named('call_center', CALL_CENTERS),
    ...named('engagement', ENGAGEMENTS),
    ...AGENTS.map(({ id, team, department }) => ({
      type: 'agent',
      id,
      name: `The ${id}`,
      team_id: team,
      department_id: department,
    })),
    ...EMAIL_CHANNELS.map((id) => ({
      type: 'email_channel',
      id,
      address: `${id}@reference.example`,
      status: 'active',
    })),
    ...ARTICLES.map((id) => ({ type: 'article', id, title: `The ${id}`, slug: id, status: 'published' })),
  ];
}

/** The daily counters of a local date. */
export function countersOf(date: string): RawRecord[] {
  return [
    ...ARTICLES.map((article_id, index) => ({
      type: 'article_stats',
      article_id,
      date,
      views: 20 + (index % 60),
      helpful: 5 + (index % 7),
      not_helpful: index % 3,
    })),
    ...EMAIL_CHANNELS.map((email_channel_id, index) => ({
      type: 'email_channel_stats',
      email_channel_id,
      date,
      bounced_contacts: index,
      complained_contacts: 0,
    })),
  ];
}
