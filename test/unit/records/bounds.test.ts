import { describe, expect, test } from 'vitest';
import { BOUNDS } from '../../../src/bounds.ts';
import { interactionEvent } from '../../../src/facts/event.ts';
import { parseRecord } from '../../../src/records/parse.ts';
import type { InteractionRecord } from '../../../src/records/types.ts';
import { BASE_MEASURES } from '../../../src/rollups/base-measures.ts';
import { call, context, kept, refusals } from './context.ts';

const MILLION = 1_000_000;
const most = BOUNDS.count.value;

const usage = (provider: string, value: number) => ({
  provider,
  requests: value,
  input_tokens: value,
  output_tokens: value,
  latency_ms: value,
  errors: value,
});

describe('llm_usage', () => {
  const providers = BOUNDS.providersPerRecord.value;
  const rows = (count: number) => Array.from({ length: count }, (_, index) => usage(`p${index}`, 1));

  test('names at most 20 providers, each as often as there are rows', () => {
    expect(refusals({ ...call, llm_usage: rows(providers) })).toEqual([]);
    expect(refusals({ ...call, llm_usage: Array(5).fill(rows(providers)).flat() })).toEqual([]);
    expect(refusals({ ...call, llm_usage: rows(providers + 1) })).toEqual([
      `llm_usage: Must name at most 20 providers; it names 21.`,
    ]);
  });

  test.each(['requests', 'input_tokens', 'output_tokens', 'latency_ms', 'errors'])(
    'adds up to at most a thousand million %s',
    (field) => {
      const pair = (last: number) =>
        [usage('a', 0), usage('a', 0), usage('b', 0)].map((row, index) => ({
          ...row,
          [field]: [most - 10, 9, last][index],
        }));
      expect(refusals({ ...call, llm_usage: pair(1) })).toEqual([]);
      expect(refusals({ ...call, llm_usage: pair(2) })).toEqual([
        `llm_usage: Must have at most ${most} ${field} in all rows together.`,
      ]);
    },
  );
});

describe('a record', () => {
  const bytes = BOUNDS.recordBytes.value;

  test('is kept in a bounded number of bytes, whatever is in it', () => {
    const providers = Array.from({ length: 20 }, (_, index) => usage(`${'\u0001'.repeat(62)}${index}`, 1));
    const ids = Object.fromEntries(
      ['agent_id', 'team_id', 'department_id', 'campaign_id', 'call_center_id', 'engagement_id'].map(
        (name) => [name, '😀'.repeat(128)],
      ),
    );
    const words = '\u0001'.repeat(200);
    const labels = { topic: words, category: words, subject: words, customer: { name: words } };
    const large = { ...call, ...ids, ...labels, llm_usage: providers };
    expect(refusals(large)).toEqual([]);
    expect(refusals({ ...large, transcript: 'x'.repeat(65_536) })).toEqual([
      expect.stringMatching(new RegExp(`^: Must have at most ${bytes} bytes as stored; it has \\d{5}\\.$`)),
    ]);
  });

  test('may have the longest transcript of any characters beside ordinary fields', () => {
    for (const transcript of [
      'x'.repeat(65_536),
      '\n"'.repeat(32_767),
      'é'.repeat(32_768),
      '\u0001'.repeat(65_536),
    ]) {
      expect(refusals({ ...call, topic: 'Invoice', transcript: `${transcript.slice(0, -2)}.` })).toEqual([]);
    }
  });
});

describe('a million records of the greatest values on one day', () => {
  const at = '2100-12-31T23:59:59Z';
  const greatest = {
    ...call,
    duration_seconds: 31_622_400,
    wait_seconds: 31_622_400,
    started_at: '1970-01-01T00:00:00Z',
    answered_at: at,
    ended_at: at,
    first_response_at: at,
    resolved_at: at,
    resolved_by: 'ai',
    sentiment: { score: 1 },
    cost: { llm: 2_000, tts: 2_000, stt: 2_000, telephony: 2_000 },
    llm_usage: [usage('a', most)],
    messages: { inbound: most, outbound: most },
  };

  test.each([
    ['call', 'phone'],
    ['conversation', 'email'],
  ])('add up exactly: %s', (kind, channel) => {
    const { body } = kept({ ...greatest, kind, channel, first_contact_resolved: true }) as InteractionRecord;
    const event = interactionEvent(body);
    const values = BASE_MEASURES.filter(({ source }) => source === 'interaction').map(({ name, value }) => [
      name,
      value(event) * MILLION,
    ]);
    for (const [name, sum] of values) expect([name, Number.isSafeInteger(sum)]).toEqual([name, true]);
    const costs = Object.values(body.cost!).reduce((sum, cost) => sum + cost, 0);
    expect(Number.isSafeInteger(costs * MILLION)).toBe(true);
  });

  test('counters and reviews too', () => {
    expect(Number.isSafeInteger(most * MILLION)).toBe(true);
    expect(Number.isSafeInteger(10 * 10_000 * MILLION)).toBe(true);
    const stats = {
      type: 'article_stats',
      article_id: 'a',
      date: '2026-03-01',
      views: most + 1,
      helpful: 0,
      not_helpful: 0,
    };
    expect(parseRecord(stats, context).ok).toBe(false);
    expect(parseRecord({ ...stats, views: most }, context).ok).toBe(true);
  });
});
