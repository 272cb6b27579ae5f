import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { interactionFields } from '../../../src/records/interaction-fields.ts';
import { fieldOf, readBody, storedBody } from '../../../src/records/stored-body.ts';
import { storedFields } from '../../../src/records/stored-fields.ts';
import type { Interaction } from '../../../src/records/types.ts';

const START = 1_790_828_995;
const CALL: Interaction = {
  kind: 'call',
  channel: 'phone',
  direction: 'inbound',
  status: 'completed',
  started_at: START,
  answered_at: START + 12,
  ended_at: START + 199,
  resolved_at: START + 199,
  duration_seconds: 187,
  wait_seconds: 12,
  customer_id: 'c "1"',
  agent_id: 'a',
  department_id: 'd',
  outcome: 'resolved',
  transferred: false,
  first_contact_resolved: true,
  resolved_by: 'human',
};

/** What SQL makes of a row; see `bodyOf`. */
function whole(body: Interaction): string {
  const { started_at, customer_id = null, department_id = null } = body;
  return `[${started_at},${JSON.stringify(customer_id)},${JSON.stringify(department_id)},${storedBody(body)}]`;
}

const without = (...names: (keyof Interaction)[]): Interaction =>
  Object.fromEntries(Object.entries(CALL).filter(([name]) => !names.includes(name as never))) as never;

const STORED: readonly [what: string, body: Interaction, text: string][] = [
  ['a usual call', CALL, '{"a":12,"e":199,"r":199,"g":"a"}'],
  ['another duration', { ...CALL, duration_seconds: 5 }, '{"a":12,"e":199,"r":199,"n":5,"g":"a"}'],
  ['no duration', without('duration_seconds'), '{"a":12,"e":199,"r":199,"n":null,"g":"a"}'],
  ['no wait', without('wait_seconds'), '{"a":12,"e":199,"r":199,"w":null,"g":"a"}'],
  [
    'a wait without an answer',
    without('answered_at', 'duration_seconds'),
    '{"e":199,"r":199,"w":12,"g":"a"}',
  ],
  ['another outcome', { ...CALL, outcome: 'sold' }, '{"a":12,"e":199,"r":199,"g":"a","o":"sold"}'],
  [
    'escalated',
    { ...CALL, outcome: 'escalated', transferred: true, first_contact_resolved: false },
    '{"a":12,"e":199,"r":199,"g":"a","o":"escalated"}',
  ],
  [
    'escalated, but not transferred and resolved at once',
    { ...CALL, outcome: 'escalated' },
    '{"a":12,"e":199,"r":199,"g":"a","o":"escalated","x":false,"j":true}',
  ],
  ['resolved by AI', { ...CALL, resolved_by: 'ai' }, '{"a":12,"e":199,"r":199,"g":"a","u":"ai"}'],
  ['by nobody named', without('resolved_by'), '{"a":12,"e":199,"r":199,"g":"a","u":null}'],
  [
    'missed',
    {
      ...without('answered_at', 'duration_seconds', 'resolved_at', 'resolved_by'),
      status: 'missed' as const,
      outcome: 'abandoned',
      first_contact_resolved: false,
    },
    '{"s":"missed","e":199,"w":12,"g":"a"}',
  ],
  [
    'with what it cost',
    {
      ...CALL,
      cost: { llm: 1, telephony: 2 },
      llm_usage: [
        { provider: 'p', requests: 1, input_tokens: 3, output_tokens: 4, latency_ms: 5, errors: 0 },
      ],
    },
    '{"a":12,"e":199,"r":199,"g":"a","C":{"l":1,"p":2},"U":[{"p":"p","i":3,"o":4,"l":5}]}',
  ],
  [
    'with attributes',
    { ...CALL, attributes: { k: 'call', seats: 0, vip: false } },
    '{"a":12,"e":199,"r":199,"g":"a","T":{"k":"call","seats":0,"vip":false}}',
  ],
];

