import { describe, expect, test } from 'vitest';
import master from '../../../docs/mappings/asterisk-cdr-master-csv.json';
import sql from '../../../docs/mappings/asterisk-cdr-sql.json';
import queueLog from '../../../docs/mappings/asterisk-queue-log.json';
import freepbx from '../../../docs/mappings/freepbx-cdr.json';
import { importCells } from './import-row.ts';

const call = (fields: object) => ({ type: 'interaction', kind: 'call', ...fields });

describe('Asterisk queue_log', () => {
  const event = (at: number, queue: string, agent: string, name: string, ...data: string[]) => ({
    ...{ at: String(1_800_000_000 + at), call: '1800000000.7', queue, agent, event: name },
    ...Object.fromEntries(
      data.flatMap((value, index) => (value === '' ? [] : [[`data${index + 1}`, value]])),
    ),
  });
  const time = (seconds: number): string =>
    new Date((1_800_000_000 + seconds) * 1_000).toISOString().replace('.000', '');
  const span = (start: number, end?: number) => ({
    started_at: time(start),
    ...(end !== undefined && { ended_at: time(end) }),
  });
  const entered = event(0, 'sales', 'NONE', 'ENTERQUEUE', '', '2125550123', '1');
  const base = {
    id: '1800000000.7',
    started_at: '2027-01-15T08:00:00Z',
    customer: { phone: '2125550123' },
    transferred: false,
    ...{ queue_id: 'sales', department_id: 'sales' },
  };
  const stay = { queue_id: 'sales', disposition: 'no_answer' };

  test.each<[string, object[], object]>([
    [
      'answered, after an agent who did not',
      [
        entered,
        event(4, 'sales', 'PJSIP/200', 'RINGNOANSWER', '4000'),
        event(9, 'sales', 'PJSIP/201', 'CONNECT', '9', '1800000001.8', '4'),
        event(129, 'sales', 'PJSIP/201', 'COMPLETEAGENT', '9', '120', '1'),
      ],
      {
        ...{ status: 'completed', answered_at: time(9), ended_at: time(129) },
        ...{ wait_seconds: 9, ring_seconds: 4, duration_seconds: 120, agent_id: 'PJSIP/201' },
        legs: [
          { ...stay, ...span(0, 9) },
          {
            ...{ agent_id: 'PJSIP/201', queue_id: 'sales', disposition: 'answered' },
            ...{ ...span(5, 129), answered_at: time(9) },
          },
          { ...stay, agent_id: 'PJSIP/200', ...span(0, 4) },
        ],
      },
    ],
    [
      'abandoned while the second phone rang, which had rung before',
      [
        entered,
        event(10, 'sales', 'PJSIP/201', 'RINGNOANSWER', '10000'),
        event(30, 'sales', 'PJSIP/200', 'RINGNOANSWER', '15500'),
        event(41, 'sales', 'PJSIP/201', 'RINGCANCELED', '10800'),
        event(41, 'sales', 'NONE', 'ABANDON', '1', '1', '41'),
      ],
      {
        ...{ status: 'abandoned', ended_at: time(41), wait_seconds: 41 },
        legs: [
          { ...stay, ...span(0, 41), disposition: 'abandoned' },
          { ...stay, agent_id: 'PJSIP/201', ...span(0, 41), disposition: 'abandoned' },
          { ...stay, agent_id: 'PJSIP/200', ...span(15, 30) },
        ],
      },
    ],
    [
      'timed out into another queue, transferred from there to a third, taken by the same agent',
      [
        entered,
        event(60, 'sales', 'NONE', 'EXITWITHTIMEOUT', '1', '1', '60'),
        event(60, 'support', 'NONE', 'ENTERQUEUE', '', '2125550123', '1'),
        event(75, 'support', 'Ann Lee', 'CONNECT', '15', '1800000060.1'),
        event(100, 'support', 'Ann Lee', 'BLINDTRANSFER', '300', 'default', '15', '25', '1'),
        event(100, 'billing', 'NONE', 'ENTERQUEUE', '', '2125550123', '1'),
        event(110, 'billing', 'Ann Lee', 'CONNECT', '10', '1800000060.2', '2'),
        event(170, 'billing', 'Ann Lee', 'COMPLETECALLER', '10', '60', '1'),
      ],
      {
        ...{ status: 'completed', answered_at: time(75), ended_at: time(170), transferred: true },
        ...{ wait_seconds: 75, ring_seconds: 0, duration_seconds: 85, agent_id: 'Ann Lee' },
        ...{ queue_id: 'billing', department_id: 'billing' },
        legs: [
          { ...stay, ...span(0, 60), disposition: 'transferred' },
          { ...stay, queue_id: 'support', ...span(60, 75) },
          { ...stay, queue_id: 'billing', ...span(100, 110) },
          {
            ...{ agent_id: 'Ann Lee', queue_id: 'support', disposition: 'transferred' },
            ...{ ...span(75, 100), answered_at: time(75) },
          },
          {
            ...{ agent_id: 'Ann Lee', queue_id: 'billing', disposition: 'answered' },
            ...{ ...span(108, 170), answered_at: time(110) },
          },
        ],
      },
    ],
    [
      'left with nobody there',
      [entered, event(5, 'sales', 'NONE', 'EXITEMPTY', '1', '1', '5')],
      {
        ...{ status: 'overflowed', ended_at: time(5), wait_seconds: 5 },
        legs: [{ ...stay, ...span(0, 5), disposition: 'transferred' }],
      },
    ],
    [
      'timed out, and waiting in another queue at the end of the file',
      [
        entered,
        event(60, 'sales', 'NONE', 'EXITWITHTIMEOUT', '1', '1', '60'),
        event(60, 'support', 'NONE', 'ENTERQUEUE', '', '2125550123', '1'),
      ],
      {
        ...{ status: 'open', queue_id: 'support', department_id: 'support' },
        legs: [
          { ...stay, ...span(0, 60), disposition: 'transferred' },
          { ...stay, queue_id: 'support', ...span(60) },
        ],
      },
    ],
    ['still waiting', [entered], { status: 'open', legs: [{ ...stay, ...span(0) }] }],
  ])('%s', async (_, rows, expected) => {
    const records = await importCells(queueLog, { rows });
    expect(Array.isArray(records) ? records.at(-1) : records).toEqual(call({ ...base, ...expected }));
  });

  test('the phones of a large queue rang often: 50 legs at most, those that were answered among them', async () => {
    const rings = Array.from({ length: 300 }, (_, index) =>
      event(index + 1, 'sales', `PJSIP/${index % 60}`, 'RINGNOANSWER', '1000'),
    );
    const rows = [entered, ...rings, event(310, 'sales', 'PJSIP/99', 'CONNECT', '310', '1800000001.8', '4')];
    const records = await importCells(queueLog, { rows });
    const { legs } = (Array.isArray(records) ? records.at(-1) : undefined) as unknown as { legs: object[] };
    expect(legs).toHaveLength(50);
    expect(legs[1]).toMatchObject({ agent_id: 'PJSIP/99', answered_at: time(310) });
  });
});

