import type { StoreContext } from '../db/tenant-store.ts';
import type { FactEvent } from '../facts/event.ts';
import { callsIn, callsOfCustomersQuery } from '../facts/event-pages.ts';
import type { Neighbours } from '../facts/neighbours.ts';
import { conditionsOf, namedMembers } from '../query/conditions.ts';
import { DISTINCT_CUSTOMERS } from '../query/measures/measure.ts';
import { neighboursNeeded } from '../query/neighbours.ts';
import { MAX_FACTS } from '../query/snapshot.ts';
import type { Cell, CellQuery } from './cell.ts';
import type { Position } from './page-steps.ts';
import { valuesOfEvent } from './parts.ts';

/** Whether a call is the first of its customer in a cell. Calls must be asked about in their order, each once. */
export type IsFirstCall = (event: FactEvent) => boolean;

/** The previous calls that decide whether a call is the first of its customer in a cell; undefined if they do not. */
function deciding({ filter, time }: Cell): 'previous' | 'previousInDepartment' | undefined {
  if (time !== undefined && time.kind !== 'span') return undefined;
  const [condition, ...others] = conditionsOf(filter);
  if (condition === undefined) return 'previous';
  const isOneDepartment = condition.dimension === 'department' && namedMembers(condition)?.length === 1;
  return isOneDepartment && others.length === 0 ? 'previousInDepartment' : undefined;
}

/** The other calls of customers to read with the interactions of a cell. */
export function neighboursFor(cell: Cell, { query }: CellQuery): Neighbours {
  const which = query.inputs.includes(DISTINCT_CUSTOMERS) ? deciding(cell) : undefined;
  return new Set([...neighboursNeeded([query]), ...(which ? [which] : [])]);
}

/** A cell, and what was read of it after a position. */
interface FirstCallsInput {
  cell: Cell;
  asked: CellQuery;
  events: () => readonly FactEvent[];
  after: Position | undefined;
}

/**
 * Decides which of the calls that were read are the first of their customers in a cell. If previous calls do not tell,
 * reads what these customers had called before the position: no more than the query for the cell may read, which only
 * facts can answer then.
 */
export async function firstCallsAmong(
  { store }: StoreContext,
  { cell, asked: { query, group, span }, events, after }: FirstCallsInput,
): Promise<IsFirstCall> {
  if (!query.inputs.includes(DISTINCT_CUSTOMERS)) return () => false;
  const which = deciding(cell);
  if (which) return (event) => event.source === 'interaction' && !((event[which] ?? -Infinity) >= span.start);
  const seen = new Set<string>();
  const customers = new Set(events().flatMap((event) => customerOf(event) ?? []));
  if (after?.type === 'interaction' && customers.size > 0) {
    const upTo = [after.at, after.id] as const;
    const range = { start: span.start, upTo, limit: MAX_FACTS };
    const [rows] = await store.batch([callsOfCustomersQuery([...customers], range)]);
    for (const call of callsIn(rows)) {
      if (call.source === 'interaction' && valuesOfEvent(query, group, call, call.at)(DISTINCT_CUSTOMERS) > 0)
        seen.add(customerOf(call)!);
    }
  }
  return (event) => {
    const customer = customerOf(event);
    if (customer === undefined || seen.has(customer)) return false;
    seen.add(customer);
    return true;
  };
}

function customerOf(event: FactEvent): string | undefined {
  return event.source === 'interaction' ? event.interaction.customer_id : undefined;
}
