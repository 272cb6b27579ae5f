import * as fc from 'fast-check';

const TYPES = [
  'interaction',
  'evaluation',
  'quality_review',
  'agent',
  'team',
  'department',
  'campaign',
  'call_center',
  'engagement',
  'email_channel',
  'article',
  'article_stats',
  'email_channel_stats',
  'customer',
];

const INSTANTS = [
  '1970-01-01T00:00:00Z',
  '2100-12-31T23:59:59Z',
  '2100-12-31T23:59:59-18:00',
  '1969-12-31T23:59:59Z',
  '0100-01-01T00:00:00Z',
  '2026-03-10T12:00:00.999999999+14:00',
  '2026-02-30T00:00:00Z',
  '+275760-09-13T00:00:00Z',
];

const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 140 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '\u0000',
    '\ud800',
    '\udfff\ud800',
    '"',
    '\\',
    '%',
    "'; --",
    '',
  ),
  fc.constantFrom(
    'x'.repeat(128),
    '😀'.repeat(128),
    '\u0001'.repeat(200),
    'é'.repeat(70_000),
    '\u{10FFFF}',
    '+351912345678',
    'a@b.c',
  ),
  fc.constantFrom(...INSTANTS),
);
const hostileNumber = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    -1,
    1.5,
    1e308,
    -1e308,
    5e-324,
    2 ** 53,
    2 ** 53 - 1,
    1e9,
    1e9 + 1,
    31_622_400,
    1e21,
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);
const hostile: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  hostileNumber,
  fc.constantFrom(true, false, null, [], {}, JSON.parse('{"__proto__": {"a": 1}}')),
  fc.jsonValue({ maxDepth: 6 }),
  fc
    .integer({ min: 1, max: 40 })
    .map((depth) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown),
);

/** Fields as they should be, so that most records are stored. */
const id = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'c',
    '__proto__',
    'constructor',
    '"',
    '\\',
    '\u{10FFFF}',
    '😀'.repeat(128),
    '2026-03-01/a',
    '-',
    '+351912345678',
    'a@b.c',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
);
const instant = fc.constantFrom(
  '1970-01-01T00:00:00Z',
  '2100-12-31T23:59:59Z',
  '2026-03-10T12:00:00Z',
  '2026-03-10T12:00:00+14:00',
);
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('\u0001'.repeat(200), '😀'.repeat(100)),
);
const count = fc.constantFrom(0, -0, 1, 1_000_000_000);
const usage = fc.record({
  provider: text,
  requests: count,
  input_tokens: count,
  output_tokens: count,
  latency_ms: count,
  errors: count,
});
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });

/** Fields of all types together; each record takes those that its type knows. */
const valid = fc.record({
  type: fc.constantFrom(...TYPES),
  id,
  interaction_id: id,
  article_id: id,
  email_channel_id: id,
  date: fc.constantFrom('1970-01-01', '2100-12-31', '2026-03-10'),
  kind: fc.constantFrom('call', 'conversation'),
  channel: fc.constantFrom('phone', 'email'),
  started_at: instant,
  resolved_at: maybe(fc.constantFrom('2100-12-31T23:59:59Z')),
  responded_at: instant,
  created_at: instant,
  updated_at: maybe(fc.constantFrom('1970-01-01T00:00:00Z', '2026-03-10T12:00:00Z')),
  agent_id: maybe(id),
  customer: maybe(fc.record({ name: maybe(text), phone: maybe(fc.constantFrom('+351912345678')) })),
  topic: maybe(text),
  category: maybe(text),
  comment: maybe(text),
  transcript: maybe(text),
  rating: fc.constantFrom(1, 5, null, undefined),
  score: fc.constantFrom(0, -0, 10),
  sentiment: fc.constant('positive'),
  name: text.map((each) => `n${each}`),
  title: text.map((each) => `t${each}`),
  slug: text.map((each) => `s${each}`),
  address: fc.constant('a@b.c'),
  views: count,
  helpful: count,
  not_helpful: count,
  bounced_contacts: count,
  complained_contacts: count,
  llm_usage: maybe(fc.array(usage, { maxLength: 4 })),
  cost: maybe(fc.record({ llm: fc.constantFrom(0, 5e-324, 2_000) })),
  deleted: fc.constantFrom(true, undefined, undefined, undefined, undefined, undefined),
});

const STATUS: Record<string, string> = { email_channel: 'active', article: 'published' };

/** The fields that a type of record knows, so that not all are refused for an unknown one. */
const KNOWN: Record<string, readonly string[]> = {
  interaction: [
    'id',
    'kind',
    'channel',
    'status',
    'started_at',
    'resolved_at',
    'agent_id',
    'customer',
    'topic',
    'category',
    'transcript',
    'llm_usage',
    'cost',
  ],
  evaluation: ['id', 'interaction_id', 'rating', 'comment', 'responded_at'],
  quality_review: ['id', 'interaction_id', 'status', 'score', 'sentiment', 'created_at'],
  email_channel: ['id', 'address', 'status'],
  article: ['id', 'title', 'slug', 'status'],
  article_stats: ['article_id', 'date', 'views', 'helpful', 'not_helpful'],
  email_channel_stats: ['email_channel_id', 'date', 'bounced_contacts', 'complained_contacts'],
  customer: ['id'],
};

const fitting = valid.map((record) => {
  const known = KNOWN[record.type] ?? ['id', 'name'];
  const fields = record.deleted
    ? ['id', 'date', 'article_id', 'email_channel_id'].filter((name) => known.includes(name))
    : known;
  return Object.fromEntries(
    Object.entries({ ...record, status: STATUS[record.type] ?? 'completed' }).filter(([name]) =>
      ['type', 'updated_at', 'deleted', ...fields].includes(name),
    ),
  );
});

/** One with some fields replaced or added. */
const mutated = fc
  .tuple(
    fitting,
    fc.array(fc.tuple(fc.oneof(fc.constantFrom(...Object.values(KNOWN).flat()), hostileText), hostile), {
      maxLength: 3,
    }),
  )
  .map(
    ([record, changes]) =>
      JSON.parse(JSON.stringify({ ...record, ...Object.fromEntries(changes) })) as unknown,
  );

/** A request: records, or text that is none, in one of the forms that they come in. */
export const hostileRequest = fc.record({
  records: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fitting },
      { weight: 4, arbitrary: mutated },
      { weight: 1, arbitrary: hostile },
    ),
    { maxLength: 12 },
  ),
  form: fc.constantFrom('json', 'json', 'json', 'ndjson', 'raw'),
  contentType: fc.constantFrom(
    'application/json',
    'application/json',
    'application/json',
    'text/plain',
    'application/json; charset=latin1',
  ),
  query: fc.constantFrom('', '', '', '?atomic=true', '?dry_run=true', '?strict=true'),
  raw: fc.oneof(
    hostileText,
    fc.json(),
    fc.constantFrom('{"records":', '[', '{"records":{}}', '{"records":[],"a":1}'),
  ),
});
