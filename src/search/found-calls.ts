import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import { openPersonal } from '../privacy/sealing/sealed-values.ts';
import type { Interaction } from '../records/types.ts';

const statement = statementsIn('search');

/** A call with its number in clear, for no longer than the search. */
export interface FoundCall {
  id: string;
  phone: string | undefined;
  body: Interaction;
}

export interface CallRow {
  id: string;
  body: string;
  personal: string | null;
}

/** The most terms that a compound SELECT may have. */
const AT_ONCE = 5;
const COLUMNS = 'SELECT i.id AS id, i.body AS body, i.personal AS personal FROM';

/** One place a term costs a row a call; a list of places would be read as well, a row an id. */
const CALLS = statement<CallRow>(
  Array.from(
    { length: AT_ONCE },
    (_, index) => `${COLUMNS} interactions i WHERE i.tenant = ?1 AND i.id = ?${index + 2} AND i.is_call = 1`,
  ).join(' UNION ALL '),
);

/** The queries for calls by their ids, ended ones alone. */
export function callQueries(ids: readonly string[]): BoundStatement<CallRow>[] {
  const queries: BoundStatement<CallRow>[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    queries.push(CALLS.with(...some, ...Array<null>(AT_ONCE - some.length).fill(null)));
  }
  return queries;
}

/** The calls of such rows by id; throws where a number was sealed with a secret that is gone. */
export async function openCalls(
  rows: readonly CallRow[],
  tenant: string,
  keys: TenantKeys,
): Promise<Map<string, FoundCall>> {
  const calls = await Promise.all(
    rows.map(async ({ id, body, personal }): Promise<FoundCall> => {
      const { phone } = await openPersonal(keys, tenant, 'interaction', id, personal);
      return { id, phone, body: JSON.parse(body) };
    }),
  );
  return new Map(calls.map((call) => [call.id, call]));
}
