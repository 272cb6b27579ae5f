import { hexOf } from '../../../db/binary.ts';
import { statementsIn } from '../../../db/statement.ts';
import { openPersonal, openTranscript } from '../../../privacy/sealing/sealed-values.ts';
import { type AttributeDeclaration, declaredAttributes } from '../../../records/attributes.ts';
import {
  sentCounter,
  sentDeletion,
  sentDimension,
  sentEvaluation,
  sentInteraction,
  sentReview,
} from '../../../records/sent-record.ts';
import { bodyOf, readBody } from '../../../records/stored-body.ts';
import type { CounterType, DimensionType, Interaction } from '../../../records/types.ts';
import type { SourceContext } from '../../section.ts';
import { cursorAfter, type Lines } from './lines.ts';

const statement = statementsIn('exports');

/** Fewer than other rows, because a transcript may have 64 KiB. */
const INTERACTIONS = 100;
const ROWS = 500;

interface FactRow {
  id: string;
  version: number;
  /** Null for a deleted record. */
  body: string | null;
}
interface AttachedRow extends FactRow {
  interaction_id: string;
}

const SELECT_DIMENSIONS = statement<FactRow & { type: DimensionType; removed: number }>(`
  SELECT type, id, version, removed, body FROM dimensions
  WHERE tenant = ?1 AND (type, id) > (?2, ?3) ORDER BY type, id LIMIT ${ROWS}`);
const SELECT_INTERACTIONS = statement<FactRow & { personal: string | null; transcript: string | null }>(`
  SELECT i.id AS id, i.version AS version, ${bodyOf('i')} AS body,
    ${hexOf('i.personal')} AS personal,
    CASE WHEN i.personal IS NOT NULL THEN (
      SELECT hex(t.body) FROM transcripts t WHERE t.tenant = ?1 AND t.interaction_id = i.id) END AS transcript
  FROM interactions i WHERE i.tenant = ?1 AND i.id > ?2 ORDER BY i.id LIMIT ${INTERACTIONS}`);
const SELECT_EVALUATIONS = statement<AttachedRow & { personal: string | null }>(`
  SELECT id, version, interaction_id, body, ${hexOf('personal')} AS personal FROM evaluations
  WHERE tenant = ?1 AND id > ?2 ORDER BY id LIMIT ${ROWS}`);
const SELECT_REVIEWS = statement<AttachedRow>(`
  SELECT id, version, interaction_id, body FROM quality_reviews
  WHERE tenant = ?1 AND id > ?2 ORDER BY id LIMIT ${ROWS}`);
const SELECT_COUNTERS = statement<{
  type: CounterType;
  date: string;
  dimension_id: string;
  version: number;
  body: string | null;
}>(`
  SELECT type, date, dimension_id, version, body FROM daily_counters
  WHERE tenant = ?1 AND (type, date, dimension_id) > (?2, ?3, ?4) ORDER BY type, date, dimension_id LIMIT ${ROWS}`);

/**
 * Members of dimensions. A deleted member keeps its name for its history, so its record is followed by its deletion.
 */
export function dimensionLines({ store }: SourceContext): Lines {
  return async (cursor) => {
    const [rows] = await store.batch([SELECT_DIMENSIONS.with(...keyOf(cursor, 2))]);
    const lines = rows.flatMap((row) => [
      ...(row.body === null ? [] : [sentDimension(row, JSON.parse(row.body))]),
      ...(row.removed === 1 ? [sentDeletion(row.type, row)] : []),
    ]);
    return { lines, next: cursorAfter(rows, ROWS, ({ type, id }) => [type, id]) };
  };
}

/**
 * Interactions with personal data in clear text. They precede their evaluations and reviews, which a deletion would
 * delete.
 */
export function interactionLines({ store, keys, tenant: { attributes } }: SourceContext): Lines {
  const { tenant } = store;
  return async (cursor) => {
    const [rows] = await store.batch([SELECT_INTERACTIONS.with(...keyOf(cursor, 1))]);
    const lines = rows.map(async (row) => {
      if (row.body === null) return sentDeletion('interaction', row);
      const personal = await openPersonal(keys, tenant, 'interaction', row.id, row.personal);
      const transcript =
        row.transcript === null ? undefined : await openTranscript(keys, tenant, row.id, row.transcript);
      return sentInteraction(row, declaredBody(readBody(row.body), attributes), personal, transcript);
    });
    return { lines: await Promise.all(lines), next: cursorAfter(rows, INTERACTIONS, ({ id }) => [id]) };
  };
}

/** Without attributes that the tenant no longer declares: with these it could not be ingested again. */
function declaredBody(
  { attributes, ...body }: Interaction,
  declared: readonly AttributeDeclaration[],
): Interaction {
  const kept = declaredAttributes(attributes, declared);
  return kept ? { ...body, attributes: kept } : body;
}

/** Evaluations with their texts in clear text. */
export function evaluationLines({ store, keys }: SourceContext): Lines {
  return async (cursor) => {
    const [rows] = await store.batch([SELECT_EVALUATIONS.with(...keyOf(cursor, 1))]);
    const lines = rows.map(async (row) => {
      if (row.body === null) return sentDeletion('evaluation', row);
      const words = await openPersonal(keys, store.tenant, 'evaluation', row.id, row.personal);
      return sentEvaluation(row, JSON.parse(row.body), words);
    });
    return { lines: await Promise.all(lines), next: cursorAfter(rows, ROWS, ({ id }) => [id]) };
  };
}

export function reviewLines({ store }: SourceContext): Lines {
  return async (cursor) => {
    const [rows] = await store.batch([SELECT_REVIEWS.with(...keyOf(cursor, 1))]);
    const lines = rows.map((row) =>
      row.body === null ? sentDeletion('quality_review', row) : sentReview(row, JSON.parse(row.body)),
    );
    return { lines, next: cursorAfter(rows, ROWS, ({ id }) => [id]) };
  };
}

export function counterLines({ store }: SourceContext): Lines {
  return async (cursor) => {
    const [rows] = await store.batch([SELECT_COUNTERS.with(...keyOf(cursor, 3))]);
    const lines = rows.map((row) => sentCounter(row, row.body === null ? null : JSON.parse(row.body)));
    return {
      lines,
      next: cursorAfter(rows, ROWS, ({ type, date, dimension_id }) => [type, date, dimension_id]),
    };
  };
}

/** The key after which a page begins. No key contains empty texts. */
function keyOf(cursor: readonly (string | number)[] | null, parts: number): (string | number)[] {
  return [...(cursor ?? Array.from({ length: parts }, () => ''))];
}
