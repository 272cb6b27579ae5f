import { describe, expect, test } from 'vitest';
import type { InteractionRecord } from '../../../src/records/types.ts';
import { call, kept, NOW, refusals, START, warnings } from './context.ts';

/** The longest duration. */
const YEAR = 31_622_400;

const at = (seconds: number) => new Date((START + seconds) * 1000).toISOString();
const body = (fields: object) => (kept({ ...call, ...fields }) as InteractionRecord).body;

describe('an interaction', () => {
  test('needs no more than id, kind, status and start', () => {
    const record = kept(call);
    expect(record).toEqual({
      type: 'interaction',
      id: 'c-1',
      version: NOW,
      deleted: false,
      digest: expect.stringMatching(/^[0-9a-f]{32}$/),
      body: {
        kind: 'call',
        channel: 'phone',
        direction: 'inbound',
        status: 'completed',
        started_at: START,
        ended_at: START,
        outcome: 'unknown',
        transferred: false,
        first_contact_resolved: false,
      },
      personal: {},
    });
  });

  test('is kept whole, normalised, in a fixed order', () => {
    const record = kept({
      transcript: '  Good morning.\n',
      reopened_at: at(130),
      reopens: 2,
      wrap_seconds: 11,
      holds: 1,
      hold_seconds: 12,
      ring_seconds: 3,
      queued_at: at(1),
      queue_id: 'qu-1',
      messages: { outbound: 3, inbound: 2 },
      llm_usage: [
        { provider: 'zeta', requests: 1, input_tokens: 10, output_tokens: 5, latency_ms: 900, errors: 0 },
        { provider: ' alpha ', errors: 1, requests: 2, input_tokens: 20, output_tokens: 6, latency_ms: 800 },
        { provider: 'zeta', requests: 3, input_tokens: 30, output_tokens: 7, latency_ms: 100, errors: 2 },
      ],
      cost: { telephony: 0.01, llm: 1.2345675, stt: 0 },
      sentiment: { score: 0.72345 },
      sla: { paused_seconds: 5, resolution_seconds: 3600, first_response_seconds: 60 },
      resolved_by: 'ai',
      first_contact_resolved: false,
      transferred: true,
      priority: 'urgent',
      intent: 'refund',
      subject: ' My invoice ',
      topic: ' Billing',
      category: 'Money ',
      outcome: 'ticket_created',
      article_id: 'ar-1',
      email_channel_id: 'ec-1',
      engagement_id: 'en-1',
      call_center_id: 'cc-1',
      campaign_id: 'ca-1',
      department_id: 'de-1',
      team_id: 'te-1',
      agent_id: ' ag-1 ',
      customer: { email: ' Joao@example.com ', phone: '(011) 98765-4321', name: ' João ', id: 'cu-1' },
      wait_seconds: 4,
      duration_seconds: 100,
      resolved_at: at(110),
      first_response_at: at(5),
      ended_at: at(120),
      answered_at: at(10),
      started_at: at(0),
      status: 'open',
      direction: 'outbound',
      channel: 'whatsapp',
      kind: 'conversation',
      id: 'c-2',
      type: 'interaction',
      updated_at: at(500),
      deleted: false,
    }) as InteractionRecord;
    expect(record).toMatchObject({
      id: 'c-2',
      version: START + 500,
      deleted: false,
      transcript: 'Good morning.',
    });
    expect(JSON.stringify(record.body)).toBe(
      JSON.stringify({
        kind: 'conversation',
        channel: 'whatsapp',
        direction: 'outbound',
        status: 'open',
        started_at: START,
        answered_at: START + 10,
        ended_at: START + 120,
        first_response_at: START + 5,
        resolved_at: START + 110,
        duration_seconds: 100,
        wait_seconds: 4,
        customer_id: 'cu-1',
        agent_id: ' ag-1 ',
        team_id: 'te-1',
        department_id: 'de-1',
        campaign_id: 'ca-1',
        call_center_id: 'cc-1',
        engagement_id: 'en-1',
        email_channel_id: 'ec-1',
        article_id: 'ar-1',
        outcome: 'ticket_created',
        category: 'Money',
        topic: 'Billing',
        intent: 'refund',
        priority: 'urgent',
        transferred: true,
        first_contact_resolved: false,
        resolved_by: 'ai',
        sla: {
          first_response_seconds: 60,
          resolution_seconds: 3600,
          paused_seconds: 5,
          first_response_due_in: 65,
          resolution_due_in: 3605,
        },
        sentiment: { label: 'positive', score: 7235 },
        cost: { llm: 1_234_568, stt: 0, telephony: 10_000 },
        llm_usage: [
          { provider: 'alpha', requests: 2, input_tokens: 20, output_tokens: 6, latency_ms: 800, errors: 1 },
          { provider: 'zeta', requests: 4, input_tokens: 40, output_tokens: 12, latency_ms: 1000, errors: 2 },
        ],
        messages: { inbound: 2, outbound: 3 },
        queue_id: 'qu-1',
        queued_at: START + 1,
        ring_seconds: 3,
        hold_seconds: 12,
        holds: 1,
        wrap_seconds: 11,
        reopens: 2,
        reopened_at: START + 130,
      }),
    );
    expect(JSON.stringify(record.personal)).toBe(
      '{"name":"João","phone":"+5511987654321","email":"Joao@example.com","subject":"My invoice"}',
    );
  });

  test('treats null, blank text and empty groups as absent', () => {
    const empty = {
      answered_at: null,
      duration_seconds: null,
      customer: { id: null, name: ' ', phone: '', email: '\t' },
      agent_id: null,
      category: '  ',
      subject: '',
      sla: {},
      sentiment: { score: null },
      cost: { llm: null },
      llm_usage: [],
      messages: {},
      transcript: ' \n',
      updated_at: null,
      deleted: null,
    };
    expect(kept({ ...call, ...empty })).toEqual(kept(call));
  });
});

