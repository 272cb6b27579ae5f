import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { attributeRollup, combinationLayout } from './combinations.ts';

const PUT = statementsIn('rollups')('UPDATE rollup_state SET attribute_layout = ?2 WHERE tenant = ?1');

/** Replaces the attributes that a tenant's rollups shall have rows of. Maintenance builds and drops them. */
export function putAttributeRollups(keys: readonly string[]): BoundStatement {
  return PUT.with(combinationLayout(keys.map(attributeRollup)));
}
