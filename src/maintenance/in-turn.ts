import { logFailure } from './log-failure.ts';

const MINUTE = 60_000;

/**
 * Runs `work` for one item after the other until `deadline`, a time of Date.now(). Each gets an equal share of the
 * remaining time; failures are logged. The first tenant changes every minute, so that one that kills the invocation
 * does not always starve the same others.
 */
export async function inTurn<Item extends { tenant: string }>(
  items: readonly Item[],
  deadline: number,
  work: (item: Item, until: number) => Promise<unknown>,
): Promise<void> {
  const first = items.length === 0 ? 0 : Math.floor(Date.now() / MINUTE) % items.length;
  const inOrder = [...items.slice(first), ...items.slice(0, first)];
  for (const [index, item] of inOrder.entries()) {
    const share = (deadline - Date.now()) / (inOrder.length - index);
    await logFailure(item.tenant, () => work(item, Date.now() + share));
  }
}