describe('times of an interaction', () => {
  test.each([
    ['nothing', {}, { ended_at: START }],
    ['answer only', { answered_at: at(10) }, { wait_seconds: 10, ended_at: START + 10 }],
    [
      'answer and end',
      { answered_at: at(10), ended_at: at(70) },
      { wait_seconds: 10, duration_seconds: 60, ended_at: START + 70 },
    ],
    [
      'answer and duration',
      { answered_at: at(10), duration_seconds: 5 },
      { wait_seconds: 10, duration_seconds: 5, ended_at: START + 15 },
    ],
    [
      'wait and duration',
      { wait_seconds: 7, duration_seconds: 5 },
      { wait_seconds: 7, duration_seconds: 5, ended_at: START + 12 },
    ],
    ['wait only', { wait_seconds: 7, status: 'abandoned' }, { wait_seconds: 7, ended_at: START + 7 }],
    [
      'sent ones win',
      { answered_at: at(10), ended_at: at(70), wait_seconds: 3, duration_seconds: 5 },
      { wait_seconds: 3, duration_seconds: 5, ended_at: START + 70 },
    ],
    [
      'answer, own wait',
      { answered_at: at(10), wait_seconds: 3, duration_seconds: 5 },
      { wait_seconds: 3, duration_seconds: 5, ended_at: START + 15 },
    ],
    [
      'end at the answer',
      { answered_at: at(70), ended_at: at(70) },
      { wait_seconds: 70, duration_seconds: 0, ended_at: START + 70 },
    ],
    [
      'longest',
      { answered_at: at(0), ended_at: at(YEAR) },
      { wait_seconds: 0, duration_seconds: YEAR, ended_at: START + YEAR },
    ],
    [
      'too long',
      { answered_at: at(0), ended_at: at(YEAR + 1) },
      { wait_seconds: 0, ended_at: START + YEAR + 1 },
    ],
    [
      'too long, but sent',
      { answered_at: at(0), ended_at: at(YEAR + 1), duration_seconds: 5 },
      { wait_seconds: 0, duration_seconds: 5, ended_at: START + YEAR + 1 },
    ],
    ['waited longest', { answered_at: at(YEAR) }, { wait_seconds: YEAR, ended_at: START + YEAR }],
    ['waited too long', { answered_at: at(YEAR + 1) }, { ended_at: START + YEAR + 1 }],
    ['missed', { status: 'missed', ended_at: at(40) }, { wait_seconds: 40, ended_at: START + 40 }],
    ['abandoned', { status: 'abandoned', ended_at: at(0) }, { wait_seconds: 0, ended_at: START }],
    ['abandoned without an end', { status: 'abandoned' }, { ended_at: START }],
    [
      'abandoned, own wait',
      { status: 'abandoned', ended_at: at(40), wait_seconds: 30 },
      { wait_seconds: 30, ended_at: START + 40 },
    ],
    [
      'missed after an answer',
      { status: 'missed', answered_at: at(10), ended_at: at(40) },
      { wait_seconds: 10, duration_seconds: 30, ended_at: START + 40 },
    ],
    ['missed too late', { status: 'missed', ended_at: at(YEAR + 1) }, { ended_at: START + YEAR + 1 }],
    ['cancelled', { status: 'cancelled', ended_at: at(40) }, { ended_at: START + 40 }],
    ['failed', { status: 'failed', ended_at: at(40) }, { ended_at: START + 40 }],
    [
      'an end after the last instant',
      { started_at: '2100-12-31T23:59:00Z', duration_seconds: 60 },
      { duration_seconds: 60 },
    ],
    ['end only', { ended_at: at(9) }, { ended_at: START + 9 }],
    [
      'open',
      { status: 'open', answered_at: at(10), duration_seconds: 5 },
      { wait_seconds: 10, duration_seconds: 5 },
    ],
    [
      'fractions',
      { started_at: '2026-03-09T17:05:00.900Z', answered_at: '2026-03-09T17:05:01.100Z' },
      { wait_seconds: 1, ended_at: START + 1 },
    ],
    [
      'fractions are no disorder',
      { started_at: '2026-03-09T17:05:00.900Z', ended_at: '2026-03-09T17:05:00.100Z' },
      { ended_at: START },
    ],
  ])('%s', (_what, fields, times) => {
    const { ended_at, duration_seconds, wait_seconds } = body(fields);
    expect(JSON.parse(JSON.stringify({ ended_at, duration_seconds, wait_seconds }))).toEqual(times);
  });

  test.each(['answered_at', 'ended_at', 'first_response_at', 'resolved_at'])(
    '%s may not lie before the start',
    (field) => {
      expect(refusals({ ...call, [field]: at(-1) })).toEqual([`${field}: Must be at or after started_at.`]);
      expect(refusals({ ...call, [field]: at(0) })).toEqual([]);
    },
  );

  test.each([
    [{ answered_at: at(70), ended_at: at(69) }, 'ended_at: Must be at or after answered_at.'],
    [
      { answered_at: at(70), ended_at: at(0), status: 'missed' },
      'ended_at: Must be at or after answered_at.',
    ],
    [
      { answered_at: at(70), ended_at: at(10), duration_seconds: 5 },
      'ended_at: Must be at or after answered_at.',
    ],
    [{ answered_at: at(70), ended_at: at(-1) }, 'ended_at: Must be at or after started_at.'],
  ])('%j is a contradiction, whether or not the reading is strict', (fields, error) => {
    expect(refusals({ ...call, ...fields })).toEqual([error]);
    expect(() => warnings({ ...call, ...fields })).toThrow(/refused/);
  });

  test.each([
    [
      { answered_at: at(0), ended_at: at(YEAR + 1) },
      'duration_seconds',
      '31622400 seconds, from answered_at to ended_at',
    ],
    [{ answered_at: at(YEAR + 1) }, 'wait_seconds', '31622400 seconds, from started_at to answered_at'],
    [
      { status: 'missed', ended_at: at(YEAR + 1) },
      'wait_seconds',
      '31622400 seconds, from started_at to ended_at',
    ],
  ])('%j lacks a duration that would be too long, with a warning', (fields, path, limit) => {
    expect(warnings({ ...call, ...fields })).toEqual([`${path}: Left out. Must be at most ${limit}.`]);
    expect(refusals({ ...call, ...fields })).toEqual([`${path}: Must be at most ${limit}.`]);
  });
});

