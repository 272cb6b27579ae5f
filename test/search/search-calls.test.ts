import { expect, test } from 'vitest';
import type { TenantStore } from '../../src/db/tenant-store.ts';
import { searchCalls } from '../../src/search/search-calls.ts';
import { readTerm } from '../../src/search/terms-of-day.ts';
import { resolvePeriod } from '../../src/time/period.ts';
import { aCall, removal, type Sender, senderOf } from '../ingest/client.ts';
import { erasure } from '../privacy/client.ts';
import { contextOf } from '../support/context.ts';
import type { Sent } from '../support/records.ts';
import { nowSeconds } from '../support/tenant.ts';

const NUMBER = '+33612345678';
/** Its last four digits are those of the number. */
const OTHER = '+33699995678';
const NEWER = { updated_at: '2026-03-18T00:00:00Z' };

/** Calls of one number on three days, each of a customer of its own. */
const SENT = ['c1', 'c2', 'c3'].map((id, index) => callFrom(id, NUMBER, index));

function callFrom(id: string, phone: string, day: number, fields: Sent = {}): Sent {
  return aCall(id, { customer: { id, phone }, started_at: `2026-03-1${day}T12:00:00Z`, ...fields });
}

/** The store of the sender's tenant, where `change` happens once the candidates are known. */
function changing({ tenant }: Sender, change: () => Promise<unknown>) {
  const made = { trips: 0 };
  const batch: TenantStore['batch'] = async (queries) => {
    const rows = await tenant.store.batch(queries);
    made.trips += queries.length > 0 ? 1 : 0;
    if (made.trips === 2) await change();
    return rows;
  };
  return { made, store: { ...tenant.store, batch } };
}

async function search(sender: Sender, phone: string, change: () => Promise<unknown>) {
  const { store, made } = changing(sender, change);
  const { calls, total } = await searchCalls(
    contextOf(sender.tenant, { store, actor: { kind: 'key', id: 'k' } }),
    {
      term: readTerm(phone, { countryCode: '33' }),
      period: resolvePeriod({
        from: '2026-03-01',
        to: '2026-03-31',
        tenantZone: 'UTC',
        now: nowSeconds(),
        defaultDays: 0,
        names: { from: 'start_date', to: 'end_date' },
      }),
      limit: 50,
      take: async () => ({ allowed: true, remaining: 1, retryAfterSeconds: 0 }),
    },
  );
  return { ids: calls.map(({ id }) => id), total, trips: made.trips };
}

test('a search takes three trips: its terms of the day, its candidates, their calls', async () => {
  const sender = await senderOf();
  await sender.send(...SENT);
  expect(await search(sender, '5678', async () => {})).toEqual({
    ids: ['c3', 'c2', 'c1'],
    total: 3,
    trips: 3,
  });
});

test.each<[string, (id: string) => Sent]>([
  ['got another number', (id) => callFrom(id, OTHER, 0, NEWER)],
  ['was erased', (id) => erasure(id)],
  ['was removed', (id) => removal('interaction', id)],
])('of a number, one call that %s meanwhile hides no other', async (_, changed) => {
  for (const id of ['c1', 'c3']) {
    const sender = await senderOf();
    await sender.send(...SENT);
    const found = await search(sender, NUMBER, () => sender.send(changed(id)));
    expect(found).toEqual({
      ids: ['c3', 'c2', 'c1'].filter((other) => other !== id),
      total: 2,
      trips: 3,
    });
  }
});

test('the new number of a call tells nothing of those with the old one', async () => {
  for (const id of ['c1', 'c3']) {
    const sender = await senderOf();
    await sender.send(...SENT);
    const found = await search(sender, OTHER, () => sender.send(callFrom(id, OTHER, 0, NEWER)));
    expect(found).toMatchObject({ ids: [], total: 0 });
  }
});

test('those that changed are neither shown nor counted', async () => {
  const sender = await senderOf();
  await sender.send(...SENT);
  const found = await search(sender, '5678', () =>
    sender.send(callFrom('c3', '+33600000000', 2, NEWER), callFrom('c2', '+33600000000', 1, NEWER)),
  );
  expect(found).toEqual({ ids: ['c1'], total: 1, trips: 3 });
});
