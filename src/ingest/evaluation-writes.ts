import type { EvaluationRecord } from '../facts/types.ts';
import { type Query, statement } from '../store/statement.ts';
import { columns, packed, type RowWrite, replaced } from './row-writes.ts';

const SENT_COLUMNS = [
  'id',
  'interaction_id',
  'version',
  'digest',
  'removed',
  'rating',
  'responded_at',
  'body',
  'personal',
];
/** What an evaluation takes over from its interaction; all but `attached` only where it rates a conversation. */
const TAKEN_COLUMNS = ['attached', 'rates_conversation', 'agent_id', 'team_id'];

/** A tombstone and an unrated evaluation take over nothing of a conversation. */
const RATED_CONVERSATION = `k.value ->> 4 = 0 AND k.value ->> 5 IS NOT NULL AND i.body ->> 'kind' = 'conversation'`;

const PUT_EVALUATIONS = statement(`
  INSERT INTO evaluations (tenant, ${[...SENT_COLUMNS, ...TAKEN_COLUMNS].join(', ')})
  SELECT ?1, ${columns(SENT_COLUMNS)}, k.value ->> 4 = 0 AND i.id IS NOT NULL,
    coalesce(${RATED_CONVERSATION}, 0),
    CASE WHEN ${RATED_CONVERSATION} THEN i.body ->> 'agent_id' END,
    CASE WHEN ${RATED_CONVERSATION} THEN i.body ->> 'team_id' END
  FROM json_each(?2) k LEFT JOIN interactions i ON i.tenant = ?1 AND i.id = k.value ->> 1 AND i.removed = 0
  WHERE true
  ON CONFLICT (tenant, id) DO UPDATE SET ${replaced([...SENT_COLUMNS.slice(1), ...TAKEN_COLUMNS])}`);

/**
 * Brings the evaluations of interactions that were written, given as [id, 1 for a conversation, agent, team],
 * up to them; rows that are are not written.
 */
export const ATTACH_EVALUATIONS = statement(`
  UPDATE evaluations INDEXED BY evaluations_by_interaction SET attached = 1,
    rates_conversation = w.is_conversation AND evaluations.rating IS NOT NULL,
    agent_id = CASE WHEN evaluations.rating IS NOT NULL THEN w.agent_id END,
    team_id = CASE WHEN evaluations.rating IS NOT NULL THEN w.team_id END
  FROM (
    SELECT k.value ->> 0 AS id, k.value ->> 1 AS is_conversation,
      CASE WHEN k.value ->> 1 THEN k.value ->> 2 END AS agent_id,
      CASE WHEN k.value ->> 1 THEN k.value ->> 3 END AS team_id
    FROM json_each(?2) k) w
  WHERE evaluations.tenant = ?1 AND evaluations.interaction_id = w.id AND evaluations.removed = 0
    AND (evaluations.attached = 0 OR evaluations.rating IS NOT NULL
      AND (evaluations.rates_conversation, evaluations.agent_id, evaluations.team_id)
        IS NOT (w.is_conversation, w.agent_id, w.team_id))`);

/** Queries that write evaluations; their interactions are written already. */
export function evaluationQueries(writes: readonly RowWrite[]): Query[] {
  return packed(writes.map(evaluationRow), PUT_EVALUATIONS);
}

function evaluationRow(write: RowWrite): unknown[] {
  if (write.kind === 'remove')
    return [write.id, write.interactionId ?? '', write.version, '', 1, null, null, null, null];
  const { id, interaction_id, version, digest, body, text } = write.record as EvaluationRecord;
  const { rating, responded_at } = body;
  return [
    id,
    interaction_id,
    version,
    digest,
    0,
    rating,
    responded_at,
    JSON.stringify(body),
    JSON.stringify(text),
  ];
}
