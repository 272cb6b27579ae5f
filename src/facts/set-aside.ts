import { retentionSetAside } from '../db/schema.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { queriesIn } from '../db/tenant-queries.ts';
import type { TimedContext } from '../db/tenant-store.ts';

/** After this many items have failed on their own, the rest of the list is not tried. */
const MOST_FAILURES = 20;

/** The items that were not done, and the last error. */
export interface LeftOver<Item> {
  items: Item[];
  error: unknown;
}

/**
 * Runs `work`, which handles a whole list or none of it, for as many of `items` as possible: if a list fails, tries its
 * halves, down to single items. Returns the items that fail on their own and those that were not tried.
 */
export async function inHalves<Item>(
  items: readonly Item[],
  work: (some: readonly Item[]) => Promise<unknown>,
): Promise<LeftOver<Item>> {
  const leftOver: LeftOver<Item> = { items: [], error: undefined };
  const lists = [items];
  let failures = 0;
  for (let some = lists.pop(); some !== undefined; some = lists.pop()) {
    if (failures >= MOST_FAILURES) {
      leftOver.items.push(...some);
      continue;
    }
    try {
      if (some.length > 0) await work(some);
    } catch (error) {
      leftOver.error = error;
      const middle = some.length >> 1;
      if (middle > 0) lists.push(some.slice(middle), some.slice(0, middle));
      else {
        failures += 1;
        leftOver.items.push(...some);
      }
    }
  }
  return leftOver;
}

const statement = statementsIn('facts');
const queries = queriesIn('facts');

const TRIED_AT_ONCE = 500;

/** Those that failed most recently come last, so that each gets its turn. */
const SELECT_SET_ASIDE = queries.select(retentionSetAside, () => ({
  columns: { id: retentionSetAside.interaction_id },
  orderBy: [retentionSetAside.set_aside_at, retentionSetAside.interaction_id],
  limit: TRIED_AT_ONCE,
}));
const SET_ASIDE = statement(`
  INSERT INTO retention_set_aside (tenant, interaction_id, set_aside_at)
  SELECT ?1, k.value, ?3 FROM json_each(?2) k WHERE true
  ON CONFLICT (tenant, interaction_id) DO UPDATE SET set_aside_at = excluded.set_aside_at`);
const CLEAR = statement(`
  DELETE FROM retention_set_aside WHERE tenant = ?1 AND interaction_id IN (SELECT value FROM json_each(?2))`);

/** The query that sets interactions aside for later runs. `now` in seconds UTC. */
export function setAsideQuery(ids: readonly string[], now: number): BoundStatement {
  return SET_ASIDE.with(JSON.stringify(ids), now);
}

/**
 * Retries what earlier runs have set aside. If some still fail, throws an Error that names the first of them.
 */
export async function retrySetAside(
  { store, now }: TimedContext,
  queriesFor: (ids: readonly string[]) => BoundStatement[],
): Promise<void> {
  const [rows] = await store.batch([SELECT_SET_ASIDE.with()]);
  if (rows.length === 0) return;
  const left = await inHalves(
    rows.map(({ id }) => id),
    (ids) => store.batch([...queriesFor(ids), CLEAR.with(JSON.stringify(ids))]),
  );
  if (left.items.length === 0) return;
  await store.batch([setAsideQuery(left.items, now)]);
  throw new Error(
    `${left.items.length} interactions keep personal data that is too old, ${left.items[0]} among them: ${left.error}`,
  );
}
