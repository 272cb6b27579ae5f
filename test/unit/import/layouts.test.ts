import { describe, expect, test } from 'vitest';
import bank from '../../../docs/mappings/bank-call-log.json';
import callList from '../../../docs/mappings/call-list-with-ratings.json';
import contacts from '../../../docs/mappings/omnichannel-contacts.json';
import { importRow } from './import-row.ts';

describe('bank call log', () => {
  const row = {
    'vru+line': 'ZZ01',
    call_id: '77',
    customer_id: '1234',
    priority: '2',
    type: 'NE',
    date: '990105',
    vru_entry: '23:59:00',
    vru_exit: '23:59:10',
    vru_time: '10',
    q_start: '23:59:10',
    q_exit: '0:00:05',
    q_time: '55',
    outcome: 'AGENT',
    ser_start: '0:00:05',
    ser_exit: '0:02:05',
    ser_time: '120',
    server: 'NOA',
  };
  const agent = { type: 'agent', id: 'noa', name: 'NOA' };
  const call = {
    type: 'interaction',
    id: '990105-ZZ01-77',
    kind: 'call',
    status: 'completed',
    started_at: '1999-01-05T21:59:00Z',
    answered_at: '1999-01-05T22:00:05Z',
    wait_seconds: 55,
    duration_seconds: 120,
    customer: { id: '1234' },
    agent_id: 'noa',
    priority: 'high',
    category: 'Stock exchange',
    topic: 'Stock exchange',
  };

  test('reads a served call that crosses midnight', async () => {
    expect(await importRow(bank, row)).toEqual([agent, call]);
  });

  test('keeps a negative time in the voice response unit, so that the answer stands where the queue ends', async () => {
    const slipped = { ...row, vru_entry: '12:00:40', vru_exit: '12:00:00', vru_time: '-40', q_time: '60' };
    expect(await importRow(bank, slipped)).toEqual([
      agent,
      { ...call, started_at: '1999-01-05T10:00:40Z', answered_at: '1999-01-05T10:01:00Z', wait_seconds: 60 },
    ]);
  });

  test('reads an abandoned call of an unknown customer', async () => {
    const left = {
      ...row,
      outcome: 'HANG',
      server: 'NO_SERVER',
      ser_time: '0',
      customer_id: '0',
      type: 'QQ',
    };
    expect(await importRow(bank, left)).toEqual([
      {
        type: 'interaction',
        id: '990105-ZZ01-77',
        kind: 'call',
        status: 'abandoned',
        started_at: '1999-01-05T21:59:00Z',
        wait_seconds: 55,
        priority: 'high',
        category: 'QQ',
        topic: 'QQ',
      },
    ]);
  });

  test('skips phantom calls and rejects an outcome that it does not know', async () => {
    expect(await importRow(bank, { ...row, outcome: 'PHANTOM' })).toEqual({
      kind: 'skipped',
      rule: 'phantom call',
    });
    expect(await importRow(bank, { ...row, outcome: 'LOST' })).toEqual({
      kind: 'rejected',
      path: 'records.1.fields.status',
      reason: '"LOST" is not in the lookup; it knows AGENT, HANG.',
    });
  });
});

describe('call list with ratings', () => {
  const row = {
    'Call Id': 'X1',
    Agent: 'Ann',
    Date: '2022-03-04',
    Time: '23:59:00',
    Topic: 'Delivery',
    'Answered (Y/N)': 'Y',
    Resolved: 'N',
    'Speed of answer in seconds': '50.0',
    AvgTalkDuration: '00:01:40',
    'Satisfaction rating': '2.0',
  };
  const agent = { type: 'agent', id: 'ann', name: 'Ann' };

  test('reads an answered call and its rating', async () => {
    expect(await importRow(callList, row)).toEqual([
      agent,
      {
        type: 'interaction',
        id: 'X1',
        kind: 'call',
        status: 'completed',
        started_at: '2022-03-04T23:59:00Z',
        answered_at: '2022-03-04T23:59:50Z',
        wait_seconds: 50,
        duration_seconds: 100,
        agent_id: 'ann',
        outcome: 'unresolved',
        category: 'Delivery',
        topic: 'Delivery',
      },
      {
        type: 'evaluation',
        id: 'X1-rating',
        interaction_id: 'X1',
        rating: 2,
        responded_at: '2022-03-05T00:01:30Z',
      },
    ]);
  });

  test('reads an hour of one digit', async () => {
    const records = await importRow(callList, { ...row, Date: '2021-01-01', Time: '9:12:58' });
    expect(records).toMatchObject([agent, { started_at: '2021-01-01T09:12:58Z' }, { rating: 2 }]);
  });

  test('reads an unanswered call as missed, without wait, duration, outcome or rating', async () => {
    const missed = {
      ...row,
      'Answered (Y/N)': 'N',
      'Speed of answer in seconds': '',
      AvgTalkDuration: '',
      'Satisfaction rating': '',
    };
    expect(await importRow(callList, missed)).toEqual([
      agent,
      {
        type: 'interaction',
        id: 'X1',
        kind: 'call',
        status: 'missed',
        started_at: '2022-03-04T23:59:00Z',
        agent_id: 'ann',
        category: 'Delivery',
        topic: 'Delivery',
      },
    ]);
  });
});

describe('omnichannel contacts', () => {
  const row = {
    id: 'K-1',
    customer_name: 'Bo Lund',
    sentiment: 'Very Negative',
    csat_score: '8.0',
    call_timestamp: '2022-03-04',
    reason: 'Late Delivery',
    city: 'Oslo',
    state: '',
    channel: 'Chatbot',
    response_time: 'Above SLA',
    'call duration in minutes': '12',
    call_center: 'Oslo/NO',
  };
  const contact = {
    type: 'interaction',
    id: 'K-1',
    kind: 'conversation',
    channel: 'chat',
    status: 'completed',
    started_at: '2022-03-04T00:00:00Z',
    duration_seconds: 720,
    customer: { name: 'Bo Lund' },
    call_center_id: 'oslo-no',
    category: 'Late Delivery',
    topic: 'Late Delivery',
    intent: 'late_delivery',
    sentiment: { label: 'negative' },
  };

  test('reads a contact with its score', async () => {
    expect(await importRow(contacts, row)).toEqual([
      { type: 'call_center', id: 'oslo-no', name: 'Oslo/NO' },
      contact,
      {
        type: 'evaluation',
        id: 'K-1-csat',
        interaction_id: 'K-1',
        rating: 4,
        responded_at: '2022-03-04T00:12:00Z',
      },
    ]);
  });

  test('reads a contact by phone without a score', async () => {
    expect(await importRow(contacts, { ...row, channel: 'Call-Center', csat_score: '' })).toEqual([
      { type: 'call_center', id: 'oslo-no', name: 'Oslo/NO' },
      { ...contact, kind: 'call', channel: 'phone' },
    ]);
  });

  test('rejects a score beyond the scale', async () => {
    expect(await importRow(contacts, { ...row, csat_score: '11' })).toMatchObject({
      kind: 'rejected',
      path: 'records.2.fields.rating',
    });
  });
});
