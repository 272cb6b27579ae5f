import type { StoreContext } from '../db/tenant-store.ts';
import { Unavailable } from '../errors.ts';
import { describeError, logLine } from '../log.ts';
import type { Decision } from '../records/decision.ts';
import { type Backlog, SELECT_BACKLOG } from '../rollups/changes.ts';
import { isOverfull, refresh } from '../rollups/refresh.ts';

/** How long a request may refresh rollups before it fails because the backlog is too large. */
const CATCH_UP_MILLISECONDS = 10_000;
/** The same limit for a request that only deletes: it is stored in any case. */
const SHORT_MILLISECONDS = 2_000;

/** The pending changes, and the decision that adds to them. */
interface Waiting {
  backlog: Backlog;
  decision: Decision;
}

/**
 * Refreshes the rollups until the backlog has room for the changes of a decision, so that a read never has to fold more
 * than it can afford. Refreshes by other requests make room too. Throws Unavailable if there is still no room, unless
 * the decision only removes records: deletions may fix the cause.
 */
export async function makeRoom(context: StoreContext, { backlog, decision }: Waiting): Promise<void> {
  const { size } = decision.writes;
  if (!isOverfull(backlog, size)) return;
  const left = await takeIn(context, { coming: size, milliseconds: patience(decision) });
  if (onlyRemoves(decision) || left?.pending === 0 || (left && !isOverfull(left, size))) return;
  throw new Unavailable(
    'Too many changes are pending, so nothing was stored. Send the request again later. Deletions are accepted meanwhile.',
    10,
  );
}

/** Refreshes the rollups after a write if the backlog exceeds what a read may fold. Returns the remaining backlog. */
export async function keepSmall(context: StoreContext, { backlog, decision }: Waiting): Promise<Backlog> {
  if (!isOverfull(backlog, 0)) return backlog;
  return (await takeIn(context, { coming: 0, milliseconds: patience(decision) })) ?? backlog;
}

function onlyRemoves({ writes }: Decision): boolean {
  return [...writes.values()].every(({ kind }) => kind !== 'keep');
}

function patience(decision: Decision): number {
  return onlyRemoves(decision) ? SHORT_MILLISECONDS : CATCH_UP_MILLISECONDS;
}

/** Returns the remaining backlog, or undefined if it is unknown. */
async function takeIn(
  { store }: StoreContext,
  { coming, milliseconds }: { coming: number; milliseconds: number },
): Promise<Backlog | undefined> {
  const deadline = Date.now() + milliseconds;
  let left: Backlog | undefined;
  try {
    do {
      await refresh({ store }, { deadline });
      [[left]] = await store.batch([SELECT_BACKLOG.with()]);
    } while (left && isOverfull(left, coming) && Date.now() < deadline);
  } catch (error) {
    logLine('error', {
      event: 'changes not taken in',
      tenant: store.tenant,
      error: describeError(error),
    });
  }
  return left;
}
