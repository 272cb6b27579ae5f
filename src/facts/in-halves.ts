/** So many items may fail by themselves; what is left of the list by then is not tried. */
const MOST_FAILURES = 20;

/** What could not be done, and why the last of it could not. */
export interface LeftOver<Item> {
  items: Item[];
  error: unknown;
}

/**
 * Does `work`, which does all of a list or nothing, for as many of `items` as it can: if a list fails, its halves
 * are tried, down to single items. Returns those that fail by themselves and those that were not tried.
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
