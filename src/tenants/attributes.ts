import { type AuditEntry, type AuditedContext, auditQuery } from '../audit/entry.ts';
import { BOUNDS } from '../bounds.ts';
import { isTransactionConflict } from '../db/conflict.ts';
import { statementsIn } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { Conflict, NotFound } from '../errors.ts';
import type { AttributeDeclaration } from '../records/attributes.ts';
import { isAttributeDimension, keyOfDimension } from '../rollups/attribute-dimensions.ts';
import { readRollupState } from '../rollups/state.ts';
import {
  putAttributeRollups,
  type WantedCombination,
  wantedCombinations,
} from '../rollups/wanted-combinations.ts';
import {
  declaredIn,
  SELECT_TENANT,
  type SettingsMemory,
  type StoredAttribute,
  storedAttributes,
} from './settings.ts';

const statement = statementsIn('tenants');

const MOST_EVER = BOUNDS.attributesEver.value;

/** Fails the transaction if the attributes have changed; see db/conflict.ts. */
const UNMOVED = statement(`
  SELECT json('attributes moved') AS failure FROM tenants t WHERE t.tenant = ?1 AND t.attributes <> ?2`);
const PUT = statement('UPDATE tenants SET attributes = ?2 WHERE tenant = ?1');

/** What changes attributes: `memory` must forget the settings that hold them. */
type AttributesContext = AuditedContext & { memory: SettingsMemory };

/** The attributes that the tenant declares, as they are stored now. */
export async function readAttributes({ store }: StoreContext): Promise<AttributeDeclaration[]> {
  const [[row]] = await store.batch([SELECT_TENANT.with()]);
  return row ? declaredIn(storedAttributes(row)) : [];
}

/**
 * Replaces the attributes that the tenant declares. They apply to interactions that are ingested from now on; other
 * isolates take up to 60 s to know them, and cron builds the figures of new dimensions over all history. Values of an
 * attribute that is left out stay stored, and are not shown until it is declared again. Throws Conflict for a key that was
 * declared with another type before, or that a combination still needs as a dimension.
 */
export async function putAttributes(
  context: AttributesContext,
  declared: readonly AttributeDeclaration[],
): Promise<void> {
  const { store, memory, actor, now } = context;
  const [[[row]], state] = await Promise.all([store.batch([SELECT_TENANT.with()]), readRollupState(context)]);
  if (!row || !state) throw new NotFound('The tenant is being removed.');
  const before = storedAttributes(row);
  checkTypes(before, declared);
  const dimensions = declared.filter(({ dimension }) => dimension).map(({ key }) => key);
  checkCombinations(wantedCombinations(state), dimensions);
  const removed = before.filter(({ key }) => declared.every((each) => each.key !== key));
  const stored: StoredAttribute[] = [
    ...declared,
    ...removed.map((each) => ({ ...each, removed: true as const })),
  ];
  if (stored.length > MOST_EVER)
    throw new Conflict(`This tenant has declared ${before.length} keys; at most ${MOST_EVER} are kept.`);
  const entry: AuditEntry = {
    action: 'attributes_put',
    actor,
    details: { attributes: { old: declaredIn(before).map(described), new: declared.map(described) } },
  };
  try {
    await store.batch([
      UNMOVED.with(row.attributes),
      auditQuery(entry, now),
      PUT.with(JSON.stringify(stored)),
      putAttributeRollups(declared),
    ]);
  } catch (error) {
    if (!isTransactionConflict(error)) throw error;
    throw new Conflict('The attributes were changed at the same time. Send the change again.', 1);
  } finally {
    memory.forgetTenant(store.tenant);
  }
}

/** A key keeps its type for good, because records may have values of it. */
function checkTypes(before: readonly StoredAttribute[], declared: readonly AttributeDeclaration[]): void {
  for (const { key, type } of declared) {
    const known = before.find((each) => each.key === key);
    if (known && known.type !== type)
      throw new Conflict(
        `${key} was declared as ${known.type}, and records may have such values. Declare it so, or another key.`,
      );
  }
}

function checkCombinations(wanted: readonly WantedCombination[], dimensions: readonly string[]): void {
  for (const combination of wanted) {
    const lost = combination.dimensions
      .filter(isAttributeDimension)
      .find((name) => !dimensions.includes(keyOfDimension(name)));
    if (lost === undefined) continue;
    const name = combination.dimensions.toSorted().join('+');
    throw new Conflict(`The combination ${name} needs ${lost} as a dimension. Delete the combination first.`);
  }
}

function described({ key, type, label, dimension }: AttributeDeclaration): string {
  return `${key} ${type}${dimension ? ' dimension' : ''}${label === undefined ? '' : `: ${label}`}`;
}
