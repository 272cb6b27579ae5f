import type { BenchTenant } from '../tenant.ts';

/** A way to corrupt a tenant, and what keeps it busy afterwards. */
export interface Poison {
  name: string;
  apply(tenant: BenchTenant): Promise<void>;
  load(tenant: BenchTenant): Promise<void>;
}

const JSON_HEADERS = { 'Content-Type': 'application/json' };
const LONGEST_TOPIC = 200;
const BATCHES = 6;
const RECORDS = 1_000;

async function post(tenant: BenchTenant, records: readonly object[], query = ''): Promise<void> {
  const body = JSON.stringify({ records });
  await tenant.ask(`/api/v1/ingest${query}`, { method: 'POST', headers: JSON_HEADERS, body });
}

function callOf(id: string, fields: object = {}): object {
  const times = { started_at: '2026-11-29T10:00:00Z', duration_seconds: 60 };
  return { type: 'interaction', id, kind: 'call', status: 'completed', ...times, ...fields };
}

const read = async (tenant: BenchTenant): Promise<void> => {
  await tenant.ask('/api/v1/analytics/overview?date_from=2026-11-29&date_to=2026-11-29');
};

/** Changes a stored value directly in the database, as a fault of the database or of an older version would. */
const corrupted = (what: 'image' | 'row' | 'sealed'): Poison['apply'] => {
  return async (tenant) => {
    const calls = Array.from({ length: 50 }, (_, index) =>
      callOf(`c-${index}`, { customer: { name: 'Anastasia', phone: `+3519112233${10 + index}` } }),
    );
    // So few at once are logged one by one, so that the image of one can be corrupted.
    for (let from = 0; from < calls.length; from += 10) await post(tenant, calls.slice(from, from + 10));
    if (what === 'row') await tenant.ask('/api/v1/analytics/refresh-views', { method: 'POST' });
    await tenant.bench('corrupt', { what });
    await post(
      tenant,
      calls.slice(0, 10).map((call) => ({ ...call, status: 'missed' })),
    );
  };
};

const many = async (tenant: BenchTenant, batch: string): Promise<void> => {
  const records = Array.from({ length: RECORDS }, (_, index) => {
    const own = `${batch}-${index}`;
    const conversation = {
      kind: 'conversation',
      channel: `chat${own}`,
      topic: own.padEnd(LONGEST_TOPIC, 'x'),
    };
    const members = {
      agent_id: `a-${own}`,
      team_id: `t-${own}`,
      department_id: `d-${own}`,
      outcome: `o${own}`,
    };
    return callOf(`!poison-${own}`, { ...conversation, ...members, intent: `i${own}` });
  });
  await post(tenant, records);
};

export const POISONS: readonly Poison[] = [
  {
    name: 'many-members',
    async apply(tenant) {
      for (let batch = 0; batch < BATCHES; batch += 1) await many(tenant, `b${batch}`);
    },
    load: (tenant) => many(tenant, `l${Math.floor(Math.random() * 1_000_000)}`),
  },
  { name: 'broken-image', apply: corrupted('image'), load: read },
  { name: 'broken-row', apply: corrupted('row'), load: read },
  {
    name: 'broken-secret-and-slow-text',
    async apply(tenant) {
      await corrupted('sealed')(tenant);
      const chats = Array.from({ length: 20 }, (_, index) =>
        callOf(`chat-${index}`, {
          kind: 'conversation',
          channel: 'chat',
          transcript: `x ${'%40'.repeat(21_000)}`,
        }),
      );
      await post(tenant, chats);
    },
    async load(tenant) {
      const fields = { scope: 'conversations', include_transcripts: true, format: 'csv' };
      const body = JSON.stringify({ start_date: '2026-11-29', end_date: '2026-11-29', ...fields });
      await tenant.ask('/api/v1/analytics/export', { method: 'POST', headers: JSON_HEADERS, body });
    },
  },
  {
    name: 'flood',
    apply: (tenant) => post(tenant, [{ type: 'team', id: 't', name: 'T' }], '?dry_run=true'),
    async load(tenant) {
      await Promise.all(Array.from({ length: 20 }, () => read(tenant)));
      await post(tenant, [{ type: 'team', id: 't', name: 'T' }], '?dry_run=true');
    },
  },
];
