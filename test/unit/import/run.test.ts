import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Options } from '../../../scripts/import/options.ts';
import { runImport } from '../../../scripts/import/run.ts';
import { describeTally } from '../../../scripts/import/tally.ts';
import { CALL } from './map-row.ts';
import { stubServer } from './stub-server.ts';
import { workbook } from './workbook.ts';

let folder: string;
let server: Awaited<ReturnType<typeof stubServer>>;
let shown: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-test-'));
  server = await stubServer();
  shown = '';
});
afterEach(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const tickets = {
  name: 'Tickets',
  records: [
    {
      type: 'interaction',
      id: 'ticket',
      fields: {
        ...CALL,
        status: "$translate(state, {'open': 'open', 'closed': 'completed'})",
        'customer.email': { try: 'email' },
      },
    },
  ],
};

/** Imports lines of text, or the bytes of a file, by a mapping. */
async function run(
  content: string | string[] | Buffer,
  mapping: object = tickets,
  rest: Partial<Options> = {},
) {
  const file = join(folder, 'input.csv');
  await writeFile(file, Array.isArray(content) ? content.join('\n') : content);
  await writeFile(join(folder, 'mapping.json'), JSON.stringify(mapping));
  const terminal = new PassThrough();
  terminal.on('data', (part: Buffer) => {
    shown += part.toString();
  });
  const options: Options = {
    ...{ file, mapping: join(folder, 'mapping.json'), url: server.url, key: 'k' },
    ...{ dryRun: false, allowRejects: false, restart: false, concurrency: 1, onDuplicate: 'last' },
    ...{ limit: Number.POSITIVE_INFINITY, updatedAt: '2026-01-02T03:04:05Z', ...rest },
  };
  return runImport(options, terminal as unknown as NodeJS.WriteStream, join(folder, 'state'));
}

test('states of agents are told apart by agent and instant', async () => {
  const states = {
    name: 'States',
    records: [
      {
        type: 'agent_state',
        fields: { agent_id: 'agent', at: "$instant(at, 'epoch_seconds')", state: 'state' },
      },
    ],
  };
  const lines = ['agent,at,state', 'a,60,busy', 'b,60,busy', 'a,90,wrap', 'a,60,available'];
  expect((await run(lines, states)).tally).toMatchObject({ records: { agent_state: 3 }, duplicateIds: 1 });
  expect(shown).toContain('agent_state 1970-01-01T00:01:00Z/a (lines 2 and 5)');
});

describe('ids that come more than once', () => {
  const lines = ['ticket,state', 'T1,open', 'T2,open', 'T1,closed', 'T2,open', 'T1,closed'];

  test('are said in the dry run and the summary', async () => {
    for (const dryRun of [true, false]) {
      const { tally } = await run(lines, tickets, { dryRun });
      expect(tally).toMatchObject({
        rows: 5,
        records: { interaction: 2 },
        duplicateIds: 2,
        duplicateRecords: 3,
      });
    }
    expect(
      shown.match(
        /2 ids came more than once: interaction T1 \(lines 2 and 6\), interaction T2 \(lines 3 and 5\); the last record of each is sent, 3 left out\./g,
      ),
    ).toHaveLength(2);
  });

  test('are sent as the last row has them, so that no state goes back, and a second run changes nothing', async () => {
    expect((await run(lines)).tally).toMatchObject({ created: 2, updated: 0 });
    expect(server.record('interaction T1')).toMatchObject({ status: 'completed' });
    expect((await run(lines)).tally).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(server.history.filter(({ id }) => id === 'T1').map(({ status }) => status)).toEqual([
      'completed',
      'completed',
    ]);
  });

  test('are sent as the first row has them', async () => {
    await run(lines, tickets, { onDuplicate: 'first' });
    expect(server.record('interaction T1')).toMatchObject({ status: 'open' });
  });

  test('stop the run before anything is sent', async () => {
    await expect(run(lines, tickets, { onDuplicate: 'error' })).rejects.toThrow(
      'Nothing was sent: 2 ids came more than once',
    );
    expect(server.state.requests).toBe(0);
  });

  test('are sent as the newest row has them, if rows have a version', async () => {
    const [record] = tickets.records;
    const mapping = { name: 'V', records: [{ ...record, fields: { ...record?.fields, updated_at: 'at' } }] };
    await run(['ticket,state,at,email', 'T1,closed,2026-01-02,', 'T1,open,2026-01-01,'], mapping);
    expect(server.record('interaction T1')).toMatchObject({ status: 'completed' });
  });
});

describe('groups', () => {
  const mapping = {
    name: 'Log',
    file: { delimiter: '|', columns: ['at', 'call', 'event', 'data'] },
    skip: [{ rule: 'no call', if: "call = 'NONE'" }],
    group: 'call',
    records: [
      {
        type: 'interaction',
        id: 'rows[0].call',
        fields: {
          kind: "'call'",
          status: "rows[event = 'CONNECT'] ? 'completed' : 'abandoned'",
          started_at: "$instant(rows[0].at, 'epoch_seconds')",
          ended_at: "$instant(rows[-1].at, 'epoch_seconds')",
          wait_seconds: "$sum(rows[event = 'WAIT'].$decimal(data))",
          'messages.inbound': '$count(rows)',
        },
      },
    ],
  };

  test('make one record of rows that lie apart', async () => {
    const { tally } = await run(
      [
        '100|NONE|QUEUESTART|',
        '101|a|ENTER|',
        '102|b|ENTER|',
        '103|a|WAIT|2',
        '104|a|CONNECT|9',
        '105|b|WAIT|3',
        '106|a|WAIT|4',
      ],
      mapping,
    );
    expect(tally).toMatchObject({
      rows: 7,
      skipped: { 'no call': 1 },
      groups: 2,
      created: 2,
      rejectedRows: 0,
    });
    expect(server.record('interaction a')).toMatchObject({
      status: 'completed',
      started_at: '1970-01-01T00:01:41Z',
      ended_at: '1970-01-01T00:01:46Z',
      wait_seconds: 6,
      messages: { inbound: 4 },
    });
    expect(server.record('interaction b')).toMatchObject({ status: 'abandoned', messages: { inbound: 2 } });
  });
});

describe('rows that are wrong', () => {
  test('a short row reaches the skip rules first', async () => {
    const columns = ['at', 'call', 'queue', 'agent', 'event', 'data1', 'data2', 'data3'];
    const mapping = {
      name: 'Queue log',
      file: { delimiter: '|', columns },
      skip: [{ rule: 'start of the queue', if: "event = 'QUEUESTART'" }],
      records: [
        { type: 'interaction', id: 'call', fields: { ...CALL, started_at: "$instant(at, 'epoch_seconds')" } },
      ],
    };
    const lines = [
      '1700000000|NONE|NONE|NONE|QUEUESTART|',
      '1700000001|c1|q|NONE|ENTERQUEUE||5550100|1',
      '1700000001|c1|q',
    ];
    const { tally } = await run(lines, mapping);
    expect(tally).toMatchObject({ skipped: { 'start of the queue': 1 }, created: 1, rejectedRows: 1 });
    const accepting = { ...mapping, file: { ...mapping.file, ragged: 'accept' } };
    expect((await run(lines, accepting)).tally).toMatchObject({ rejectedRows: 0, duplicateIds: 1 });
  });

  test('a bad epoch value rejects its row, with line and column', async () => {
    const mapping = {
      name: 'Epochs',
      records: [
        { type: 'interaction', id: 'id', fields: { ...CALL, started_at: "$instant(at, 'epoch_seconds')" } },
      ],
    };
    const { tally, rejects } = await run(['id,at', '1,9999999999999999', '2,1700000000'], mapping);
    expect(tally).toMatchObject({ rows: 2, rejectedRows: 1, created: 1 });
    expect(await readFile(rejects ?? '', 'utf8')).toBe(
      'line,type,id,path,reason,row\n2,,,records.0.fields.started_at,"""9999999999999999"" is not a date of the format epoch_seconds, or does not exist.","1,9999999999999999"\n',
    );
  });

  test('a mapping without a required field sends nothing', async () => {
    const mapping = { name: 'M', records: [{ type: 'interaction', id: 'id', fields: { starts: 'at' } }] };
    await expect(run(['id,at', '1,2'], mapping)).rejects.toThrow(
      'an interaction requires status; its fields are',
    );
    expect(server.state.requests).toBe(0);
  });

  test('an optional field that the server refuses is left out, and the record sent', async () => {
    server.state.refuse = (record) =>
      Object(record.customer).email === 'unknown'
        ? [{ path: 'customer.email', message: 'must be an address' }]
        : [];
    const { tally } = await run(['ticket,state,email', 'T1,open,unknown', 'T2,open,a@b.example']);
    expect(tally).toMatchObject({ created: 2, rejectedRecords: 0, leftOut: { 'customer.email': 1 } });
    expect(server.record('interaction T1')).toMatchObject({ customer: {} });
  });
});

describe('records that the server mends', () => {
  const lines = ['ticket,state', ...Array.from({ length: 1_500 }, (_, index) => `T${index},open`)];
  const cut = { path: 'subject', message: 'Cut to 200 characters.' };
  const left = { path: 'customer.phone', message: 'Left out. Must be a phone number.' };

  test.each([false, true])(
    'are counted in the summary, with the first few warnings; dry run: %s',
    async (dryRun) => {
      server.state.warn = ({ id }) => (id === 'T3' ? [cut, left] : id >= 'T7' ? [cut] : []);
      const { tally } = await run(lines, tickets, { dryRun });
      expect(tally).toMatchObject({ created: 1_500, rejectedRecords: 0, warned: 334 });
      const summary = describeTally(tally);
      expect(summary).toMatch(/^records with warnings {2,}334$/m);
      expect(summary.split('The first warnings:\n')[1]?.split('\n')).toEqual([
        '  line 5, interaction T3: subject: Cut to 200 characters.',
        '  line 5, interaction T3: customer.phone: Left out. Must be a phone number.',
        '  line 9, interaction T7: subject: Cut to 200 characters.',
        '  line 10, interaction T8: subject: Cut to 200 characters.',
        '  line 11, interaction T9: subject: Cut to 200 characters.',
      ]);
    },
  );

  test('are remembered over an interruption', async () => {
    server.state.warn = ({ id }) => (id === 'T0' || id === 'T1400' ? [cut] : []);
    server.state.failFrom = 2;
    await expect(run(lines)).rejects.toThrow('stopped on purpose');
    server.state.failFrom = Number.POSITIVE_INFINITY;
    const { tally } = await run(lines);
    expect(tally).toMatchObject({
      warned: 2,
      warnings: [
        { id: 'T0', line: 2 },
        { id: 'T1400', line: 1402 },
      ],
    });
    expect(describeTally(tally)).toContain('\nWarnings:\n  line 2, interaction T0: subject: Cut');
  });

  test('are not spoken of if there are none', async () => {
    const { tally } = await run(lines);
    expect(describeTally(tally)).not.toContain('arnings:');
  });
});

describe('a workbook', () => {
  const calls = [
    ['ticket', 'state', 'email'],
    ['T1', 'open', null],
  ];

  test.each([
    ['has other columns', [['Report', 'January']]],
    ['is empty', []],
    ['is empty but for blanks', [[' ', null]]],
  ])('whose first sheet %s names the others, and the one that is chosen is read', async (_, notes) => {
    const content = workbook({ Notes: notes, Tickets: calls, Agents: [['id']] });
    await expect(run(content)).rejects.toThrow(
      'Sheet 1 "Notes" of the workbook was read; it also has 2 "Tickets", 3 "Agents". Choose one with file.sheet in the mapping, by name or number.',
    );
    for (const sheet of [2, 'Tickets']) await run(content, { ...tickets, file: { sheet } });
    expect(server.count()).toBe(1);
    await expect(run(content, { ...tickets, file: { sheet: 'Agents' } })).rejects.toThrow(
      /the file has no column "ticket"; it has id\n.*Sheet 3 "Agents" of the workbook was read; it also has 1 "Notes", 2 "Tickets"/s,
    );
  });

  test('with one sheet names no others', async () => {
    await expect(run(workbook({ Notes: [['Report']] }))).rejects.toThrow(/it has Report$/);
  });
});

describe('an interruption', () => {
  const lines = ['ticket,state', ...Array.from({ length: 2_500 }, (_, index) => `T${index},open`), ',open'];
  const plain = { name: 'Plain', records: [{ type: 'interaction', id: 'ticket', fields: CALL }] };

  test('goes on after the last batch that was acknowledged', async () => {
    server.state.failFrom = 3;
    await expect(run(lines, plain)).rejects.toThrow('The same command goes on where this one stopped.');
    expect(server.count()).toBe(2_000);
    server.state.failFrom = Number.POSITIVE_INFINITY;
    const { tally, rejects } = await run(lines, plain);
    expect(shown).toContain('Going on after record 2000');
    expect(tally).toMatchObject({ rows: 2_501, created: 2_500, unchanged: 0, rejectedRows: 1 });
    expect((await readFile(rejects ?? '', 'utf8')).split('\n')).toHaveLength(3);
  });

  test('begins anew with another file or mapping, or if it is told to', async () => {
    server.state.failFrom = 2;
    await expect(run(lines, plain)).rejects.toThrow('stopped on purpose');
    server.state.failFrom = Number.POSITIVE_INFINITY;
    expect((await run(lines, { ...plain, name: 'Others' })).tally).toMatchObject({
      created: 1_500,
      unchanged: 1_000,
    });
    expect((await run(lines, plain, { restart: true })).tally).toMatchObject({
      created: 0,
      unchanged: 2_500,
    });
    expect(shown).not.toContain('Going on');
  });
});
