import { describe, expect, test } from 'vitest';
import { call, refusals } from './context.ts';

const usage = { provider: 'x', requests: 1, input_tokens: 1, output_tokens: 1, latency_ms: 1, errors: 0 };

describe('an interaction is refused', () => {
  test.each([
    [
      { id: undefined },
      ['id: Required: text of 1 to 128 characters, not blank and without control characters'],
    ],
    [{ id: '' }, ['id: Must be text of 1 to 128 characters, not blank and without control characters']],
    [{ id: '   ' }, ['id: Must be text of 1 to 128']],
    [{ id: 'x'.repeat(129) }, ['id: Must be text of 1 to 128']],
    [{ id: 7 }, ['id: Must be text of 1 to 128']],
    [{ id: 'a\u0000b' }, ['id: Must be text of 1 to 128']],
    [{ id: 'a\ud800' }, ['id: Must be text of 1 to 128']],
    [{ kind: undefined }, ['kind: Required: one of call, conversation']],
    [{ kind: 'chat' }, ['kind: Must be one of call, conversation']],
    [{ kind: 'conversation' }, ['channel: Required for a conversation: a token such as email']],
    [
      { channel: 'E-Mail' },
      [
        'channel: Must be 1 to 64 of the characters a-z 0-9 _ - ., with no @ and fewer than 9 digits in a row other than a date',
      ],
    ],
    [{ channel: '' }, ['channel: Must be 1 to 64']],
    [{ channel: 'x'.repeat(65) }, ['channel: Must be 1 to 64']],
    [{ direction: 'in' }, ['direction: Must be one of inbound, outbound']],
    [
      { status: null },
      ['status: Required: one of completed, missed, abandoned, cancelled, failed, overflowed, open'],
    ],
    [
      { status: 'Completed' },
      ['status: Must be one of completed, missed, abandoned, cancelled, failed, overflowed, open'],
    ],
    [{ started_at: undefined }, ['started_at: Required: an ISO 8601 instant']],
    [{ started_at: 1_773_075_900 }, ['started_at: Must be an ISO 8601 instant']],
    [{ started_at: '2026-03-09T14:05:00' }, ['started_at: Must have an offset from UTC']],
    [{ started_at: '2026-02-30T14:05:00Z' }, ['started_at: Must be on a date that exists']],
    [{ ended_at: '2026-03-09T24:00:00Z' }, ['ended_at: Must have hours from 00 to 23']],
    [{ duration_seconds: -1 }, ['duration_seconds: Must be a whole number from 0 to 31622400 (seconds)']],
    [
      { duration_seconds: 31_622_401 },
      ['duration_seconds: Must be a whole number from 0 to 31622400 (seconds)'],
    ],
    [{ duration_seconds: 1.5 }, ['duration_seconds: Must be a whole number from 0 to 31622400 (seconds)']],
    [{ duration_seconds: 1e300 }, ['duration_seconds: Must be a whole number from 0 to 31622400 (seconds)']],
    [
      { duration_seconds: Number.NaN },
      ['duration_seconds: Must be a whole number from 0 to 31622400 (seconds)'],
    ],
    [{ wait_seconds: '12' }, ['wait_seconds: Must be a whole number from 0 to 31622400 (seconds)']],
    [{ agent_id: '' }, ['agent_id: Must be text of 1 to 128']],
    [{ article_id: 12 }, ['article_id: Must be text of 1 to 128']],
    [{ outcome: 'Ticket created' }, ['outcome: Must be 1 to 64']],
    [{ category: 'x'.repeat(201) }, ['category: Must be text of at most 200 characters']],
    [{ topic: '😀'.repeat(201) }, ['topic: Must be text of at most 200 characters']],
    [{ subject: 'a\u0000b' }, ['subject: Must be text of at most 200 characters']],
    [{ intent: 'a b' }, ['intent: Must be 1 to 64']],
    [{ priority: 'critical' }, ['priority: Must be one of urgent, high, medium, low']],
    [{ transferred: 'yes' }, ['transferred: Must be true or false']],
    [{ first_contact_resolved: 1 }, ['first_contact_resolved: Must be true or false']],
    [{ resolved_by: 'robot' }, ['resolved_by: Must be one of ai, human']],
    [
      { sla: { first_response_seconds: 0 } },
      ['sla.first_response_seconds: Must be a whole number from 1 to 315360000'],
    ],
    [
      { sla: { resolution_seconds: 315_360_001 } },
      ['sla.resolution_seconds: Must be a whole number from 1 to 315360000'],
    ],
    [{ sla: 60 }, ['sla: Must be a JSON object']],
    [
      { sentiment: { score: 1.00001 } },
      ['sentiment.score: Must be a number from 0 to 1, kept to 4 decimals'],
    ],
    [{ sentiment: { score: -0.1 } }, ['sentiment.score: Must be a number from 0 to 1']],
    [{ sentiment: { label: 'mixed' } }, ['sentiment.label: Must be one of positive, neutral, negative']],
    [{ sentiment: 'positive' }, ['sentiment: Must be a JSON object']],
    [{ cost: { llm: -0.01 } }, ['cost.llm: Must be a number from 0 to 2000, kept to 6 decimals']],
    [{ cost: { tts: '0.1' } }, ['cost.tts: Must be a number']],
    [{ cost: { stt: Number.POSITIVE_INFINITY } }, ['cost.stt: Must be a number']],
    [{ cost: { total: 1 } }, ['cost.total: Unknown field; accepted: llm, tts, stt, telephony']],
    [{ llm_usage: {} }, ['llm_usage: Must be an array of at most 100 objects, one per provider']],
    [{ llm_usage: [usage, 7] }, ['llm_usage.1: Must be a JSON object']],
    [
      { llm_usage: [{ ...usage, requests: -1 }] },
      ['llm_usage.0.requests: Must be a whole number from 0 to 1000000000'],
    ],
    [{ llm_usage: [{ ...usage, errors: undefined }] }, ['llm_usage.0.errors: Required: a whole number']],
    [
      { llm_usage: [{ ...usage, provider: ' ' }] },
      ['llm_usage.0.provider: Must be text of 1 to 64 characters'],
    ],
    [{ llm_usage: new Array(101).fill(usage) }, ['llm_usage: Must be an array of at most 100 objects']],
    [{ messages: { inbound: 1.5 } }, ['messages.inbound: Must be a whole number from 0 to 1000000000']],
    [{ transcript: 'é'.repeat(32_769) }, ['transcript: Must be text of at most 65536 bytes in UTF-8']],
    [{ updated_at: '2026-03-11T00:00:01Z' }, ['updated_at: Must be at most 24 hours after']],
    [{ updated_at: 'now' }, ['updated_at: Must be an ISO 8601 instant']],
    [{ deleted: 'true' }, ['deleted: Must be true or false; true removes the record']],
    [{ customer: 'c-1' }, ['customer: Must be a JSON object']],
    [{ duration: 12 }, ['duration: Unknown field; accepted: type, updated_at, deleted, id, kind, channel']],
    [{ customer: { tel: '1' } }, ['customer.tel: Unknown field; accepted: id, name, phone, email']],
    [JSON.parse('{"__proto__": 1}'), ['__proto__: Unknown field']],
    [{ constructor: 1, toString: 2 }, ['constructor: Unknown field', 'toString: Unknown field']],
  ])('%j', (fields, errors) => {
    expect(refusals({ ...call, ...fields })).toEqual(
      errors.map((error: string) => expect.stringContaining(error)),
    );
  });

  test('for every field that is wrong, each once', () => {
    const wrong = { ...call, id: '', status: 'x', duration_seconds: -1.5, cost: { llm: -1 }, colour: 'red' };
    expect(refusals(wrong).map((error) => error.split(':')[0])).toEqual([
      'id',
      'status',
      'duration_seconds',
      'cost.llm',
      'colour',
    ]);
  });

  test('with at most 20 errors', () => {
    const unknown = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`f${index}`, index]));
    expect(refusals({ ...call, ...unknown })).toHaveLength(20);
  });

  test('the greatest values of fields are accepted', () => {
    expect(
      refusals({
        ...call,
        id: 'x'.repeat(128),
        channel: 'x'.repeat(64),
        topic: '😀'.repeat(200),
        duration_seconds: 31_622_400,
        transcript: 'é'.repeat(32_768),
        updated_at: '2026-03-11T00:00:00.999Z',
        sla: { resolution_seconds: 315_360_000 },
      }),
    ).toEqual([]);
  });
});
