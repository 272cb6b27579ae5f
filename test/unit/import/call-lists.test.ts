import { describe, expect, test } from 'vitest';
import aircall from '../../../docs/mappings/aircall-calls.json';
import twilio from '../../../docs/mappings/twilio-calls.json';
import { importCells, made } from './import-row.ts';

const interaction = (fields: object) => ({ type: 'interaction', ...fields });

describe('Twilio calls', () => {
  const call = {
    sid: 'CA1',
    parent_call_sid: null,
    from: '+12125550123',
    to: '+18005550100',
    direction: 'inbound',
    status: 'completed',
    start_time: 'Wed, 04 Mar 2026 09:00:00 +0000',
    end_time: 'Wed, 04 Mar 2026 09:02:00 +0000',
    duration: '120',
    price: '-0.0085',
    price_unit: 'USD',
    caller_name: '',
  };
  test('answered, not answered, and a leg', async () => {
    expect(await made(twilio, call)).toEqual(
      interaction({
        id: 'CA1',
        kind: 'call',
        direction: 'inbound',
        status: 'completed',
        started_at: '2026-03-04T09:00:00Z',
        answered_at: '2026-03-04T09:00:00Z',
        ended_at: '2026-03-04T09:02:00Z',
        duration_seconds: 120,
        customer: { phone: '+12125550123' },
        cost: { telephony: 0.0085 },
      }),
    );
    expect(
      await made(twilio, { ...call, direction: 'outbound-api', status: 'no-answer', price: null }),
    ).toEqual(
      interaction({
        id: 'CA1',
        kind: 'call',
        direction: 'outbound',
        status: 'missed',
        started_at: '2026-03-04T09:00:00Z',
        ended_at: '2026-03-04T09:02:00Z',
        customer: { phone: '+18005550100' },
      }),
    );
    expect(await made(twilio, { ...call, parent_call_sid: 'CA0' })).toMatchObject({ kind: 'skipped' });
  });
});

describe('Aircall calls', () => {
  const call = {
    id: 812,
    direction: 'inbound',
    status: 'done',
    missed_call_reason: null,
    started_at: 1_800_000_000,
    answered_at: 1_800_000_006,
    ended_at: 1_800_000_066,
    duration: 66,
    raw_digits: '+1 212-555-0123',
    user: { id: 45, name: 'Ann Lee' },
    contact: { first_name: 'Pat', last_name: 'Doe' },
    number: { id: 9, name: 'Main', digits: '+1 800-555-0100' },
    teams: [{ id: 3, name: 'Night' }],
    tags: [{ id: 1, name: 'Billing' }],
  };
  test('answered and abandoned', async () => {
    expect(await importCells(aircall, call)).toEqual([
      { type: 'agent', id: '45', name: 'Ann Lee' },
      { type: 'team', id: '3', name: 'Night' },
      { type: 'department', id: '9', name: 'Main' },
      interaction({
        id: '812',
        kind: 'call',
        direction: 'inbound',
        status: 'completed',
        started_at: '2027-01-15T08:00:00Z',
        answered_at: '2027-01-15T08:00:06Z',
        ended_at: '2027-01-15T08:01:06Z',
        wait_seconds: 6,
        duration_seconds: 60,
        customer: { phone: '+1 212-555-0123', name: 'Pat Doe' },
        agent_id: '45',
        team_id: '3',
        department_id: '9',
        topic: 'Billing',
      }),
    ]);
    const left = {
      ...call,
      answered_at: null,
      missed_call_reason: 'abandoned_in_ivr',
      user: null,
      teams: [],
      tags: [],
      contact: null,
    };
    expect(await made(aircall, left)).toEqual(
      interaction({
        id: '812',
        kind: 'call',
        direction: 'inbound',
        status: 'abandoned',
        started_at: '2027-01-15T08:00:00Z',
        ended_at: '2027-01-15T08:01:06Z',
        wait_seconds: 66,
        customer: { phone: '+1 212-555-0123' },
        department_id: '9',
      }),
    );
  });
});
