import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import worker from '../../src/worker.ts';
import type { Sent } from '../support/records.ts';
import { aCall, removal, type Sender, senderOf } from './client.ts';

/** Old enough that a refresh is due. */
const AGE = statement('UPDATE changes SET changed_at = 0 WHERE tenant = ?1');

let sender: Sender;
let key: string;

beforeEach(async () => {
  sender = await senderOf();
  ({ key } = await sender.tenant.key());
  await sender.send(aCall('c1'), aCall('c2'));
  await sender.tenant.store.batch([AGE.with()]);
});

/** The messages that a request sends to the refresh queue. */
async function messagesOf(records: readonly Sent[], query = ''): Promise<unknown[]> {
  const sent: unknown[] = [];
  const send = async (message: unknown) => void sent.push(message);
  const request = new Request(`https://callmeter.test/api/v1/ingest${query}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ records }),
  });
  const context = createExecutionContext();
  const queue = { ...env.REFRESH_QUEUE, send } as never;
  const response = await worker.fetch(request as never, { ...env, REFRESH_QUEUE: queue }, context);
  await response.body?.cancel();
  await waitOnExecutionContext(context);
  return sent;
}

test('a request that stores something asks for the refresh that is due', async () => {
  expect(await messagesOf([aCall('c3')])).toEqual([{ tenant: sender.tenant.slug }]);
});

test.each<[string, Sent[], string?]>([
  ['a dry run', [aCall('c3'), { type: 'team', id: 't', name: 'T' }], '?dry_run=true'],
  ['a dry run that would delete', [removal('interaction', 'c1')], '?dry_run=true'],
  ['what is stored already', [aCall('c1'), aCall('c2')]],
  ['what is stale', [aCall('c1', { status: 'missed', updated_at: '2026-01-01T00:00:00Z' })]],
  ['nothing', []],
  ['what is rejected', [aCall('c3', { status: 'x' })]],
  ['an atomic request that is refused', [aCall('c3'), aCall('c4', { status: 'x' })], '?atomic=true'],
])('%s sends no message', async (_, records, query) => {
  expect(await messagesOf(records, query)).toEqual([]);
});
