import { describe, expect, it } from 'vitest';
import aircall from '../../../docs/mappings/aircall-calls.json';
import connect from '../../../docs/mappings/amazon-connect-contacts.json';
import freshdesk from '../../../docs/mappings/freshdesk-tickets.json';
import genesys from '../../../docs/mappings/genesys-conversations.json';
import retell from '../../../docs/mappings/retell-calls.json';
import twilio from '../../../docs/mappings/twilio-calls.json';
import vapi from '../../../docs/mappings/vapi-calls.json';
import zendesk from '../../../docs/mappings/zendesk-tickets.json';
import { importCells } from './import-row.ts';

const interaction = (fields: object) => ({ type: 'interaction', ...fields });

/** The last record of a type. */
async function made(mapping: unknown, cells: object, type = 'interaction') {
  const records = await importCells(mapping, cells);
  return Array.isArray(records) ? records.filter((record) => record.type === type).at(-1) : records;
}

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
  it('answered, not answered, and a leg', async () => {
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
  it('answered and abandoned', async () => {
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

describe('Amazon Connect contact records', () => {
  const contact = {
    ContactId: 'c-1',
    Channel: 'VOICE',
    InitiationMethod: 'INBOUND',
    InitiationTimestamp: '2026-03-04T09:00:00Z',
    DisconnectTimestamp: '2026-03-04T09:03:00Z',
    LastUpdateTimestamp: '2026-03-04T09:05:00Z',
    NextContactId: null,
    Campaign: { CampaignId: null },
    CustomerEndpoint: { Type: 'TELEPHONE_NUMBER', Address: '+12125550123' },
    Queue: { Name: 'Basic', EnqueueTimestamp: '2026-03-04T09:00:30Z', Duration: 30 },
    Agent: {
      Username: 'ann',
      ConnectedToAgentTimestamp: '2026-03-04T09:01:00Z',
      AgentInteractionDuration: 100,
      CustomerHoldDuration: 20,
      AfterContactWorkDuration: 15,
    },
  };
  const common = {
    id: 'c-1',
    kind: 'call',
    channel: 'phone',
    direction: 'inbound',
    started_at: '2026-03-04T09:00:00Z',
    ended_at: '2026-03-04T09:03:00Z',
    customer: { phone: '+12125550123' },
  };
  it.each<[string, object, object]>([
    [
      'answered',
      {},
      {
        ...common,
        status: 'completed',
        answered_at: '2026-03-04T09:01:00Z',
        wait_seconds: 30,
        duration_seconds: 135,
        agent_id: 'ann',
        department_id: 'Basic',
        transferred: false,
      },
    ],
    [
      'abandoned in the queue',
      { Agent: null },
      { ...common, status: 'abandoned', wait_seconds: 30, department_id: 'Basic', transferred: false },
    ],
    [
      'ended in the flow',
      { Agent: null, Queue: null, NextContactId: 'c-2' },
      { ...common, status: 'completed', transferred: true },
    ],
  ])('%s', async (_, change, expected) => {
    const records = await importCells(connect, { ...contact, ...change });
    expect(Array.isArray(records) ? records.at(-1) : records).toEqual(interaction(expected));
  });
});

describe('Genesys Cloud conversations', () => {
  const conversation = {
    conversationId: 'g-1',
    conversationStart: '2026-03-04T09:00:00.123Z',
    conversationEnd: '2026-03-04T09:05:00.000Z',
    originatingDirection: 'inbound',
    participants: [
      {
        purpose: 'customer',
        sessions: [
          {
            mediaType: 'voice',
            ani: 'tel:+12125550123',
            dnis: 'tel:+18005550100',
            segments: [{ segmentType: 'interact', segmentStart: '2026-03-04T09:00:00.123Z' }],
          },
        ],
      },
      {
        purpose: 'acd',
        sessions: [
          {
            segments: [{ segmentType: 'interact', queueId: 'q-1' }],
            metrics: [
              { name: 'tAcd', value: 15_400 },
              { name: 'nOffered', value: 1 },
            ],
          },
        ],
      },
      {
        purpose: 'agent',
        userId: 'u-0',
        sessions: [{ segments: [{ segmentType: 'alert' }], metrics: [{ name: 'tAlert', value: 8_000 }] }],
      },
      {
        purpose: 'agent',
        userId: 'u-1',
        participantName: 'Ann Lee',
        sessions: [
          {
            segments: [
              { segmentType: 'alert' },
              { segmentType: 'interact', segmentStart: '2026-03-04T09:01:00.500Z' },
              { segmentType: 'wrapup' },
            ],
            metrics: [{ name: 'tHandle', value: 200_600 }],
          },
        ],
      },
    ],
  };
  const common = {
    id: 'g-1',
    kind: 'call',
    channel: 'phone',
    direction: 'inbound',
    started_at: '2026-03-04T09:00:00Z',
    customer: { phone: '+12125550123' },
    department_id: 'q-1',
  };
  it('handled, abandoned and a message', async () => {
    expect(await importCells(genesys, conversation)).toEqual([
      { type: 'agent', id: 'u-1', name: 'Ann Lee' },
      { type: 'department', id: 'q-1', name: 'q-1' },
      interaction({
        ...common,
        status: 'completed',
        answered_at: '2026-03-04T09:01:00Z',
        ended_at: '2026-03-04T09:05:00Z',
        wait_seconds: 15,
        duration_seconds: 201,
        agent_id: 'u-1',
        transferred: false,
      }),
    ]);
    expect(
      await made(genesys, { ...conversation, participants: conversation.participants.slice(0, 3) }),
    ).toMatchObject({ status: 'abandoned', transferred: false });
    const message = {
      ...conversation,
      conversationEnd: undefined,
      participants: [{ purpose: 'customer', sessions: [{ mediaType: 'message', messageType: 'whatsapp' }] }],
    };
    expect(await made(genesys, message)).toEqual(
      interaction({
        id: 'g-1',
        kind: 'conversation',
        channel: 'whatsapp',
        direction: 'inbound',
        status: 'open',
        started_at: '2026-03-04T09:00:00Z',
        transferred: false,
      }),
    );
  });
});

describe('Zendesk tickets', () => {
  const ticket = {
    id: 35,
    subject: 'Cannot pay',
    status: 'solved',
    priority: 'normal',
    type: 'problem',
    via: { channel: 'email' },
    tags: ['billing', 'vip'],
    created_at: '2026-03-04T09:00:00Z',
    updated_at: '2026-03-05T10:00:00Z',
    requester_id: 501,
    assignee_id: 91,
    group_id: 7,
    satisfaction_rating: { score: 'good', comment: 'Quick' },
    metric_set: { reply_time_in_minutes: { calendar: 15, business: 15 }, solved_at: '2026-03-04T12:00:00Z' },
  };
  it('solved and rated, and open without metrics', async () => {
    expect(await importCells(zendesk, ticket)).toEqual([
      { type: 'agent', id: '91', name: '91' },
      { type: 'team', id: '7', name: '7' },
      interaction({
        id: '35',
        kind: 'conversation',
        channel: 'email',
        status: 'completed',
        started_at: '2026-03-04T09:00:00Z',
        first_response_at: '2026-03-04T09:15:00Z',
        ended_at: '2026-03-04T12:00:00Z',
        resolved_at: '2026-03-04T12:00:00Z',
        customer: { id: '501' },
        agent_id: '91',
        team_id: '7',
        category: 'problem',
        topic: 'billing',
        subject: 'Cannot pay',
        priority: 'medium',
      }),
      {
        type: 'evaluation',
        id: '35-rating',
        interaction_id: '35',
        rating: 5,
        comment: 'Quick',
        responded_at: '2026-03-05T10:00:00Z',
      },
    ]);
    const open = {
      ...ticket,
      status: 'pending',
      priority: null,
      type: null,
      tags: [],
      assignee_id: null,
      group_id: null,
      metric_set: undefined,
      satisfaction_rating: { score: 'unoffered' },
      subject: '',
    };
    expect(await importCells(zendesk, open)).toEqual([
      interaction({
        id: '35',
        kind: 'conversation',
        channel: 'email',
        status: 'open',
        started_at: '2026-03-04T09:00:00Z',
        customer: { id: '501' },
      }),
    ]);
  });
});

describe('Freshdesk tickets', () => {
  it('closed, with all columns', async () => {
    const ticket = {
      'Ticket ID': '77',
      Subject: 'Cannot pay',
      Status: 'Closed',
      Priority: 'High',
      Source: 'Portal',
      Type: 'Question',
      Agent: 'Ann Lee',
      Group: 'Billing',
      'Created time': '2026-03-04 09:00:00',
      'Closed time': '2026-03-04 12:00:00',
      'Last update time': '2026-03-04 13:00:00',
      'Initial response time': '2026-03-04 09:10:00',
      'Survey results': 'Extremely Happy',
      Email: 'pat@example.com',
    };
    expect(await importCells(freshdesk, ticket)).toEqual([
      { type: 'agent', id: 'ann-lee', name: 'Ann Lee' },
      { type: 'team', id: 'billing', name: 'Billing' },
      interaction({
        id: '77',
        kind: 'conversation',
        channel: 'portal',
        status: 'completed',
        started_at: '2026-03-04T09:00:00Z',
        first_response_at: '2026-03-04T09:10:00Z',
        ended_at: '2026-03-04T12:00:00Z',
        resolved_at: '2026-03-04T12:00:00Z',
        customer: { email: 'pat@example.com' },
        agent_id: 'ann-lee',
        team_id: 'billing',
        category: 'Question',
        subject: 'Cannot pay',
        priority: 'high',
      }),
      {
        type: 'evaluation',
        id: '77-survey',
        interaction_id: '77',
        rating: 5,
        responded_at: '2026-03-04T13:00:00Z',
      },
    ]);
  });

  it('open, with few columns', async () => {
    const ticket = {
      'Ticket ID': '78',
      Status: 'Open',
      Priority: 'Low',
      Source: 'Phone',
      Agent: 'No Agent',
      'Created time': '2026-03-04 09:00:00',
      'Last update time': '2026-03-04 13:00:00',
    };
    expect(await importCells(freshdesk, ticket)).toEqual([
      interaction({
        id: '78',
        kind: 'call',
        channel: 'phone',
        status: 'open',
        started_at: '2026-03-04T09:00:00Z',
        priority: 'low',
      }),
    ]);
  });
});

describe('Vapi calls', () => {
  const call = {
    id: 'v-1',
    type: 'inboundPhoneCall',
    status: 'ended',
    endedReason: 'customer-ended-call',
    createdAt: '2026-03-04T08:59:58.000Z',
    updatedAt: '2026-03-04T09:03:00.000Z',
    startedAt: '2026-03-04T09:00:00.000Z',
    endedAt: '2026-03-04T09:02:07.598Z',
    assistantId: 'a-1',
    customer: { number: '+12125550123' },
    costBreakdown: { transport: 0.0362, stt: 0.0431, llm: 0.1204, tts: 0.0915, vapi: 0.05, total: 0.3412 },
    analysis: { successEvaluation: 'true' },
    artifact: {
      transcript: 'AI: Hello',
      messages: [{ role: 'system' }, { role: 'bot' }, { role: 'user' }, { role: 'bot' }],
    },
  };
  it('answered, and not answered', async () => {
    expect(await importCells(vapi, call)).toEqual([
      { type: 'agent', id: 'a-1', name: 'a-1', kind: 'ai' },
      interaction({
        id: 'v-1',
        kind: 'call',
        channel: 'phone',
        direction: 'inbound',
        status: 'completed',
        started_at: '2026-03-04T09:00:00Z',
        answered_at: '2026-03-04T09:00:00Z',
        ended_at: '2026-03-04T09:02:07Z',
        duration_seconds: 127,
        customer: { phone: '+12125550123' },
        agent_id: 'a-1',
        transferred: false,
        outcome: 'resolved',
        cost: { llm: 0.1204, tts: 0.0915, stt: 0.0431, telephony: 0.0362 },
        messages: { inbound: 1, outbound: 2 },
        transcript: 'AI: Hello',
      }),
    ]);
    const missed = {
      id: 'v-2',
      type: 'outboundPhoneCall',
      status: 'ended',
      endedReason: 'customer-did-not-answer',
      createdAt: '2026-03-04T09:00:00Z',
      customer: { number: '+12125550123' },
    };
    expect(await made(vapi, missed)).toEqual(
      interaction({
        id: 'v-2',
        kind: 'call',
        channel: 'phone',
        direction: 'outbound',
        status: 'missed',
        started_at: '2026-03-04T09:00:00Z',
        customer: { phone: '+12125550123' },
        transferred: false,
        messages: { inbound: 0, outbound: 0 },
      }),
    );
  });
});

describe('Retell calls', () => {
  it('answered, costs in cents', async () => {
    const call = {
      call_id: 'r-1',
      call_type: 'phone_call',
      agent_id: 'ag-1',
      agent_name: 'Front desk',
      call_status: 'ended',
      direction: 'outbound',
      from_number: '+18005550100',
      to_number: '+12125550123',
      start_timestamp: 1_800_000_000_250,
      end_timestamp: 1_800_000_120_250,
      duration_ms: 120_000,
      disconnection_reason: 'user_hangup',
      call_analysis: { user_sentiment: 'Neutral', call_successful: true },
      call_cost: {
        product_costs: [
          { product: 'retell_platform', cost: 12 },
          { product: 'elevenlabs_tts', cost: 8.4 },
          { product: 'gpt_4_1', cost: 5 },
          { product: 'us_twilio_telephony', cost: 3 },
        ],
        combined_cost: 28.4,
      },
    };
    expect(await importCells(retell, call)).toEqual([
      { type: 'agent', id: 'ag-1', name: 'Front desk', kind: 'ai' },
      interaction({
        id: 'r-1',
        kind: 'call',
        channel: 'phone',
        direction: 'outbound',
        status: 'completed',
        started_at: '2027-01-15T08:00:00Z',
        answered_at: '2027-01-15T08:00:00Z',
        ended_at: '2027-01-15T08:02:00Z',
        duration_seconds: 120,
        customer: { phone: '+12125550123' },
        agent_id: 'ag-1',
        transferred: false,
        outcome: 'resolved',
        sentiment: { label: 'neutral' },
        cost: { llm: 0.05, tts: 0.084, telephony: 0.03 },
      }),
    ]);
    expect(
      await made(retell, {
        ...call,
        call_status: 'not_connected',
        disconnection_reason: 'dial_busy',
        call_cost: undefined,
        call_analysis: undefined,
      }),
    ).toMatchObject({ status: 'missed' });
    expect(await importCells(retell, { ...call, start_timestamp: null })).toMatchObject({ kind: 'skipped' });
  });
});
