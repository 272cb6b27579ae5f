import { hexOf } from '../db/binary.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { MaskedText } from '../privacy/redact/masked-text.ts';
import { openShown } from '../privacy/sealing/shown-personal.ts';
import type { QueryContext } from '../query/execute.ts';
import { evaluate } from '../query/measures.ts';
import { runQueries } from '../query/query-batch.ts';
import { compareCodePoints, type DimensionNames, nameOf } from '../query/ranking.ts';
import { asRated } from '../records/as-rated.ts';
import { bodyOf, readBody } from '../records/stored-body.ts';
import type { Rating } from '../records/types.ts';
import type { KeyedContext } from '../service-context.ts';
import type { Period } from '../time/period.ts';

const statement = statementsIn('ratings');

/** A dimension member with its current name. */
interface Named {
  id: string;
  name: string;
}

/** A rated evaluation of a conversation; null for unknown values. Instants in seconds UTC. */
export interface CsatResponse {
  id: string;
  conversationId: string;
  customerId: string | null;
  rating: number;
  comment: MaskedText | null;
  followupAnswer: MaskedText | null;
  channel: string;
  sentAt: number | null;
  respondedAt: number;
  subject: MaskedText | null;
  agent: Named | null;
  team: Named | null;
}

/** The list, and which page of it to read. */
export interface CsatPage {
  period: Period;
  filter: { agent?: string; team?: string };
  offset: number;
  limit: number;
}

interface Row {
  id: string;
  interaction_id: string;
  evaluation: string;
  words: string | null;
  conversation: string;
  personal: string | null;
}

/** Rows before the page are skipped within the index; only the rows of the page are read. */
const pageSql = (index: string, filter: string): string => `
  WITH page AS (
    SELECT r.id AS id FROM evaluations r INDEXED BY ${index}
    WHERE r.tenant = ?1 AND r.rates_conversation = 1 ${filter} AND r.responded_at >= ?2 AND r.responded_at < ?3
    ORDER BY r.responded_at DESC, r.id LIMIT ?4 OFFSET ?5)
  SELECT e.id AS id, e.interaction_id AS interaction_id, e.body AS evaluation,
    ${hexOf('e.personal')} AS words, ${bodyOf('i')} AS conversation, ${hexOf('i.personal')} AS personal
  FROM page p CROSS JOIN evaluations e CROSS JOIN interactions i
  WHERE e.tenant = ?1 AND e.id = p.id AND i.tenant = ?1 AND i.id = e.interaction_id`;

const NEWEST = statement<Row>(pageSql('csat_newest', ''));
const OF_AGENT = statement<Row>(pageSql('csat_newest_of_agent', 'AND r.agent_id = ?6'));
const OF_TEAM = statement<Row>(pageSql('csat_newest_of_team', 'AND r.team_id = ?6'));
const OF_AGENT_IN_TEAM = statement<Row>(
  pageSql('csat_newest_of_agent_in_team', 'AND r.agent_id = ?6 AND r.team_id = ?7'),
);

function pageQuery({ period, filter, offset, limit }: CsatPage): BoundStatement<Row> {
  const { agent, team } = filter;
  const page = [period.start, period.end, limit, offset] as const;
  if (agent !== undefined && team !== undefined) return OF_AGENT_IN_TEAM.with(...page, agent, team);
  if (agent !== undefined) return OF_AGENT.with(...page, agent);
  return team === undefined ? NEWEST.with(...page) : OF_TEAM.with(...page, team);
}

/**
 * A page of the rated evaluations of conversations, newest first, then by id, and their total number. Both are of one
 * moment, in one trip; the total is read from rollups.
 */
export async function listCsatResponses(
  context: QueryContext & KeyedContext,
  page: CsatPage,
): Promise<{ items: CsatResponse[]; total: number }> {
  const { store, keys } = context;
  const { period, filter } = page;
  const { total, rows, agents, teams } = await runQueries(context, {
    total: { measures: ['csat_rated'], period, filter },
    rows: { statements: [pageQuery(page)] },
    agents: { namesOf: 'agent' },
    teams: { namesOf: 'team' },
  });
  const named = (names: DimensionNames, id: string | undefined): Named | null =>
    id === undefined ? null : { id, name: nameOf(names, id) };
  const responseOf = async (row: Row): Promise<CsatResponse> => {
    const evaluation = JSON.parse(row.evaluation) as Rating;
    const { subject, words } = await openShown(
      keys,
      store.tenant,
      { id: row.interaction_id, personal: row.personal },
      [{ id: row.id, words: row.words }],
    );
    const conversation = asRated(readBody(row.conversation), evaluation);
    return {
      id: row.id,
      conversationId: row.interaction_id,
      customerId: conversation.customer_id ?? null,
      rating: evaluation.rating,
      ...words[0]!,
      channel: evaluation.channel ?? conversation.channel,
      sentAt: evaluation.sent_at ?? null,
      respondedAt: evaluation.responded_at,
      subject,
      agent: named(agents, conversation.agent_id),
      team: named(teams, conversation.team_id),
    };
  };
  const items = await Promise.all((rows.rows[0] as Row[]).map(responseOf));
  return {
    // A join does not guarantee an order.
    items: items.sort((a, b) => b.respondedAt - a.respondedAt || compareCodePoints(a.id, b.id)),
    total: evaluate('csat_rated', total).numerator,
  };
}
