import { hexOf } from '../db/binary.ts';
import { statementsIn } from '../db/statement.ts';
import { NotFound } from '../errors.ts';
import type { MaskedText } from '../privacy/redact/masked-text.ts';
import { openNamed } from '../privacy/sealing/shown-personal.ts';
import { type DimensionNames, dimensionNamesIn, dimensionNamesStatement, nameOf } from '../query/ranking.ts';
import { asRated } from '../records/as-rated.ts';
import { bodyOf, readBody } from '../records/stored-body.ts';
import type { Rater, Rating } from '../records/types.ts';
import type { KeyedContext } from '../service-context.ts';

/** A rated evaluation with the names of the agent and the department that it counts for; null for unknown values. */
export interface EvaluationItem {
  id: string;
  interactionId: string;
  /** 1–5. */
  rating: number;
  comment: MaskedText | null;
  /** Unmasked, except for numbers and addresses in it. */
  customerName: MaskedText | null;
  agentName: string | null;
  departmentName: string | null;
  /** Seconds UTC. */
  respondedAt: number;
  /** Null if the evaluation was sent as a record: then the rater is unknown here. */
  ratedBy: Rater | null;
}

/** A stored evaluation `e` joined with its interaction `i`. `words` and `personal` are sealed; null once erased. */
export interface ItemRow {
  id: string;
  interaction_id: string;
  evaluation: string;
  words: string | null;
  interaction: string;
  personal: string | null;
}

/** SQL: the columns of an ItemRow. */
export const ITEM_COLUMNS = `e.id AS id, e.interaction_id AS interaction_id, e.body AS evaluation,
  ${hexOf('e.personal')} AS words, ${bodyOf('i')} AS interaction, ${hexOf('i.personal')} AS personal`;

/** The queries for the names in items; `namesIn` decodes their rows. */
function nameQueries() {
  return [dimensionNamesStatement('agent'), dimensionNamesStatement('department')] as const;
}

export interface ItemNames {
  agents: DimensionNames;
  departments: DimensionNames;
}

/** Decodes the rows of `nameQueries`. */
function namesIn(agents: readonly unknown[], departments: readonly unknown[]): ItemNames {
  return { agents: dimensionNamesIn(agents), departments: dimensionNamesIn(departments) };
}

/** Decodes a row. Throws if the tenant's keys cannot open its personal data. */
export async function itemOf(
  { store, keys }: KeyedContext,
  { row, names }: { row: ItemRow; names: ItemNames },
): Promise<EvaluationItem> {
  const evaluation = JSON.parse(row.evaluation) as Rating;
  const { comment, customerName } = await openNamed(
    keys,
    store.tenant,
    { id: row.interaction_id, personal: row.personal },
    row,
  );
  const { agents, departments } = names;
  const { agent_id, department_id } = asRated(readBody(row.interaction), evaluation);
  return {
    id: row.id,
    interactionId: row.interaction_id,
    rating: evaluation.rating,
    comment,
    customerName,
    agentName: agent_id === undefined ? null : nameOf(agents, agent_id),
    departmentName: department_id === undefined ? null : nameOf(departments, department_id),
    respondedAt: evaluation.responded_at,
    ratedBy: evaluation.rated_by ?? null,
  };
}

const statement = statementsIn('ratings');

const SELECT_ITEM = statement<ItemRow>(`
  SELECT ${ITEM_COLUMNS}
  FROM evaluations e CROSS JOIN interactions i
  WHERE e.tenant = ?1 AND e.id = ?2 AND e.removed = 0 AND e.attached = 1 AND e.rating IS NOT NULL
    AND i.tenant = ?1 AND i.id = e.interaction_id`);

/** Reads one rated evaluation of a stored interaction in one trip. Throws NotFound for any other id. */
export async function readEvaluation(context: KeyedContext, id: string): Promise<EvaluationItem> {
  const [rows, agents, departments] = await context.store.batch([SELECT_ITEM.with(id), ...nameQueries()]);
  const [row] = rows;
  if (!row) throw new NotFound('No rated evaluation with this id.');
  return itemOf(context, { row, names: namesIn(agents, departments) });
}