describe('Asterisk call records', () => {
  const leg = {
    src: '2125550123',
    dst: '201',
    dcontext: 'from-trunk',
    channel: 'PJSIP/trunk-0000001a',
    dstchannel: 'PJSIP/201-0000001b',
    lastapp: 'Dial',
    start: '2026-03-04 09:00:00',
    answer: '2026-03-04 09:00:12',
    end: '2026-03-04 09:02:12',
    duration: '132',
    billsec: '120',
    disposition: 'ANSWERED',
    uniqueid: '1772614800.41',
  };
  const { answer: _, ...unanswered } = {
    ...leg,
    disposition: 'NO ANSWER',
    billsec: '0',
    dstchannel: 'PJSIP/202-0000001c',
    end: '2026-03-04 09:00:12',
    duration: '12',
  };
  const answered = {
    id: '1772614800.41',
    direction: 'inbound',
    status: 'completed',
    started_at: '2026-03-04T09:00:00Z',
    answered_at: '2026-03-04T09:00:12Z',
    wait_seconds: 12,
    duration_seconds: 120,
    customer: { phone: '2125550123' },
    agent_id: '201',
  };
  const out = {
    ...leg,
    src: '201',
    dst: '12125550123',
    dcontext: 'from-internal',
    channel: 'PJSIP/201-00000001',
    dstchannel: 'PJSIP/trunk-00000002',
  };

  test.each<[string, object[], object]>([
    ['one leg rings out, one answers', [unanswered, leg], { ...answered, ended_at: '2026-03-04T09:02:12Z' }],
    [
      'nobody answers',
      [unanswered],
      {
        id: leg.uniqueid,
        direction: 'inbound',
        status: 'missed',
        started_at: answered.started_at,
        ended_at: '2026-03-04T09:00:12Z',
        wait_seconds: 12,
        customer: answered.customer,
      },
    ],
    [
      'outbound',
      [out],
      {
        ...answered,
        direction: 'outbound',
        customer: { phone: '12125550123' },
        ended_at: '2026-03-04T09:02:12Z',
      },
    ],
  ])('Master.csv: %s', async (_name, rows, expected) => {
    const records = await importCells(master, { rows });
    expect(Array.isArray(records) ? records.at(-1) : records).toEqual(call(expected));
  });

  test('Master.csv: an internal call is skipped', async () => {
    expect(await importCells(master, { ...out, dst: '202' })).toEqual({
      kind: 'skipped',
      rule: 'internal call',
    });
  });

  const row = ({ start, answer: _answer, end: _end, ...rest }: Partial<typeof leg>, more = {}) => ({
    calldate: start,
    ...rest,
    ...more,
  });
  test.each<[string, object[], object]>([
    [
      'with a linkedid',
      [row(unanswered, { linkedid: 'L1' }), row(leg, { linkedid: 'L1', uniqueid: '1772614800.42' })],
      { ...answered, id: 'L1' },
    ],
    ['without one', [row(leg)], answered],
    [
      'busy, outbound',
      [row({ ...out, disposition: 'BUSY', billsec: '0' })],
      {
        id: leg.uniqueid,
        direction: 'outbound',
        status: 'missed',
        started_at: answered.started_at,
        wait_seconds: 132,
        customer: { phone: '12125550123' },
      },
    ],
  ])('the table cdr: %s', async (_name, rows, expected) => {
    const records = await importCells(sql, { rows });
    expect(Array.isArray(records) ? records.at(-1) : records).toEqual(call(expected));
  });

  const inbound = { linkedid: 'L1', did: '18005550100', cnum: '2125550123', cnam: 'Pat Doe', sequence: '10' };
  test.each<[string, object[], unknown[]]>([
    [
      'a ring group, answered',
      [
        row({ ...unanswered, dst: '600' }, { ...inbound, sequence: '9' }),
        row(leg, { ...inbound, dst_cnam: 'Ann Lee' }),
      ],
      [
        { type: 'agent', id: '201', name: 'Ann Lee' },
        { type: 'department', id: '18005550100', name: '18005550100' },
        call({
          ...answered,
          id: 'L1',
          customer: { ...answered.customer, name: 'Pat Doe' },
          department_id: '18005550100',
        }),
      ],
    ],
    [
      'a menu and the mailbox',
      [row({ ...leg, dstchannel: undefined, lastapp: 'VoiceMail' } as never, inbound)],
      [
        { type: 'department', id: '18005550100', name: '18005550100' },
        call({
          id: 'L1',
          direction: 'inbound',
          status: 'missed',
          started_at: answered.started_at,
          customer: { phone: '2125550123', name: 'Pat Doe' },
          department_id: '18005550100',
        }),
      ],
    ],
    [
      'outbound',
      [row(out, { linkedid: 'L2', cnum: '201', cnam: 'Ann Lee', sequence: '3' })],
      [
        { type: 'agent', id: '201', name: 'Ann Lee' },
        call({ ...answered, id: 'L2', direction: 'outbound', customer: { phone: '12125550123' } }),
      ],
    ],
    ['between extensions', [row({ ...out, dst: '202' }, { linkedid: 'L3', cnum: '201', sequence: '4' })], []],
  ])('FreePBX: %s', async (_name, rows, expected) => {
    expect(await importCells(freepbx, { rows })).toEqual(expected);
  });
});
