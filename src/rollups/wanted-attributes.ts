import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { AttributeDeclaration } from '../records/attributes.ts';
import { attributeLayout } from './combinations.ts';

const PUT = statementsIn('rollups')('UPDATE rollup_state SET attribute_layout = ?2 WHERE tenant = ?1');

/**
 * Makes rollups have rows of the attributes that are declared as dimensions, and of no others. Maintenance builds and
 * drops them; until then queries by a new one read facts.
 */
export function putAttributeRollups(declared: readonly AttributeDeclaration[]): BoundStatement {
  return PUT.with(attributeLayout(declared));
}
