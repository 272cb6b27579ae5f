import { expect, test } from 'vitest';
import { statement } from '../../../src/db/statement.ts';
import { aCall, aChat } from '../../support/records.ts';
import { analyticsClient } from './client.ts';

const CALL = aCall('c1', {
  started_at: '2026-03-10T20:00:00Z',
  answered_at: '2026-03-10T20:00:07Z',
  duration_seconds: 61,
  wait_seconds: 7,
  agent_id: 'ann',
  department_id: 'sales',
  category: 'Refund of joao@example.com',
  outcome: 'ticket_created',
  transcript: 'João here, João da Silva. Call +55 11 98765-4321, card 4111 1111 1111 1111.',
  customer: { name: 'João da Silva', phone: '+5511987654321', email: 'joao@example.com' },
});
const CHAT = aChat('v1', {
  channel: 'email',
  subject: 'SILVA: mail joao@example.com',
  priority: 'high',
  agent_id: 'ann',
  team_id: 'desk',
  outcome: 'resolved',
  resolved_by: 'ai',
  first_response_at: '2026-03-10T12:01:33Z',
  resolved_at: '2026-03-10T13:00:03Z',
  sla: { first_response_seconds: 60, resolution_seconds: 7_200 },
  transcript: 'It is João.',
  customer: { name: 'João da Silva', email: 'joao@example.com' },
});
const FORGET = statement('UPDATE interactions SET personal = NULL WHERE tenant = ?1');
const NAMES = [
  { type: 'agent', id: 'ann', name: 'Ann Lee' },
  { type: 'department', id: 'sales', name: 'Sales' },
  { type: 'team', id: 'desk', name: 'Desk' },
];

test('every section shows what was sent, redacted, by current names, in the zone asked for', async () => {
  const client = await analyticsClient();
  await client.send(CALL, CHAT, ...NAMES, aChat('open', { status: 'open', team_id: 'unknown' }));
  expect(
    await client.rows({
      scope: 'all',
      callDetails: true,
      conversations: true,
      transcripts: true,
      to: '2026-03-11',
      tz: 'Asia/Kathmandu',
    }),
  ).toEqual({
    summary_by_day: [
      {
        date: '2026-03-10',
        total_calls: 0,
        completed_calls: 0,
        failed_calls: 0,
        avg_duration_seconds: null,
        tickets_created: 0,
        escalation_count: 0,
      },
      {
        date: '2026-03-11',
        total_calls: 1,
        completed_calls: 1,
        failed_calls: 0,
        avg_duration_seconds: 61,
        tickets_created: 1,
        escalation_count: 0,
      },
    ],
    call: [
      {
        call_id: 'c1',
        phone_number_redacted: '***-***-4321',
        customer_name: 'J. D. S.',
        start_time: '2026-03-11T01:45:00+05:45',
        duration_seconds: 61,
        wait_seconds: 7,
        agent: 'Ann Lee',
        department: 'Sales',
        category: 'Refund of ***@***',
        outcome: 'ticket_created',
        status: 'completed',
        transcript: '*** here, ***. Call ***-***-4321, card ****.',
      },
    ],
    conversation: [
      {
        conversation_id: 'open',
        channel: 'webchat',
        subject: null,
        customer_name: null,
        start_time: '2026-03-10T17:45:00+05:45',
        status: 'open',
        priority: null,
        assignee: null,
        team: 'unknown',
        outcome: 'unknown',
        resolved_by: null,
        first_response_minutes: null,
        resolution_minutes: null,
        transcript: null,
      },
      {
        conversation_id: 'v1',
        channel: 'email',
        subject: '***: mail ***@***',
        customer_name: 'J. D. S.',
        start_time: '2026-03-10T17:45:00+05:45',
        status: 'completed',
        priority: 'high',
        assignee: 'Ann Lee',
        team: 'Desk',
        outcome: 'resolved',
        resolved_by: 'ai',
        first_response_minutes: 1.6,
        resolution_minutes: 60.1,
        transcript: 'It is ***.',
      },
    ],
    sla: [
      {
        conversation_id: 'v1',
        start_time: '2026-03-10T17:45:00+05:45',
        priority: 'high',
        team: 'Desk',
        first_response_state: 'breached',
        resolution_state: 'met',
      },
    ],
    resolution: [
      {
        date: '2026-03-10',
        total: 2,
        resolved: 1,
        ai_resolved: 1,
        human_resolved: 0,
        resolution_rate: 50,
      },
      {
        date: '2026-03-11',
        total: 0,
        resolved: 0,
        ai_resolved: 0,
        human_resolved: 0,
        resolution_rate: null,
      },
    ],
    agent: [
      {
        id: 'ann',
        name: 'Ann Lee',
        assigned_count: 1,
        resolved_count: 1,
        resolution_rate: 100,
        avg_first_response_minutes: 1.6,
        avg_resolution_minutes: 60.1,
      },
    ],
    team: [
      {
        id: 'desk',
        name: 'Desk',
        assigned_count: 1,
        resolved_count: 1,
        resolution_rate: 100,
        avg_first_response_minutes: 1.6,
        avg_resolution_minutes: 60.1,
      },
      {
        id: 'unknown',
        name: 'unknown',
        assigned_count: 1,
        resolved_count: 0,
        resolution_rate: 0,
        avg_first_response_minutes: null,
        avg_resolution_minutes: null,
      },
    ],
  });
});

