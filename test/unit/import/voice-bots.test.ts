import { describe, expect, test } from 'vitest';
import retell from '../../../docs/mappings/retell-calls.json';
import vapi from '../../../docs/mappings/vapi-calls.json';
import { importCells, made } from './import-row.ts';

const interaction = (fields: object) => ({ type: 'interaction', ...fields });

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
  test('answered, and not answered', async () => {
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
  test('answered, costs in cents', async () => {
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
