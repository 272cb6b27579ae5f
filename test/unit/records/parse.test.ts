import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { parseRecord } from '../../../src/records/parse.ts';
import { RECORDS } from '../../../src/records/registry.ts';
import { call, context, kept, refusals } from './context.ts';

const digestOf = (raw: unknown) => {
  const record = kept(raw);
  return record.deleted ? undefined : record.digest;
};

describe('what is no record', () => {
  test.each([[null], [undefined], [7], ['x'], [[]], [[call]], [true]])('%j', (raw) => {
    expect(parseRecord(raw, context)).toEqual({
      ok: false,
      type: null,
      id: null,
      errors: [{ path: '', message: 'Must be a JSON object: a record.' }],
    });
  });

  test.each([
    [
      {},
      'type: Required: one of interaction, evaluation, quality_review, agent_state, shift, agent, team, department',
    ],
    [{ type: 'Interaction' }, 'type: Must be one of interaction'],
    [{ type: 'constructor' }, 'type: Must be one of interaction'],
    [{ type: 7 }, 'type: Must be one of interaction'],
    [{ type: 'client', id: 'c', deleted: true }, 'type: Must be one of interaction'],
  ])('%j', (raw, error) => {
    expect(refusals(raw)).toEqual([expect.stringContaining(error)]);
  });
});

describe('the digest', () => {
  const digest = digestOf(call);

  test.each([
    [{ updated_at: '2026-03-09T17:05:00Z' }],
    [{ started_at: '2026-03-09T17:05:00.5Z' }],
    [{ channel: 'phone', direction: 'inbound', outcome: 'unknown', transferred: false }],
    [{ subject: '  ', category: null, sla: {}, deleted: false }],
  ])('is the same with %j', (fields) => {
    expect(digestOf({ ...call, ...fields })).toBe(digest);
  });

  test.each([
    [{ id: 'c-2' }],
    [{ started_at: '2026-03-09T17:05:01Z' }],
    [{ customer: { name: 'João' } }],
    [{ customer: { id: 'cu-1' } }],
    [{ subject: 'x' }],
    [{ transcript: 'x' }],
    [{ transferred: true }],
  ])('is another with %j', (fields) => {
    expect(digestOf({ ...call, ...fields })).not.toBe(digest);
  });

  test.each([
    [{ type: 'evaluation', id: 'e', interaction_id: 'c', responded_at: call.started_at }, { comment: 'x' }],
    [
      { type: 'evaluation', id: 'e', interaction_id: 'c', responded_at: call.started_at, comment: 'x' },
      { comment: 'y' },
    ],
    [
      { type: 'evaluation', id: 'e', interaction_id: 'c', responded_at: call.started_at },
      { interaction_id: 'd' },
    ],
    [
      { type: 'quality_review', id: 'q', interaction_id: 'c', status: 'failed', created_at: call.started_at },
      { interaction_id: 'd' },
    ],
    [
      { type: 'quality_review', id: 'q', interaction_id: 'c', status: 'failed', created_at: call.started_at },
      { status: 'pending' },
    ],
    [{ type: 'agent', id: 'a', name: 'Ana' }, { name: 'Anna' }],
    [{ type: 'agent', id: 'a', name: 'Ana' }, { active: false }],
    [{ type: 'team', id: 'a', name: 'Ana' }, { type: 'campaign' }],
    [{ type: 'email_channel', id: 'a', address: 'a@b.c', status: 'active' }, { address: 'a@b.d' }],
    [{ type: 'article', id: 'a', title: 't', slug: 's', status: 'draft' }, { slug: 'z' }],
    [
      { type: 'article_stats', article_id: 'a', date: '2026-03-09', views: 1, helpful: 0, not_helpful: 0 },
      { helpful: 1 },
    ],
    [
      {
        type: 'email_channel_stats',
        email_channel_id: 'a',
        date: '2026-03-09',
        bounced_contacts: 0,
        complained_contacts: 0,
      },
      { bounced_contacts: 1 },
    ],
  ])('of %j changes with %j', (raw, change) => {
    expect(digestOf({ ...raw, updated_at: '2026-03-09T17:05:00Z' })).toBe(digestOf(raw));
    expect(digestOf({ ...raw, ...change })).not.toBe(digestOf(raw));
  });

  test('tells personal data apart that has the same hashes or ids', () => {
    const one = { ...call, customer: { id: 'cu-1', email: 'joao@example.com' } };
    const other = { ...call, customer: { id: 'cu-1', email: 'ana@example.com' } };
    expect(digestOf(one)).not.toBe(digestOf(other));
  });
});

const padded = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, fc.constantFrom('', ' ', '\t', '\n ', '\u00a0'));
const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const texts = padded(fc.string({ minLength: 1, maxLength: 40 }).filter((text) => /^[ -~]+$/.test(text)));
const scores = fc.double({ min: 0, max: 1, noNaN: true });

describe('any input', () => {
  const types = fc.constantFrom(...Object.keys(RECORDS), 'customer', '__proto__');
  const junk = fc.anything({
    withBigInt: true,
    withNullPrototype: true,
    withDate: true,
    withMap: true,
    withSparseArray: true,
  });
  const fields = fc.constantFrom(
    ...Object.values(RECORDS).flatMap(({ schema }) => Object.keys((schema as z.ZodObject).shape)),
  );

  test('is kept or refused with errors, and never throws', () => {
    fc.assert(
      fc.property(types, fc.dictionary(fields, junk), junk, (type, record, raw) => {
        for (const input of [raw, { ...record, type }, { ...call, ...record }]) {
          const parsed = parseRecord(input, context);
          expect(parsed.ok || parsed.errors.length > 0).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('has one digest, whatever the order of its fields, the blanks around its text and its updated_at', () => {
    const record = fc.record({
      subject: some(texts),
      category: some(texts),
      transcript: some(texts),
      score: some(scores),
      llm: some(scores),
      wait_seconds: some(fc.nat(31_622_400)),
      reversed: fc.boolean(),
      updated: fc.nat(86_400),
    });
    fc.assert(
      fc.property(
        record,
        ({ subject, category, transcript, score, llm, wait_seconds, reversed, updated }) => {
          const write = (blank: (text: [string, string] | undefined) => string | undefined) => ({
            ...call,
            subject: blank(subject),
            category: blank(category),
            transcript: blank(transcript),
            sentiment: { score },
            cost: { llm },
            wait_seconds,
          });
          const plain = write((text) => text?.[0]);
          const other = {
            ...write((text) => text && text[1] + text[0] + text[1]),
            updated_at: new Date((context.now - updated) * 1000).toISOString(),
          };
          const entries = Object.entries(other);
          expect(digestOf(Object.fromEntries(reversed ? entries.reverse() : entries))).toBe(digestOf(plain));
        },
      ),
    );
  });
});

describe('the schemas', () => {
  test.each(Object.keys(RECORDS))('of %s can be documented', (type) => {
    const definition = RECORDS[type as keyof typeof RECORDS];
    const described = z.toJSONSchema(definition.schema, { io: 'input' });
    expect(described).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { type: { const: type } },
    });
    expect(z.toJSONSchema(definition.deletionSchema, { io: 'input' })).toMatchObject({
      type: 'object',
      properties: { deleted: { const: true } },
    });
  });
});
