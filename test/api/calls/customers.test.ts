import { describe, expect, test } from 'vitest';
import { aCall, removal, type Sent } from '../../support/records.ts';
import { callsClient, type NO_CALLS } from './client.ts';

const day = (date: number): string => `2026-03-${String(date).padStart(2, '0')}`;

/** A call of a customer on a day of March; department and more where told. */
function ofCustomer(id: string, customer: string, date: number, fields: Sent = {}): Sent {
  return aCall(id, { customer: { id: customer }, started_at: `${day(date)}T12:00:00Z`, ...fields });
}

const sales = { department_id: 'sales' };
const support = { department_id: 'support' };

interface Asked {
  from?: number;
  to?: number;
  department?: string;
}

type Case = [title: string, records: Sent[], answers: [Asked, total: number, isNew: number][]];

const CASES: Case[] = [
  [
    'a customer who calls twice is one, and new only where the first call is',
    [ofCustomer('a', 'x', 10), ofCustomer('b', 'x', 12)],
    [
      [{}, 1, 1],
      [{ from: 10, to: 10 }, 1, 1],
      [{ from: 11 }, 1, 0],
      [{ to: 9 }, 0, 0],
    ],
  ],
  [
    'an earlier call that comes late takes the first place',
    [ofCustomer('b', 'x', 12), ofCustomer('a', 'x', 5)],
    [
      [{ from: 10 }, 1, 0],
      [{ from: 5, to: 5 }, 1, 1],
    ],
  ],
  [
    'once the first call is deleted, the next is the first',
    [ofCustomer('a', 'x', 5), ofCustomer('b', 'x', 12), removal('interaction', 'a')],
    [
      [{ from: 10 }, 1, 1],
      [{ to: 9 }, 0, 0],
    ],
  ],
  [
    'an open call and a conversation are no first call',
    [
      ofCustomer('a', 'x', 5, { status: 'open' }),
      ofCustomer('b', 'x', 6, { kind: 'conversation', channel: 'chat' }),
      ofCustomer('c', 'x', 12),
    ],
    [
      [{ from: 10 }, 1, 1],
      [{ to: 9 }, 0, 0],
    ],
  ],
  [
    'a missed call is a first call',
    [ofCustomer('a', 'x', 5, { status: 'missed' }), ofCustomer('b', 'x', 12)],
    [
      [{ from: 10 }, 1, 0],
      [{ to: 9 }, 1, 1],
    ],
  ],
  [
    'a call without a customer is of nobody',
    [aCall('a'), aCall('b'), ofCustomer('c', 'x', 10)],
    [[{}, 1, 1]],
  ],
  [
    'across departments: new where the first call was, distinct in each',
    [
      ofCustomer('a', 'x', 10, sales),
      ofCustomer('b', 'x', 12, support),
      ofCustomer('c', 'y', 12, support),
      ofCustomer('d', 'z', 11),
      ofCustomer('e', 'z', 13, sales),
    ],
    [
      [{}, 3, 3],
      [{ department: 'sales' }, 2, 1],
      [{ department: 'support' }, 2, 1],
      [{ department: 'nobody' }, 0, 0],
      [{ from: 12, department: 'support' }, 2, 1],
      [{ from: 13, department: 'sales' }, 1, 0],
    ],
  ],
  [
    'the first call moves to another department',
    [ofCustomer('a', 'x', 10, sales), ofCustomer('b', 'x', 12, sales), ofCustomer('a', 'x', 10, support)],
    [
      [{ department: 'sales' }, 1, 0],
      [{ department: 'support' }, 1, 1],
    ],
  ],
  [
    'of two calls in one second the smaller id is the first, whichever came first',
    [
      ofCustomer('c2', 'x', 10, support),
      ofCustomer('c10', 'x', 10, sales),
      ofCustomer('B', 'y', 10, support),
      ofCustomer('a', 'y', 10, sales),
      ofCustomer('｡', 'z', 10, support),
      ofCustomer('😀', 'z', 10, sales),
    ],
    [
      [{}, 3, 3],
      [{ department: 'sales' }, 3, 1],
      [{ department: 'support' }, 3, 2],
    ],
  ],
  [
    'one number, however it is written, is one customer; an address too',
    [
      aCall('a', { customer: { phone: '+55 11 98765-0001' } }),
      aCall('b', { customer: { phone: '005511987650001' } }),
      aCall('c', { customer: { phone: '011 98765 0001' } }),
      aCall('d', { customer: { phone: '(11) 98765-0001', email: 'somebody@example.com' } }),
      aCall('e', { customer: { id: '+5511987650001' } }),
      aCall('f', { customer: { email: 'One@Example.com' } }),
      aCall('g', { customer: { id: 'one@example.com' } }),
      aCall('h', { customer: { id: 'chosen', phone: '+5511987650001' } }),
    ],
    [[{}, 3, 3]],
  ],
  [
    'a call that changes its customer',
    [ofCustomer('a', 'x', 10), ofCustomer('b', 'x', 11), ofCustomer('a', 'y', 10)],
    [
      [{}, 2, 2],
      [{ from: 11 }, 1, 1],
    ],
  ],
];

describe.each(CASES)('customers of calls: %s', (_, records, answers) => {
  test.each(['all at once', 'one by one', 'refreshed after each'])('sent %s', async (way) => {
    const client = await callsClient({ countryCode: '55' });
    if (way === 'all at once') await client.send(...records);
    else {
      for (const record of records) {
        await client.send(record);
        if (way === 'refreshed after each') await client.refresh();
      }
    }
    for (const [{ from = 1, to = 31, department }, total, isNew] of answers) {
      const params = {
        date_from: day(from),
        date_to: day(to),
        ...(department !== undefined && { department_id: department }),
      };
      const { total_customers, new_customers } = (await client.read('overview', params)) as typeof NO_CALLS;
      expect([params, total_customers, new_customers]).toEqual([params, total, isNew]);
    }
  });
});

test('days add up to the period, departments and the rest to the tenant', async () => {
  const client = await callsClient();
  await client.send(
    ofCustomer('a', 'x', 10, sales),
    ofCustomer('b', 'x', 11, support),
    ofCustomer('c', 'y', 11, support),
    ofCustomer('d', 'z', 11),
    ofCustomer('e', 'z', 12, sales),
  );
  const days = await client.readTwice('trends', { date_from: day(10), date_to: day(12) });
  expect(days).toEqual([trend(day(10), 1, 1), trend(day(11), 3, 2), trend(day(12), 1, 0)]);
  const ofSupport = await client.read('trends', {
    date_from: day(10),
    date_to: day(12),
    department_id: 'support',
  });
  expect(ofSupport).toEqual([trend(day(10), 0, 0), trend(day(11), 2, 1), trend(day(12), 0, 0)]);
});

function trend(date: string, calls: number, isNew: number) {
  return {
    date,
    total_calls: calls,
    completed_calls: calls,
    avg_duration: null,
    avg_rating: null,
    new_customers: isNew,
  };
}
