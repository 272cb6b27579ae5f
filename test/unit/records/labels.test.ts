import { describe, expect, test } from 'vitest';
import { tenantKeys } from '../../../src/privacy/sealing/keys.ts';
import { parseRecord } from '../../../src/records/parse.ts';
import type { InteractionRecord } from '../../../src/records/types.ts';

const context = {
  tenant: { countryCode: null, calendars: new Map(), attributes: [] },
  now: 1_790_000_000,
  keys: tenantKeys('a-secret-of-more-than-32-characters!', 'demo'),
};

function read(fields: Readonly<Record<string, unknown>>) {
  return parseRecord(
    {
      type: 'interaction',
      id: 'c',
      kind: 'call',
      status: 'completed',
      started_at: '2026-03-10T12:00:00Z',
      customer: { name: 'Rita Prates Lopes' },
      ...fields,
    },
    context,
  );
}

function kept(fields: Readonly<Record<string, unknown>>): InteractionRecord {
  const parsed = read(fields);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.record as InteractionRecord;
}

describe('topic and category, when a record is read in', () => {
  test.each([
    ['Refund', 'Refund'],
    ['Rita Prates Lopes 961112223 rita@x.pt', '*** **** ***@***'],
    ['961112223', '****'],
    ['IBAN GB29 NWBK 6016 1331 9268 19', 'IBAN ****'],
    ['card 4111 1111 1111 1111', 'card ****'],
    ['lopes, RITA: order 12', '***: order 12'],
    ['Order 2026-03-10', 'Order 2026-03-10'],
  ])('%j becomes %j', (sent, masked) => {
    const { body } = kept({ topic: sent, category: sent });
    expect([body.topic, body.category]).toEqual([masked, masked]);
  });

  test('masks only the name of its own customer', () => {
    expect(kept({ topic: 'Rita', customer: { name: 'Ana' } }).body.topic).toBe('Rita');
    expect(kept({ topic: 'Rita', customer: null }).body.topic).toBe('Rita');
  });

  test('is the same for a replay, and for what was read back and sent again', () => {
    const once = kept({ topic: 'Rita 961112223 rita@x.pt' });
    expect(kept({ topic: 'Rita 961112223 rita@x.pt' }).digest).toBe(once.digest);
    expect(kept({ topic: once.body.topic }).digest).toBe(once.digest);
  });

  test('stays within its length', () => {
    const { topic } = kept({ topic: 'a@b '.repeat(50) }).body;
    expect(topic).toHaveLength(200);
  });
});

describe('tokens and providers', () => {
  const providers = (provider: string) => ({
    llm_usage: [{ provider, requests: 1, input_tokens: 1, output_tokens: 1, latency_ms: 1, errors: 0 }],
  });

  test.each([
    '961112223',
    'call_961112223',
    '351-961-112-223',
    '961.112.223',
    '20261332961',
    'x4111111111111111',
  ])('%j is refused with a reason', (code) => {
    for (const [path, fields] of [
      ['channel', { channel: code }],
      ['outcome', { outcome: code }],
      ['intent', { intent: code }],
      ['llm_usage.0.provider', providers(code)],
    ] as const) {
      expect(read(fields)).toMatchObject({
        ok: false,
        errors: [
          { path, message: expect.stringContaining('fewer than 9 digits in a row other than a date') },
        ],
      });
    }
  });

  test.each(['rita@x.pt', '+351 961 112 223', '９６１１１２２２３'])(
    'the provider %j is refused',
    (provider) => {
      expect(read(providers(provider))).toMatchObject({
        ok: false,
        errors: [{ path: 'llm_usage.0.provider' }],
      });
    },
  );

  test.each([
    'claude-3-5-sonnet-20241022',
    'gpt-4o-2024-08-06',
    'gpt-4.1-2025-04-14',
    'gpt-3.5-turbo-0125',
    'queue-12345678',
    'whatsapp',
  ])('%j is accepted', (code) => {
    expect(read({ intent: code, outcome: code, ...providers(code) })).toMatchObject({ ok: true });
  });
});