test('a person who was erased leaves empty cells, and the transcript stays away', async () => {
  const client = await analyticsClient();
  await client.send(
    { ...CALL, customer: { id: 'cu-1', name: 'João da Silva', phone: '+5511987654321' } },
    CHAT,
  );
  await client.tenant.store.batch([FORGET.with()]);
  const { call, conversation } = await client.rows({
    scope: 'all',
    callDetails: true,
    conversations: true,
    transcripts: true,
  });
  expect(call).toMatchObject([
    { call_id: 'c1', phone_number_redacted: null, customer_name: null, transcript: null },
  ]);
  expect(conversation).toMatchObject([
    { conversation_id: 'v1', subject: null, customer_name: null, transcript: null },
  ]);
});

test('calls are ended ones, conversations open ones too, and both only of the period', async () => {
  const client = await analyticsClient();
  await client.send(
    aCall('first', { started_at: '2026-03-10T00:00:00Z' }),
    aCall('last', { started_at: '2026-03-10T23:59:59Z', status: 'missed' }),
    aCall('early', { started_at: '2026-03-09T23:59:59Z' }),
    aCall('late', { started_at: '2026-03-11T00:00:00Z' }),
    aCall('running', { status: 'open' }),
    aCall('gone'),
    aChat('waiting', { status: 'open' }),
    aChat('over'),
  );
  await client.send({ type: 'interaction', id: 'gone', deleted: true });
  const { call = [], conversation = [] } = await client.rows({ callDetails: true, conversations: true });
  expect(call.map((row) => row.call_id)).toEqual(['first', 'last']);
  expect(conversation.map((row) => row.conversation_id)).toEqual(['over', 'waiting']);
});

test('an SLA target breaches the second after its deadline, undecided; before it is met', async () => {
  const client = await analyticsClient();
  const noon = Date.parse('2026-03-10T12:00:00Z') / 1_000;
  await client.send(
    aChat('open', { status: 'open', sla: { first_response_seconds: 60, resolution_seconds: 600 } }),
    aChat('first', { status: 'open', sla: { first_response_seconds: 60 } }),
    aChat('answered', {
      status: 'open',
      first_response_at: '2026-03-10T12:01:00Z',
      sla: { first_response_seconds: 60 },
    }),
    aChat('ended', { ended_at: '2026-03-10T12:10:01Z', sla: { resolution_seconds: 600 } }),
    aChat('untracked'),
    aCall('call'),
  );
  const states = async (now: number) => {
    const { sla = [] } = await client.rows({ scope: 'sla_quality', now });
    const rows = sla.map((row) => [row.conversation_id, row.first_response_state, row.resolution_state]);
    return rows.map((row) => row.join(' '));
  };
  const decided = ['answered met untracked', 'ended untracked breached'];
  expect(await states(noon + 60)).toEqual([...decided, 'first met untracked', 'open met met']);
  expect(await states(noon + 61)).toEqual([...decided, 'first breached untracked', 'open breached met']);
  expect(await states(noon + 601)).toEqual([
    ...decided,
    'first breached untracked',
    'open breached breached',
  ]);
});
