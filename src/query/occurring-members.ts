import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { isAttributeDimension } from '../rollups/attribute-dimensions.ts';
import { type ChangeRow, readableChanges, SELECT_CHANGES } from '../rollups/changes.ts';
import { membersOfCombination } from '../rollups/combinations.ts';
import {
  type DimensionName,
  NONE,
  partsOf,
  type RollupDimensionName,
  SHARED,
} from '../rollups/dimensions.ts';

const statement = statementsIn('query');

const NEXT = (after: string): string => `(
  SELECT min(r.member) FROM rollups r WHERE r.tenant = ?1 AND r.dimension = ?2 AND r.member > ${after}
    AND r.generation = (SELECT s.generation FROM rollup_state s WHERE s.tenant = ?1))`;

/** Jumps from member to member in the key, so that it reads a row or two for each of them, however many days it has. */
const SELECT_MEMBERS = statement<{ member: string }>(`
  WITH RECURSIVE m(member) AS (
    SELECT ${NEXT("''")} UNION ALL SELECT ${NEXT('m.member')} FROM m WHERE m.member IS NOT NULL LIMIT ?3)
  SELECT m.member AS member FROM m WHERE m.member IS NOT NULL`);

/** Far more than there can be. */
const ALL_CHANGES = 1_000_000;

/** Reads which members a dimension has had in all of history: the first `limit` by id, and those of pending changes. */
export function occurringStatements(
  dimension: Exclude<RollupDimensionName, 'all'>,
  limit: number,
): [BoundStatement<{ member: string }>, BoundStatement<ChangeRow>] {
  return [SELECT_MEMBERS.with(dimension, limit), SELECT_CHANGES.with(ALL_CHANGES)];
}

/** Decodes the rows of `occurringStatements`. */
export function occurringIn(dimension: DimensionName, [settled, changes]: readonly unknown[][]): Set<string> {
  const rows = (settled as { member: string }[]).map(({ member }) => member);
  const members = new Set(isAttributeDimension(dimension) ? rows.flatMap(membersOfCombination) : rows);
  members.delete(SHARED);
  for (const { event, sign } of readableChanges(changes as ChangeRow[])) {
    if (sign > 0) for (const [member] of partsOf(dimension, event)) if (member !== NONE) members.add(member);
  }
  return members;
}
