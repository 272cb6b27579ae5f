import { expect } from 'vitest';
import type { Role } from '../../src/auth/roles.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import type { NewTenant } from '../../src/tenants/settings.ts';
import { call, costOf } from './client.ts';
import type { Sent } from './records.ts';
import { freshTenant, type TestTenant } from './tenant.ts';

export type Params = Readonly<Record<string, string>>;

/** The reads of one contract: where they are, who asks for them, and what of a body is the answer. */
export interface Reads<Route extends string> {
  /** The path of a route. */
  pathOf(route: Route): string;
  /** An API key of all scopes, or a new user of a role per request: the limit per user is not what is tested. */
  credential: 'key' | Role;
  /** The answer in the body of a 200; the body itself unless told. */
  answerIn?(body: unknown): unknown;
}

/** Sends records and reads what is said of them, as a program would, on a tenant of its own. */
export interface ReadsClient<Route extends string = string, Answer = unknown> {
  tenant: TestTenant;
  /** An API key of all scopes. */
  key: string;
  /** Sends records; each must be accepted. */
  send(...records: readonly Sent[]): Promise<void>;
  get(route: Route, params?: Params): Promise<Response>;
  /** The answer of a 200. */
  read(route: Route, params?: Params): Promise<Answer>;
  /** Takes all that is pending into the rollups. */
  refresh(): Promise<void>;
  /** The same, while all is pending and once all is in the rollups; both must agree. */
  readTwice(route: Route, params?: Params): Promise<Answer>;
  /** What a read of known tenant and credential costs. */
  costOf(route: Route, params?: Params): Promise<{ trips: number; rows: number }>;
}

/** A client of a fresh tenant; zone UTC unless told. */
export async function readsClient<Route extends string = string, Answer = unknown>(
  { pathOf, credential, answerIn = (body) => body }: Reads<Route>,
  settings: Partial<NewTenant> = {},
): Promise<ReadsClient<Route, Answer>> {
  const tenant = await freshTenant(settings);
  const { key } = await tenant.key();
  const bearer = async () => (credential === 'key' ? key : tenant.token(credential));
  const client: ReadsClient<Route, Answer> = {
    tenant,
    key,
    async send(...records) {
      const response = await call('/api/v1/ingest', { method: 'POST', bearer: key, body: { records } });
      const report = (await response.json()) as { received: number; errors: unknown };
      expect([response.status, report.received, report.errors]).toEqual([200, records.length, []]);
    },
    async get(route, params = {}) {
      return call(`${pathOf(route)}?${new URLSearchParams(params)}`, { bearer: await bearer() });
    },
    async read(route, params) {
      const response = await client.get(route, params);
      const body = await response.json();
      expect([response.status, response.status === 200 ? undefined : body]).toEqual([200, undefined]);
      return answerIn(body) as Answer;
    },
    async refresh() {
      expect(await refresh(tenant, { deadline: Date.now() + 20_000 })).toEqual({ done: true });
    },
    async readTwice(route, params) {
      const pending = await client.read(route, params);
      await client.refresh();
      expect(await client.read(route, params)).toEqual(pending);
      return pending;
    },
    async costOf(route, params) {
      await client.read(route, params);
      const response = await client.get(route, params);
      await response.body?.cancel();
      const { trips, read } = costOf(response);
      return { trips, rows: read };
    },
  };
  return client;
}

/** The answer of contracts whose bodies hold nothing but `data`. */
export function dataIn(body: unknown): unknown {
  expect(Object.keys(body as object)).toEqual(['data']);
  return (body as { data: unknown }).data;
}
