import type { MiddlewareHandler } from 'hono';
import { RateLimited } from '../errors.ts';
import { logLine } from '../log.ts';
import type { Refused } from '../rate-limits/refused-lines.ts';
import type { AppContext, AppEnv } from './app-context.ts';
import type { Services } from './handle-request.ts';
import { addressHash, claimedKey } from './log-identity.ts';

const REFUSALS: Readonly<Record<number, Refused['reason']>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  429: 'rate_limited',
};

/** Writes one log line per request, with its total cost, and the lines that count refused requests. */
export function requestLog({ config, abuse }: Pick<Services, 'config' | 'abuse'>): MiddlewareHandler<AppEnv> {
  return async function requestLog(c, next) {
    const started = performance.now();
    c.set('ownRequestId', crypto.randomUUID());
    await next();
    const { status } = c.res;
    const address_hash = addressHash(c.req.raw.headers, config.dataSecret);
    const ms = Math.round(performance.now() - started);
    const write = (): void => {
      const { requestId: request_id, ownRequestId: own_request_id, route, tenant, caller, meter } = c.var;
      const ids = { tenant, caller, address_hash, request_id, own_request_id };
      logLine('info', { method: c.req.method, route, status, ms, ...ids, ...meter });
    };
    const now = Date.now();
    const refused = refusedOf(c, address_hash);
    if (refused) abuse.lines.note(refused, now);
    abuse.lines.flush(now);
    // Work that a refused request started still adds to its cost: the log line waits for it, the response does not.
    const { unfinished } = c.var;
    if (unfinished) c.executionCtx.waitUntil(unfinished.then(write, write));
    else write();
  };
}

function refusedOf(c: AppContext, address_hash: string): Refused | undefined {
  const reason = REFUSALS[c.res.status];
  if (!reason) return undefined;
  const { route, tenant, caller, ownRequestId } = c.var;
  const key = caller === undefined ? claimedKey(c.req.raw) : undefined;
  return {
    reason,
    limit: c.error instanceof RateLimited ? c.error.of : undefined,
    caller,
    claimed_key: key && `${key.tenant}/${key.id}`,
    address_hash,
    tenant,
    route,
    own_request_id: ownRequestId,
  };
}
