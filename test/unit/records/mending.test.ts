import { describe, expect, test } from 'vitest';
import { parseRecord } from '../../../src/records/parse.ts';
import type { EvaluationRecord, InteractionRecord } from '../../../src/records/types.ts';
import { call, context, kept, refusals, warnings } from './context.ts';

const LABEL = 'Must be text of at most 200 characters.';
const EMAIL = 'Must be an e-mail address of at most 254 characters.';
const WORDS = 'Must be text of at most 2000 characters.';

const rating = {
  type: 'evaluation',
  id: 'e-1',
  interaction_id: 'c-1',
  rating: 4,
  responded_at: '2026-03-09T17:05:00Z',
};

/** A family of three people, one character of five code points. */
const FAMILY = '👨\u200d👩\u200d👧';

describe('a text over its limit is cut', () => {
  const subjectOf = (subject: unknown) => (kept({ ...call, subject }) as InteractionRecord).personal.subject;

  test.each<[string, string, string]>([
    ['at the limit', 'x'.repeat(201), 'x'.repeat(200)],
    ['by code points, not by UTF-16 units', '😀'.repeat(201), '😀'.repeat(200)],
    ['before an emoji that would be halved', `${'x'.repeat(199)}😀😀`, `${'x'.repeat(199)}😀`],
    ['before an emoji of several parts', `${'x'.repeat(197)}${FAMILY}`, 'x'.repeat(197)],
    ['after an emoji of several parts', `${'x'.repeat(195)}${FAMILY}y`, `${'x'.repeat(195)}${FAMILY}`],
    ['before a letter with its accent', `${'x'.repeat(199)}e\u0301`, 'x'.repeat(199)],
    ['between two flags', '🇵🇹'.repeat(101), '🇵🇹'.repeat(100)],
    ['before a flag', `x${'🇵🇹'.repeat(100)}`, `x${'🇵🇹'.repeat(99)}`],
    ['before a syllable of Korean', `${'x'.repeat(199)}\u1112\u1161\u11ab`, 'x'.repeat(199)],
    ['before a line break of two', `${'x'.repeat(199)}\r\ny`, 'x'.repeat(199)],
    ['after its blanks', `  ${'x'.repeat(201)}  `, 'x'.repeat(200)],
    ['and trimmed again', `${'x'.repeat(190)}${' '.repeat(20)}y`, 'x'.repeat(190)],
    ['though one character fills it', `e${'\u0301'.repeat(300)}`, `e${'\u0301'.repeat(199)}`],
    ['before a NUL', `${'x'.repeat(200)}\0`, 'x'.repeat(200)],
  ])('%s', (_what, sent, stored) => {
    expect(subjectOf(sent)).toBe(stored);
    expect(warnings({ ...call, subject: sent })).toEqual(['subject: Cut to 200 characters.']);
    expect(refusals({ ...call, subject: sent })).toEqual([`subject: ${LABEL}`]);
  });

  test.each<[string, object, string]>([
    ['category', { category: 'c'.repeat(300) }, 'Cut to 200 characters.'],
    ['topic', { topic: 't'.repeat(300) }, 'Cut to 200 characters.'],
    ['customer.name', { customer: { id: 'cu-1', name: 'n'.repeat(300) } }, 'Cut to 200 characters.'],
    ['transcript', { transcript: 'é'.repeat(32_769) }, 'Cut to 65536 bytes.'],
  ])('%s', (path, fields, message) => {
    expect(warnings({ ...call, ...fields })).toEqual([`${path}: ${message}`]);
  });

  test.each<[string, string, number]>([
    ['é', 'é'.repeat(40_000), 65_536],
    ['😀', `x${'😀'.repeat(20_000)}`, 65_533],
    ['€', '€'.repeat(30_000), 65_535],
    [FAMILY, FAMILY.repeat(5_000), 65_520],
  ])('a transcript of %s, by bytes', (_what, transcript, bytes) => {
    const record = kept({ ...call, transcript }) as InteractionRecord;
    expect(Buffer.byteLength(record.transcript!)).toBe(bytes);
    expect(transcript.startsWith(record.transcript!)).toBe(true);
  });

  test.each(['comment', 'followup_answer'])('%s of an evaluation', (field) => {
    const sent = { ...rating, [field]: `${'x'.repeat(1_999)}😀y` };
    expect((kept(sent) as EvaluationRecord).text).toEqual({ [field]: `${'x'.repeat(1_999)}😀` });
    expect(warnings(sent)).toEqual([`${field}: Cut to 2000 characters.`]);
    expect(refusals(sent)).toEqual([`${field}: ${WORDS}`]);
  });

  test.each<[string, object, object]>([
    ['agent', { name: 'x'.repeat(201) }, { name: 'x'.repeat(200), active: true, kind: 'human' }],
    ['team', { name: '😀'.repeat(201) }, { name: '😀'.repeat(200), active: true }],
    ['department', { name: ` ${'x'.repeat(500)}` }, { name: 'x'.repeat(200), active: true }],
    [
      'article',
      { title: 'x'.repeat(201), slug: 's', status: 'draft' },
      { title: 'x'.repeat(200), slug: 's', status: 'draft' },
    ],
  ])('the name of %s', (type, fields, body) => {
    const sent = { type, id: 'x-1', ...fields };
    expect(kept(sent)).toMatchObject({ body });
    expect(warnings(sent)).toHaveLength(1);
    expect(refusals(sent)).toEqual([expect.stringContaining('Must be text of 1 to 200 characters.')]);
  });

  test('is the same record when it is sent again, and as the part that was kept', () => {
    const digestOf = (subject: string) => (kept({ ...call, subject }) as InteractionRecord).digest;
    expect(digestOf('x'.repeat(300))).toBe(digestOf('x'.repeat(300)));
    expect(digestOf('x'.repeat(300))).toBe(digestOf('x'.repeat(200)));
  });
});

