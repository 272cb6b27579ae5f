import { beforeEach, describe, expect, test } from 'vitest';
import { type Problem, problemIn } from '../support/client.ts';
import type { Sent } from '../support/records.ts';
import { aCall, type Report, type Sender, senderOf } from './client.ts';

const NDJSON = { 'Content-Type': 'application/x-ndjson' };
const NOTHING: Report = {
  received: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  stale: 0,
  deleted: 0,
  rejected: 0,
  warned: 0,
  warnings: [],
  errors: [],
};

let sender: Sender;

beforeEach(async () => {
  sender = await senderOf();
});

async function problem(response: Response): Promise<[number, Problem]> {
  return [response.status, await problemIn(response)];
}

describe('what is read', () => {
  test('JSON', async () => {
    const response = await sender.post({ records: [aCall('c1'), aCall('c2')] });
    expect([response.status, await response.json()]).toEqual([200, { ...NOTHING, received: 2, created: 2 }]);
  });

  test('NDJSON, blank lines, carriage returns and a missing last line break included', async () => {
    const lines = `${JSON.stringify(aCall('c1'))}\r\n\n${JSON.stringify(aCall('c2'))}`;
    const response = await sender.post(lines, NDJSON);
    expect([response.status, await response.json()]).toEqual([200, { ...NOTHING, received: 2, created: 2 }]);
    expect((await sender.figures()).total).toMatchObject({ calls: 2, call_seconds: 240 });
  });

  test('a byte order mark and a charset', async () => {
    const headers = { 'Content-Type': 'application/json; charset=UTF-8' };
    const response = await sender.post(`\ufeff${JSON.stringify({ records: [aCall('c1')] })}`, headers);
    expect([response.status, await response.json()]).toEqual([200, { ...NOTHING, received: 1, created: 1 }]);
  });

  test.each<[string, string, Record<string, string>]>([
    ['an empty list', '{"records": []}', {}],
    ['no line', '', NDJSON],
    ['blank lines only', '\n\n', NDJSON],
  ])('%s is a 200', async (_, body, headers) => {
    const response = await sender.post(body, headers);
    expect([response.status, await response.json()]).toEqual([200, NOTHING]);
  });
});

describe('a record that cannot be accepted is told and the others are stored', () => {
  test('JSON: index, type, id, path and what is accepted', async () => {
    const report = await sender.send(
      aCall('c0'),
      aCall('c1', { status: 'done' }),
      aCall('c2', { started_at: '2026-03-10T12:00:00', agnt_id: 'ann', duration_seconds: -1 }),
      { type: 'phonecall', id: 'c3' },
      { id: 'c4' },
      { type: 'agent', name: 'Ann' },
      aCall('c6', { updated_at: '2099-01-01T00:00:00Z' }),
      'c7' as unknown as Sent,
      null as unknown as Sent,
      [] as unknown as Sent,
      aCall('c10'),
    );
    const text = expect.stringMatching(/.{10}/);
    const types = expect.stringMatching(/one of interaction, evaluation, .*article/);
    expect(report).toEqual({
      ...NOTHING,
      received: 11,
      created: 2,
      rejected: 9,
      errors: [
        {
          index: 1,
          type: 'interaction',
          id: 'c1',
          errors: [
            {
              path: 'status',
              message: 'Must be one of completed, missed, abandoned, cancelled, failed, overflowed, open.',
            },
          ],
        },
        {
          index: 2,
          type: 'interaction',
          id: 'c2',
          errors: [
            { path: 'started_at', message: expect.stringContaining('offset') },
            { path: 'duration_seconds', message: 'Must be a whole number from 0 to 31622400 (seconds).' },
            {
              path: 'agnt_id',
              message: expect.stringMatching(/^Unknown field; accepted: type, .*agent_id.*\.$/),
            },
          ],
        },
        { index: 3, type: null, id: 'c3', errors: [{ path: 'type', message: types }] },
        { index: 4, type: null, id: 'c4', errors: [{ path: 'type', message: types }] },
        {
          index: 5,
          type: 'agent',
          id: null,
          errors: [{ path: 'id', message: expect.stringMatching(/^Required: text of 1 to 128/) }],
        },
        {
          index: 6,
          type: 'interaction',
          id: 'c6',
          errors: [{ path: 'updated_at', message: expect.stringContaining('at most 24 hours after') }],
        },
        { index: 7, type: null, id: null, errors: [{ path: '', message: text }] },
        { index: 8, type: null, id: null, errors: [{ path: '', message: text }] },
        { index: 9, type: null, id: null, errors: [{ path: '', message: text }] },
      ],
    });
    expect((await sender.figures()).total).toMatchObject({ calls: 2 });
  });

  test('NDJSON: a broken line is a record of its own', async () => {
    const deep = `${'['.repeat(40)}${']'.repeat(40)}`;
    const lines = ['{"type": "interaction"', JSON.stringify(aCall('c1')), '', '12', deep].join('\n');
    const response = await sender.post(lines, NDJSON);
    const line = (index: number, message: string) => ({
      index,
      type: null,
      id: null,
      errors: [{ path: '', message: expect.stringContaining(message) }],
    });
    expect([response.status, await response.json()]).toEqual([
      200,
      {
        ...NOTHING,
        received: 4,
        created: 1,
        rejected: 3,
        errors: [
          line(0, 'Line 1 is not valid JSON.'),
          line(2, ': a record.'),
          line(3, 'Line 5 is nested deeper than 32 levels.'),
        ],
      },
    ]);
  });
});

describe('a request of which nothing can be read', () => {
  const json = (body: string): [string | Uint8Array<ArrayBuffer>, string] => [body, 'application/json'];
  const nested = (levels: number) => `{"records": [${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}]}`;

  test.each<[string, [string | Uint8Array<ArrayBuffer>, string], number, RegExp]>([
    ['broken JSON', json('{"records": ['), 400, /not valid JSON.*\{"records": \[…\]\}/],
    ['no JSON at all', json(''), 400, /not valid JSON/],
    ['a list without its name', json('[]'), 400, /Must be a JSON object: \{"records"/],
    ['no records', json('{}'), 400, /array of records/],
    ['records that are no list', json('{"records": {}}'), 400, /array of records/],
    [
      'a field beside records',
      json('{"records": [], "atomic": true}'),
      400,
      /atomic: Unknown field; accepted: records\./,
    ],
    ['too deep nesting', json(nested(40)), 400, /deeper than 32 levels/],
    ['absurd nesting', json(nested(200_000)), 400, /deeper than 32 levels|not valid JSON/],
    [
      'no UTF-8',
      [new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 'application/json'],
      400,
      /not valid UTF-8/,
    ],
    ['another type', ['type,id', 'text/csv'], 415, /application\/json or application\/x-ndjson/],
    ['another charset', ['{"records":[]}', 'application/json; charset=latin1'], 415, /UTF-8/],
  ])('%s', async (_, [body, type], status, detail) => {
    const response = await sender.post(body, { 'Content-Type': type });
    expect(await problem(response)).toEqual([
      status,
      expect.objectContaining({ status, detail: expect.stringMatching(detail) }),
    ]);
  });

  test('a compressed body', async () => {
    const response = await sender.post('{"records":[]}', { 'Content-Encoding': 'gzip' });
    expect(await problem(response)).toEqual([415, expect.objectContaining({ status: 415 })]);
  });
});
