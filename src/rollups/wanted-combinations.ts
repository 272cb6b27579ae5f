import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { AttributeDeclaration } from '../records/attributes.ts';
import { attributeLayout, combinationLayout, combinationName } from './combinations.ts';
import type { DimensionName } from './dimensions.ts';
import type { RollupState } from './state.ts';

const statement = statementsIn('rollups');

/** A combination as a tenant has declared it. */
export interface WantedCombination {
  /** In the order of the declaration. */
  dimensions: readonly DimensionName[];
  /** The metrics that it was declared for; its rows serve all that add up, and percentiles. */
  metrics: readonly string[];
  /** Seconds UTC. */
  created_at: number;
}

/** Fails the transaction if the combinations have changed; see db/conflict.ts. */
const UNMOVED = statement(`
  SELECT json('combinations moved') AS failure FROM rollup_state s WHERE s.tenant = ?1 AND s.combinations <> ?2`);
const PUT = statement('UPDATE rollup_state SET combinations = ?2, combination_layout = ?3 WHERE tenant = ?1');
const PUT_ATTRIBUTES = statement('UPDATE rollup_state SET attribute_layout = ?2 WHERE tenant = ?1');

/** The combinations that a tenant wants. Maintenance builds rollups that have them. */
export function wantedCombinations({ combinations }: Pick<RollupState, 'combinations'>): WantedCombination[] {
  return JSON.parse(combinations) as WantedCombination[];
}

/** Queries that replace the wanted combinations. The transaction fails if somebody else has changed them. */
export function putCombinations(
  { combinations: before }: Pick<RollupState, 'combinations'>,
  wanted: readonly WantedCombination[],
): BoundStatement[] {
  const layout = combinationLayout(wanted.map(({ dimensions }) => combinationName(dimensions)));
  return [UNMOVED.with(before), PUT.with(JSON.stringify(wanted), layout)];
}

const ROWS_OF_DAY = statement<{ rows: number }>(`
  WITH RECURSIVE k(member) AS (
    SELECT (SELECT min(f.member) FROM rollups f WHERE f.tenant = ?1 AND f.generation = ?2 AND f.dimension = ?3)
    UNION ALL
    SELECT (SELECT min(n.member) FROM rollups n
      WHERE n.tenant = ?1 AND n.generation = ?2 AND n.dimension = ?3 AND n.member > k.member)
    FROM k WHERE k.member IS NOT NULL LIMIT ?5)
  SELECT count(*) AS rows FROM k CROSS JOIN rollups r
  WHERE r.tenant = ?1 AND r.generation = ?2 AND r.dimension = ?3 AND r.member = k.member AND r.day = ?4`);
const MOST_MEMBERS = 10_000;

/** Counts the rows of a combination on one local day; reads two rows per member, at most 10,000 members. */
export function rowsOfDay(
  { generation }: Pick<RollupState, 'generation'>,
  dimensions: readonly DimensionName[],
  day: number,
): BoundStatement<{ rows: number }> {
  return ROWS_OF_DAY.with(generation, combinationName(dimensions), day, MOST_MEMBERS);
}

/**
 * Makes rollups have rows of the attributes that are declared as dimensions, and of no others. Maintenance builds and
 * drops them; until then queries by a new one read facts.
 */
export function putAttributeRollups(declared: readonly AttributeDeclaration[]): BoundStatement {
  return PUT_ATTRIBUTES.with(attributeLayout(declared));
}