describe('what cannot be read is left out', () => {
  test.each<[object, string, string]>([
    [{ subject: 7 }, 'subject', LABEL],
    [{ subject: { text: 'x' } }, 'subject', LABEL],
    [{ subject: ['x'] }, 'subject', LABEL],
    [{ subject: 'a\u0000b' }, 'subject', LABEL],
    [{ topic: 'a\ud83d' }, 'topic', LABEL],
    [{ topic: `a\u0000${'b'.repeat(300)}` }, 'topic', LABEL],
    [{ category: true }, 'category', LABEL],
    [{ transcript: 12 }, 'transcript', 'Must be text of at most 65536 bytes in UTF-8.'],
    [{ customer: { name: 12 } }, 'customer.name', LABEL],
    [{ customer: { name: '\udc00' } }, 'customer.name', LABEL],
    [{ customer: { email: 'unknown' } }, 'customer.email', EMAIL],
    [{ customer: { email: 'n/a' } }, 'customer.email', EMAIL],
    [{ customer: { email: 'joao silva@example.com' } }, 'customer.email', EMAIL],
    [{ customer: { email: 'João <joao@example.com>' } }, 'customer.email', EMAIL],
    [{ customer: { email: 'a@b@c' } }, 'customer.email', EMAIL],
    [{ customer: { email: false } }, 'customer.email', EMAIL],
    [{ customer: { email: `${'x'.repeat(250)}@x.yz` } }, 'customer.email', EMAIL],
    [
      { customer: { id: 'João <joao@example.com>' } },
      'customer.id',
      'Must be a valid e-mail address if it contains an @.',
    ],
  ])('%j', (fields, path, error) => {
    expect(kept({ ...call, ...fields })).toEqual(kept({ ...call, customer: {} }));
    expect(warnings({ ...call, ...fields })).toEqual([`${path}: Left out. ${error}`]);
    expect(refusals({ ...call, ...fields })).toEqual([`${path}: ${error}`]);
  });

  test.each([12, '+551198765432100000'])('a phone number %j: the call counts without a customer', (phone) => {
    const record = kept({ ...call, customer: { phone } }) as InteractionRecord;
    expect([record.body.customer_id, record.personal, record.phone]).toEqual([undefined, {}, undefined]);
    expect(warnings({ ...call, customer: { phone } })).toEqual([
      expect.stringMatching(/^customer\.phone: Left out\. Must be /),
    ]);
  });

  test('and the rest of the customer is kept', () => {
    const customer = { id: 'cu-1', name: 'Pat', email: 'unknown', phone: '+5511987654321' };
    expect(kept({ ...call, customer })).toMatchObject({
      body: { customer_id: 'cu-1' },
      personal: { name: 'Pat', phone: '+5511987654321' },
    });
  });

  test.each<[object, object]>([
    [{ comment: 12, followup_answer: 'yes' }, { followup_answer: 'yes' }],
    [{ comment: { text: 'x' } }, {}],
    [{ comment: '\ud800' }, {}],
  ])('words %j of an evaluation', (fields, text) => {
    const record = kept({ ...rating, ...fields }) as EvaluationRecord;
    expect([record.text, record.body.has_comment]).toEqual([text, false]);
    expect(warnings({ ...rating, ...fields })).toEqual([`comment: Left out. ${WORDS}`]);
  });

  test('a question after its answer', () => {
    const late = { ...rating, sent_at: '2026-03-09T17:05:01Z' };
    expect((kept(late) as EvaluationRecord).body).not.toHaveProperty('sent_at');
    expect(warnings(late)).toEqual(['sent_at: Left out. Must be at or before responded_at.']);
    // Fractions of a second are cut off before instants are compared.
    expect(warnings({ ...rating, sent_at: '2026-03-09T17:05:00.900Z' })).toEqual([]);
  });

  test('several fields, one warning each, none with a value', () => {
    const sent = {
      ...call,
      subject: 'secret '.repeat(50),
      topic: 7,
      customer: { name: 'secret'.repeat(50), phone: 'secret desk', email: 'secret' },
    };
    const found = warnings(sent);
    expect(found.map((warning) => warning.split(':')[0]).sort()).toEqual([
      'customer.email',
      'customer.name',
      'customer.phone',
      'subject',
      'topic',
    ]);
    expect(found.join()).not.toContain('secret');
  });
});

