import { ROUTES } from '../src/api/registry.ts';
import { newMeter } from '../src/db/meter.ts';
import { statement } from '../src/db/statement.ts';
import { storeFor, type TenantStore } from '../src/db/tenant-store.ts';
import type { Env } from '../src/env.ts';
import { operationsOf } from '../src/http/operation.ts';
import { serverTiming } from '../src/http/response-headers.ts';
import { sweepDeliveries } from '../src/maintenance/cron.ts';
import { SELECT_BACKLOG } from '../src/rollups/changes.ts';
import { rebuildDay } from '../src/rollups/rebuild-day.ts';
import { refresh } from '../src/rollups/refresh.ts';
import worker from '../src/worker.ts';
import { loadDay } from './worker/load-day.ts';
import { meteredDatabase } from './worker/metered-database.ts';
import { limitedAsAsked } from './worker/open-limiter.ts';
import type { QueryName } from './worker/query-names.ts';
import { COUNT_FACTS, RAW_FIGURES } from './worker/raw-figures.ts';
import type { RawFigures } from './worker/raw-names.ts';
import { RAW_QUERIES } from './worker/raw-queries.ts';

export * from '../src/worker.ts';

const PREFIX = '/bench/';
const REFRESH_MILLISECONDS = 60_000;

/** The cost of refreshes from the queue, which have no response to report it. */
const background = newMeter();
let isQueueHeld = false;

/** Makes every row of a day wrong, so that a rebuild must write it. */
const BLANK_DAY = statement(`UPDATE rollups SET base_measures = '{}' WHERE tenant = ?1 AND day = ?2`);

/** State of a tenant's maintenance: pending changes, last reconcile, old personal data that is still stored. */
const STANDING = statement<{ pending: number; reconciled: number; kept: number }>(`
  SELECT (SELECT coalesce(sum(c.records), 0) FROM changes c WHERE c.tenant = ?1) AS pending,
    coalesce(s.last_reconciled_at, 0) AS reconciled,
    (SELECT count(*) FROM interactions i WHERE i.tenant = ?1 AND i.id = 'old' AND i.personal IS NOT NULL) AS kept
  FROM rollup_state s WHERE s.tenant = ?1`);
const CORRUPT: Readonly<Record<string, ReturnType<typeof statement>>> = {
  image: statement(`UPDATE changes SET current = '{"i":' WHERE tenant = ?1 AND id = 'c-49'`),
  row: statement(`UPDATE rollups SET base_measures = 'no JSON' WHERE tenant = ?1 AND dimension = 'all'`),
  sealed: statement(`UPDATE interactions SET personal = x'00' WHERE tenant = ?1 AND id = 'c-49'`),
};

/** Makes what waits due earlier, instead of waiting for it; leases too. */
const AGE = statement(
  'UPDATE outbox_deliveries SET next_at = next_at - ?2 WHERE tenant = ?1 AND next_at IS NOT NULL',
);
const OUTBOX = statement<{ target: string; event: string; status: string; attempts: number }>(
  'SELECT d.target, d.event, d.status, d.attempts FROM outbox_deliveries d WHERE d.tenant = ?1',
);

type Handler = (store: TenantStore, query: URLSearchParams, env: Env) => Promise<unknown>;

const HANDLERS: Readonly<Record<string, Handler>> = {
  load: (store, query, env) =>
    loadDay(
      store,
      { day: Number(query.get('day')), calls: Number(query.get('calls')), phones: 'some' },
      env.DATA_SECRET,
    ),
  rebuild: (store, query) =>
    rebuildDay(
      { store },
      {
        day: Number(query.get('day')),
        target: ({ generation, time_zone, layout }) => ({ generation, zone: time_zone, layout }),
      },
    ),
  blank: (store, query) => store.batch([BLANK_DAY.with(Number(query.get('day')))]),
  refresh: (store) => refresh({ store }, { deadline: Date.now() + REFRESH_MILLISECONDS }),
  backlog: async (store) => (await store.batch([SELECT_BACKLOG.with()]))[0][0],
  facts: async (store, query) => (await store.batch([COUNT_FACTS.with(...span(query))]))[0][0]?.facts,
  raw: async (store, query) => {
    const kind = query.get('query') as QueryName | null;
    const figures = kind ? RAW_QUERIES[kind] : RAW_FIGURES[query.get('figures') as RawFigures];
    return (await store.batch([figures.with(...span(query), Number(query.get('offset')))]))[0];
  },
  standing: async (store) => (await store.batch([STANDING.with()]))[0][0],
  corrupt: (store, query) => store.batch([CORRUPT[query.get('what') ?? '']!.with()]),
  background: async () => ({ ...background }),
  hold: async (_, query) => {
    isQueueHeld = query.get('held') === 'true';
    return isQueueHeld;
  },
  age: (store, query) => store.batch([AGE.with(Number(query.get('seconds')))]),
  sweep: (_, __, env) => sweepDeliveries(env),
  outbox: async (store) => (await store.batch([OUTBOX.with()]))[0],
  routes: async () =>
    ROUTES.flatMap(operationsOf).map(({ id, contract, method, path, credential, query, params }) => ({
      id,
      contract,
      method,
      path,
      credential,
      query: Object.keys(query?.shape ?? {}),
      params: Object.keys(params?.shape ?? {}),
    })),
};

function span(query: URLSearchParams): [start: number, end: number] {
  return [Number(query.get('start')), Number(query.get('end'))];
}

/** Answers /bench/<handler>?tenant=…, with its D1 cost in Server-Timing. */
async function answer(url: URL, env: Env): Promise<Response> {
  const handle = HANDLERS[url.pathname.slice(PREFIX.length)];
  if (!handle) return new Response(null, { status: 404 });
  const meter = newMeter();
  const store = storeFor(url.searchParams.get('tenant') ?? '', env.DB, meter);
  const data = await handle(store, url.searchParams, env);
  return Response.json({ data }, { headers: { 'Server-Timing': serverTiming(meter) } });
}

/** The Worker of the project plus routes for the bench. Never deployed. */
export default {
  ...worker,
  fetch(request, env, ctx) {
    const url = new URL(request.url);
    if (url.pathname.startsWith(PREFIX)) return answer(url, env);
    return worker.fetch(request, limitedAsAsked(request, env), ctx);
  },
  async queue(batch, env) {
    if (!isQueueHeld) await worker.queue(batch, { ...env, DB: meteredDatabase(env.DB, background) });
  },
} satisfies ExportedHandler<Env, { tenant: string }>;