describe('outcome and resolution of an interaction', () => {
  test.each<[object, string, boolean, boolean]>([
    [{ status: 'completed' }, 'unknown', false, false],
    [{ status: 'completed', outcome: 'resolved' }, 'resolved', false, true],
    [{ status: 'completed', outcome: 'ticket_created' }, 'ticket_created', false, true],
    [{ status: 'completed', outcome: 'escalated' }, 'escalated', true, false],
    [{ status: 'completed', outcome: 'escalated', transferred: false }, 'escalated', false, false],
    [{ status: 'completed', outcome: 'escalated', first_contact_resolved: true }, 'escalated', true, true],
    [{ status: 'completed', outcome: 'resolved', transferred: true }, 'resolved', true, false],
    [{ status: 'completed', outcome: 'resolved', first_contact_resolved: false }, 'resolved', false, false],
    [{ status: 'completed', outcome: 'unresolved' }, 'unresolved', false, false],
    [{ status: 'completed', outcome: 'callback_scheduled' }, 'callback_scheduled', false, false],
    [{ status: 'completed', outcome: 'abandoned' }, 'abandoned', false, false],
    ...[
      'follow_up',
      'transferred',
      'missed',
      'voicemail',
      'no_answer',
      'busy',
      'disconnected',
      'wrong_number',
      'spam',
      'unknown',
    ].map((name): [object, string, boolean, boolean] => [
      { status: 'completed', outcome: name },
      name,
      false,
      false,
    ]),
    [{ status: 'completed', outcome: 'voicemail', first_contact_resolved: true }, 'voicemail', false, true],
    [{ status: 'completed', outcome: 'sold' }, 'sold', false, true],
    [{ status: 'completed', resolved_at: at(9) }, 'resolved', false, true],
    [{ status: 'missed' }, 'abandoned', false, false],
    [{ status: 'abandoned' }, 'abandoned', false, false],
    [{ status: 'abandoned', resolved_at: at(9) }, 'resolved', false, false],
    [{ status: 'missed', outcome: 'resolved' }, 'resolved', false, false],
    [{ status: 'cancelled' }, 'unknown', false, false],
    [{ status: 'failed' }, 'unknown', false, false],
    [{ status: 'open' }, 'unknown', false, false],
  ])('%j', (fields, outcome, transferred, first_contact_resolved) => {
    expect(body(fields)).toMatchObject({ outcome, transferred, first_contact_resolved });
  });

  test('is resolved by a human where nobody says otherwise', () => {
    expect(body({ resolved_at: at(9) }).resolved_by).toBe('human');
    expect(body({ resolved_at: at(9), resolved_by: 'ai' }).resolved_by).toBe('ai');
    expect(body({})).not.toHaveProperty('resolved_by');
    expect(refusals({ ...call, resolved_by: 'human' })).toEqual([
      'resolved_by: Accepted only together with resolved_at.',
    ]);
  });
});

