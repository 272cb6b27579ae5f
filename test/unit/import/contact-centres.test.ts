import { describe, expect, test } from 'vitest';
import connect from '../../../docs/mappings/amazon-connect-contacts.json';
import genesys from '../../../docs/mappings/genesys-conversations.json';
import { importCells, made } from './import-row.ts';

const interaction = (fields: object) => ({ type: 'interaction', ...fields });

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
  test.each<[string, object, object]>([
    [
      'answered',
      {},
      {
        ...common,
        status: 'completed',
        answered_at: '2026-03-04T09:01:00Z',
        wait_seconds: 30,
        queued_at: '2026-03-04T09:00:30Z',
        duration_seconds: 120,
        hold_seconds: 20,
        wrap_seconds: 15,
        agent_id: 'ann',
        queue_id: 'Basic',
        department_id: 'Basic',
        transferred: false,
      },
    ],
    [
      'abandoned in the queue',
      { Agent: null },
      {
        ...common,
        status: 'abandoned',
        wait_seconds: 30,
        queued_at: '2026-03-04T09:00:30Z',
        queue_id: 'Basic',
        department_id: 'Basic',
        transferred: false,
      },
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
            segments: [
              {
                ...{ segmentType: 'interact', queueId: 'q-1' },
                ...{ segmentStart: '2026-03-04T09:00:45.000Z', segmentEnd: '2026-03-04T09:01:00.400Z' },
              },
            ],
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
        sessions: [
          {
            segments: [
              {
                ...{ segmentType: 'alert', queueId: 'q-1' },
                ...{ segmentStart: '2026-03-04T09:00:46.000Z', segmentEnd: '2026-03-04T09:00:54.000Z' },
              },
            ],
            metrics: [{ name: 'tAlert', value: 8_000 }],
          },
        ],
      },
      {
        purpose: 'agent',
        userId: 'u-1',
        participantName: 'Ann Lee',
        sessions: [
          {
            segments: [
              {
                ...{ segmentType: 'alert', queueId: 'q-1' },
                ...{ segmentStart: '2026-03-04T09:00:55.000Z', segmentEnd: '2026-03-04T09:01:00.500Z' },
              },
              {
                ...{ segmentType: 'interact', queueId: 'q-1' },
                ...{ segmentStart: '2026-03-04T09:01:00.500Z', segmentEnd: '2026-03-04T09:02:00.500Z' },
              },
              {
                ...{ segmentType: 'hold', queueId: 'q-1' },
                ...{ segmentStart: '2026-03-04T09:02:00.500Z', segmentEnd: '2026-03-04T09:02:30.500Z' },
              },
              {
                ...{ segmentType: 'interact', queueId: 'q-1' },
                ...{ segmentStart: '2026-03-04T09:02:30.500Z', segmentEnd: '2026-03-04T09:04:00.500Z' },
              },
              {
                ...{ segmentType: 'wrapup', queueId: 'q-1' },
                ...{ segmentStart: '2026-03-04T09:04:00.500Z', segmentEnd: '2026-03-04T09:04:20.500Z' },
              },
            ],
            metrics: [
              { name: 'tHandle', value: 200_600 },
              { name: 'tAcw', value: 20_000 },
            ],
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
    queue_id: 'q-1',
    department_id: 'q-1',
  };
  const stay = {
    ...{ queue_id: 'q-1', disposition: 'no_answer' },
    ...{ started_at: '2026-03-04T09:00:45Z', ended_at: '2026-03-04T09:01:00Z' },
  };
  const unanswered = {
    ...{ agent_id: 'u-0', queue_id: 'q-1', disposition: 'no_answer' },
    ...{ started_at: '2026-03-04T09:00:46Z', ended_at: '2026-03-04T09:00:54Z' },
  };
  test('handled, abandoned and a message', async () => {
    expect(await importCells(genesys, conversation)).toEqual([
      { type: 'agent', id: 'u-1', name: 'Ann Lee' },
      { type: 'queue', id: 'q-1', name: 'q-1' },
      { type: 'department', id: 'q-1', name: 'q-1' },
      interaction({
        ...common,
        status: 'completed',
        answered_at: '2026-03-04T09:01:00Z',
        ended_at: '2026-03-04T09:05:00Z',
        wait_seconds: 15,
        duration_seconds: 181,
        hold_seconds: 30,
        wrap_seconds: 20,
        agent_id: 'u-1',
        transferred: false,
        legs: [
          stay,
          unanswered,
          {
            ...{
              agent_id: 'u-1',
              queue_id: 'q-1',
              disposition: 'answered',
              hold_seconds: 30,
              wrap_seconds: 20,
            },
            ...{ started_at: '2026-03-04T09:00:55Z', answered_at: '2026-03-04T09:01:00Z' },
            ended_at: '2026-03-04T09:04:00Z',
          },
        ],
      }),
    ]);
    expect(
      await made(genesys, { ...conversation, participants: conversation.participants.slice(0, 3) }),
    ).toMatchObject({
      status: 'abandoned',
      transferred: false,
      legs: [{ ...stay, disposition: 'abandoned' }, unanswered],
    });
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