describe('what a record counts by is not mended', () => {
  test.each<[object, string]>([
    [{ status: 'done' }, 'status'],
    [{ kind: 'mail' }, 'kind'],
    [{ channel: 'E-Mail' }, 'channel'],
    [{ outcome: 'x'.repeat(65) }, 'outcome'],
    [{ intent: 'a b' }, 'intent'],
    [{ agent_id: 'x'.repeat(129) }, 'agent_id'],
    [{ started_at: 'soon' }, 'started_at'],
    [{ duration_seconds: 31_622_401 }, 'duration_seconds'],
    [{ wait_seconds: -1 }, 'wait_seconds'],
    [{ cost: { llm: -1 } }, 'cost.llm'],
    [{ customer: 'Pat' }, 'customer'],
    [{ customer: { id: 'x'.repeat(129) } }, 'customer.id'],
    [{ customer: { tel: '1' } }, 'customer.tel'],
    [{ sbject: 'x' }, 'sbject'],
    [JSON.parse('{"__proto__": {"subject": 7}}'), '__proto__'],
  ])('%j beside a side field', (fields, path) => {
    const parsed = parseRecord({ ...call, subject: 7, ...fields }, context);
    expect(parsed).toMatchObject({ ok: false, errors: [{ path }] });
  });

  test.each<[string, object, string]>([
    ['agent', {}, 'name'],
    ['agent', { name: ' ' }, 'name'],
    ['agent', { name: 7 }, 'name'],
    ['team', { name: null }, 'name'],
    ['campaign', { name: `\u0000${'x'.repeat(300)}` }, 'name'],
    ['article', { title: 7, slug: 's', status: 'draft' }, 'title'],
    ['article', { title: 't', slug: 'x'.repeat(201), status: 'draft' }, 'slug'],
    ['email_channel', { address: 'help', status: 'active' }, 'address'],
    ['email_channel', { address: `${'x'.repeat(250)}@x.yz`, status: 'active' }, 'address'],
  ])('a name that is required: %s %j', (type, fields, path) => {
    const sent = { type, id: 'x-1', ...fields };
    const parsed = parseRecord(sent, context);
    expect(parsed).toMatchObject({ ok: false, errors: [{ path }] });
    expect(parsed).toEqual(parseRecord(sent, { ...context, strict: true }));
  });

  test.each<[object, string]>([
    [{ rating: 6 }, 'rating'],
    [{ sent_at: 'yesterday' }, 'sent_at'],
    [{ responded_at: null }, 'responded_at'],
    [{ channel: 'SMS' }, 'channel'],
    [{ agent_id: '' }, 'agent_id'],
    [{ team_id: 7 }, 'team_id'],
  ])('of an evaluation: %j', (fields, path) => {
    expect(parseRecord({ ...rating, comment: 7, ...fields }, context)).toMatchObject({
      ok: false,
      errors: [{ path }],
    });
  });
});