describe('sentiment of an interaction', () => {
  test.each([
    [{ score: 1 }, { label: 'positive', score: 10_000 }],
    [{ score: 0.6 }, { label: 'positive', score: 6_000 }],
    [{ score: 0.59994 }, { label: 'neutral', score: 5_999 }],
    [{ score: 0.4 }, { label: 'neutral', score: 4_000 }],
    [{ score: 0.3999 }, { label: 'negative', score: 3_999 }],
    [{ score: 0 }, { label: 'negative', score: 0 }],
    [{ score: 0.00015 }, { label: 'negative', score: 2 }],
    [{ score: 0.00005 }, { label: 'negative', score: 1 }],
    [{ score: 4.9e-5 }, { label: 'negative', score: 0 }],
    [
      { label: 'negative', score: 0.9 },
      { label: 'negative', score: 9_000 },
    ],
    [{ label: 'neutral' }, { label: 'neutral' }],
  ])('%j is kept as %j', (sentiment, expected) => {
    expect(body({ sentiment }).sentiment).toEqual(expected);
  });
});

describe('cost of an interaction', () => {
  test.each([
    [0, 0],
    [0.000001, 1],
    [0.0000005, 1],
    [0.00000049, 0],
    [1e-20, 0],
    [1.0000015, 1_000_002],
    [0.29, 290_000],
    [1.005, 1_005_000],
    [1_999.9999995, 2_000_000_000],
  ])('%d dollars are %i millionths', (dollars, millionths) => {
    expect(body({ cost: { tts: dollars } }).cost).toEqual({ tts: millionths });
  });
});
