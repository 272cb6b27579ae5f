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