describe('the stored text', () => {
  test.each(STORED)('of %s', (_what, body, text) => {
    expect(storedBody(body)).toBe(text);
    expect(JSON.stringify(readBody(whole(body)))).toBe(JSON.stringify(body));
  });

  // Rows without these values are stored: another usual value would change what they say.
  test.each<[what: string, fields: Partial<Interaction>, rest: string]>([
    ['a week of handling', { ended_at: START + 12 + 604_800, duration_seconds: 604_800 }, ''],
    ['a longer one', { ended_at: START + 12 + 604_801, duration_seconds: 604_801 }, ',"n":604801'],
    ['an end before the answer', { ended_at: START + 11, duration_seconds: 0 }, ',"n":0'],
    ...(['missed', 'abandoned'] as const).map((status): [string, Partial<Interaction>, string] => [
      status,
      { status, outcome: 'abandoned', first_contact_resolved: false },
      '',
    ]),
    ['cancelled', { status: 'cancelled', outcome: 'unknown', first_contact_resolved: false }, ''],
    ...['escalated', 'unresolved', 'callback_scheduled', 'abandoned', 'unknown'].map(
      (outcome): [string, Partial<Interaction>, string] => [
        outcome,
        { outcome, transferred: false, first_contact_resolved: false },
        outcome === 'escalated' ? ',"x":false' : '',
      ],
    ),
    ...['follow_up', 'voicemail', 'resolved', 'sold'].map(
      (outcome): [string, Partial<Interaction>, string] => [
        outcome,
        { outcome, first_contact_resolved: false },
        ',"j":false',
      ],
    ),
  ])('leaves out what follows from other fields: %s', (_what, fields, rest) => {
    const body = { ...without('resolved_at', 'resolved_by'), ...fields };
    const {
      s: _status,
      a: _answer,
      e: _end,
      g: _agent,
      o: _outcome,
      ...others
    } = JSON.parse(storedBody(body));
    expect(JSON.stringify(others)).toBe(`{${rest.slice(1)}}`);
    expect(JSON.stringify(readBody(whole(body)))).toBe(JSON.stringify(body));
  });

  test('names every field of a body once, in its order', () => {
    const kept = Object.entries(interactionFields).filter(([, field]) => 'kept' in field);
    expect(Object.keys(storedFields)).toEqual(kept.map(([name]) => name));
    const keys = Object.values(storedFields).flatMap((field) => (field === 'column' ? [] : [field.key]));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('is read as the same body, whatever its values', () => {
    const text = fc.constantFrom(
      'completed',
      'missed',
      'escalated',
      'resolved',
      'unknown',
      'phone',
      '',
      'x"y',
    );
    const count = fc.constantFrom(0, 1, 12, 187, 604_800, 604_801);
    const at = count.map((seconds) => START + seconds);
    const usage = fc.record({
      provider: text,
      requests: count,
      input_tokens: count,
      output_tokens: count,
      latency_ms: count,
      errors: count,
    });
    const always = {
      kind: fc.constantFrom('call', 'conversation'),
      channel: text,
      direction: fc.constantFrom('inbound', 'outbound'),
      status: text,
      started_at: fc.constant(START),
    };
    const rest = {
      ...{
        answered_at: at,
        ended_at: at,
        first_response_at: at,
        resolved_at: at,
        duration_seconds: count,
        wait_seconds: count,
      },
      ...{
        customer_id: text,
        agent_id: text,
        team_id: text,
        department_id: text,
        campaign_id: text,
        call_center_id: text,
      },
      ...{
        engagement_id: text,
        email_channel_id: text,
        article_id: text,
        outcome: text,
        category: text,
        topic: text,
        intent: text,
      },
      ...{
        priority: text,
        transferred: fc.boolean(),
        first_contact_resolved: fc.boolean(),
        resolved_by: fc.constantFrom('ai', 'human'),
      },
      sla: fc.record(
        {
          first_response_seconds: count,
          resolution_seconds: count,
          paused_seconds: count,
          calendar: text,
          first_response_due_in: count,
          resolution_due_in: count,
        },
        { requiredKeys: [] },
      ),
      sentiment: fc.record({ label: text, score: count }, { requiredKeys: ['label'] }),
      cost: fc.record({ llm: count, tts: count, stt: count, telephony: count }, { requiredKeys: [] }),
      llm_usage: fc.array(usage, { maxLength: 3 }),
      messages: fc.record({ inbound: count, outbound: count }, { requiredKeys: [] }),
    };
    const names = Object.keys(always) as [];
    fc.assert(
      fc.property(
        fc.record({ ...always, ...rest }, { requiredKeys: names, noNullPrototype: true }),
        (drawn) => {
          const ordered = Object.keys(storedFields).filter((name) => name in drawn);
          const body = Object.fromEntries(ordered.map((name) => [name, drawn[name as never]])) as never;
          expect(JSON.stringify(readBody(whole(body)))).toBe(JSON.stringify(body));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

test.each([
  ['status', "coalesce(i.body ->> 's', 'completed')"],
  ['agent_id', "(i.body ->> 'g')"],
  ['department_id', 'i.department_id'],
  ['ended_at', "(i.started_at + (i.body ->> 'e'))"],
] as const)('SQL reads %s', (name, sql) => {
  expect(fieldOf('i', name)).toBe(sql);
});

test('SQL cannot read what depends on other fields', () => {
  expect(() => fieldOf('i', 'outcome')).toThrow('SQL cannot read outcome by itself.');
});
