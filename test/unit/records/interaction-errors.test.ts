import { describe, expect, test } from 'vitest';
import { call, refusals } from './context.ts';

const usage = { provider: 'x', requests: 1, input_tokens: 1, output_tokens: 1, latency_ms: 1, errors: 0 };

describe('an interaction is refused', () => {
  test.each([
    [
      { id: undefined },
      ['id: is required: a string of 1 to 128 characters, not blank and without control characters'],
    ],
    [{ id: '' }, ['id: must be a string of 1 to 128 characters, not blank and without control characters']],
    [{ id: '   ' }, ['id: must be a string of 1 to 128']],
    [{ id: 'x'.repeat(129) }, ['id: must be a string of 1 to 128']],
    [{ id: 7 }, ['id: must be a string of 1 to 128']],
    [{ id: 'a\u0000b' }, ['id: must be a string of 1 to 128']],
    [{ id: 'a\ud800' }, ['id: must be a string of 1 to 128']],
    [{ kind: undefined }, ['kind: is required: one of call, conversation']],
    [{ kind: 'chat' }, ['kind: must be one of call, conversation']],
    [{ kind: 'conversation' }, ['channel: is required for a conversation: a token such as email']],
    [
      { channel: 'E-Mail' },
      [
        'channel: must be 1 to 64 of the characters a-z 0-9 _ - ., with no @ and fewer than 9 digits in a row other than a date',
      ],
    ],
    [{ channel: '' }, ['channel: must be 1 to 64']],
    [{ channel: 'x'.repeat(65) }, ['channel: must be 1 to 64']],
    [{ direction: 'in' }, ['direction: must be one of inbound, outbound']],
    [{ status: null }, ['status: is required: one of completed, missed, abandoned, cancelled, failed, open']],
    [
      { status: 'Completed' },
      ['status: must be one of completed, missed, abandoned, cancelled, failed, open'],
    ],
    [{ started_at: undefined }, ['started_at: is required: an ISO 8601 instant']],
    [{ started_at: 1_773_075_900 }, ['started_at: must be an ISO 8601 instant']],
    [{ started_at: '2026-03-09T14:05:00' }, ['started_at: has no offset from UTC']],
    [{ started_at: '2026-02-30T14:05:00Z' }, ['started_at: is not a day of the calendar']],
    [{ ended_at: '2026-03-09T24:00:00Z' }, ['ended_at: is not a time of day']],
    [{ duration_seconds: -1 }, ['duration_seconds: must be a whole number from 0 to 604800 (seconds)']],
    [{ duration_seconds: 604_801 }, ['duration_seconds: must be a whole number from 0 to 604800 (seconds)']],
    [{ duration_seconds: 1.5 }, ['duration_seconds: must be a whole number from 0 to 604800 (seconds)']],
    [{ duration_seconds: 1e300 }, ['duration_seconds: must be a whole number from 0 to 604800 (seconds)']],
    [
      { duration_seconds: Number.NaN },
      ['duration_seconds: must be a whole number from 0 to 604800 (seconds)'],
    ],
    [{ wait_seconds: '12' }, ['wait_seconds: must be a whole number from 0 to 604800 (seconds)']],
    [{ agent_id: '' }, ['agent_id: must be a string of 1 to 128']],
    [{ article_id: 12 }, ['article_id: must be a string of 1 to 128']],
    [{ outcome: 'Ticket created' }, ['outcome: must be 1 to 64']],
    [{ category: 'x'.repeat(201) }, ['category: must be text of at most 200 characters']],
    [{ topic: '😀'.repeat(201) }, ['topic: must be text of at most 200 characters']],
    [{ subject: 'a\u0000b' }, ['subject: must be text of at most 200 characters']],
    [{ intent: 'a b' }, ['intent: must be 1 to 64']],
    [{ priority: 'critical' }, ['priority: must be one of urgent, high, medium, low']],
    [{ transferred: 'yes' }, ['transferred: must be true or false']],
    [{ first_contact_resolved: 1 }, ['first_contact_resolved: must be true or false']],
    [{ resolved_by: 'robot' }, ['resolved_by: must be one of ai, human']],
    [
      { sla: { first_response_seconds: 0 } },
      ['sla.first_response_seconds: must be a whole number from 1 to 315360000'],
    ],
    [
      { sla: { resolution_seconds: 315_360_001 } },
      ['sla.resolution_seconds: must be a whole number from 1 to 315360000'],
    ],
    [{ sla: 60 }, ['sla: must be a JSON object']],
    [
      { sentiment: { score: 1.00001 } },
      ['sentiment.score: must be a number from 0 to 1, kept to 4 decimals'],
    ],
    [{ sentiment: { score: -0.1 } }, ['sentiment.score: must be a number from 0 to 1']],
    [{ sentiment: { label: 'mixed' } }, ['sentiment.label: must be one of positive, neutral, negative']],
    [{ sentiment: 'positive' }, ['sentiment: must be a JSON object']],
    [{ cost: { llm: -0.01 } }, ['cost.llm: must be a number from 0 to 2000, kept to 6 decimals']],
    [{ cost: { tts: '0.1' } }, ['cost.tts: must be a number']],
    [{ cost: { stt: Number.POSITIVE_INFINITY } }, ['cost.stt: must be a number']],
    [{ cost: { total: 1 } }, ['cost.total: is not a field here; accepted are llm, tts, stt, telephony']],
    [{ llm_usage: {} }, ['llm_usage: must be a list of one object a provider']],
    [{ llm_usage: [usage, 7] }, ['llm_usage.1: must be a JSON object']],
    [
      { llm_usage: [{ ...usage, requests: -1 }] },
      ['llm_usage.0.requests: must be a whole number from 0 to 1000000000'],
    ],
    [{ llm_usage: [{ ...usage, errors: undefined }] }, ['llm_usage.0.errors: is required: a whole number']],
    [
      { llm_usage: [{ ...usage, provider: ' ' }] },
      ['llm_usage.0.provider: must be text of 1 to 64 characters'],
    ],
    [{ llm_usage: new Array(101).fill(usage) }, ['llm_usage: must have at most 100 rows']],
    [{ messages: { inbound: 1.5 } }, ['messages.inbound: must be a whole number from 0 to 1000000000']],
    [{ transcript: 'é'.repeat(32_769) }, ['transcript: must be text of at most 65536 bytes in UTF-8']],
    [{ updated_at: '2026-03-11T00:00:01Z' }, ['updated_at: lies more than 24 hours ahead']],
    [{ updated_at: 'now' }, ['updated_at: must be an ISO 8601 instant']],
    [{ deleted: 'true' }, ['deleted: must be true or false; true removes the record']],
    [{ customer: 'c-1' }, ['customer: must be a JSON object']],
    [
      { duration: 12 },
      ['duration: is not a field here; accepted are type, updated_at, deleted, id, kind, channel'],
    ],
    [{ customer: { tel: '1' } }, ['customer.tel: is not a field here; accepted are id, name, phone, email']],
    [JSON.parse('{"__proto__": 1}'), ['__proto__: is not a field here']],
    [{ constructor: 1, toString: 2 }, ['constructor: is not a field here', 'toString: is not a field here']],
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
        duration_seconds: 604_800,
        transcript: 'é'.repeat(32_768),
        updated_at: '2026-03-11T00:00:00.999Z',
        sla: { resolution_seconds: 315_360_000 },
      }),
    ).toEqual([]);
  });
});
