import { logFailure } from './log-failure.ts';

const MINUTE = 60_000;

/**
 * Works for one tenant after the other, up to `deadline`, a time of Date.now(): each gets an equal share of the
 * time that is left, and a failure is logged. Each minute begins with another tenant, so that one whose work
 * ends the whole invocation does not always do so before the same ones.
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
