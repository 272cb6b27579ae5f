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
  const entered = event(0, 'sales', 'NONE', 'ENTERQUEUE', '', '2125550123', '1');
  const base = {
    id: '1800000000.7',
    started_at: '2027-01-15T08:00:00Z',
    customer: { phone: '2125550123' },
    transferred: false,
  };

  test.each<[string, object[], object]>([
    [
      'answered, after an agent who did not',
      [
        entered,
        event(9, 'sales', 'PJSIP/201', 'CONNECT', '9', '1800000001.8', '4'),
        event(129, 'sales', 'PJSIP/201', 'COMPLETEAGENT', '9', '120', '1'),
      ],
      {
        status: 'completed',
        answered_at: '2027-01-15T08:00:09Z',
        ended_at: '2027-01-15T08:02:09Z',
        wait_seconds: 9,
        duration_seconds: 120,
        agent_id: 'PJSIP/201',
        department_id: 'sales',
      },
    ],
    [
      'abandoned',
      [entered, event(68, 'sales', 'NONE', 'ABANDON', '1', '1', '68')],
      { status: 'abandoned', ended_at: '2027-01-15T08:01:08Z', wait_seconds: 68, department_id: 'sales' },
    ],
    [
      'timed out into another queue, transferred there',
      [
        entered,
        event(60, 'sales', 'NONE', 'EXITWITHTIMEOUT', '1', '1', '60'),
        event(60, 'support', 'NONE', 'ENTERQUEUE', '', '2125550123', '1'),
        event(75, 'support', 'Ann Lee', 'CONNECT', '15', '1800000060.1'),
        event(100, 'support', 'Ann Lee', 'BLINDTRANSFER', '300', 'default', '15', '25', '1'),
      ],
      {
        status: 'completed',
        answered_at: '2027-01-15T08:01:15Z',
        ended_at: '2027-01-15T08:01:40Z',
        wait_seconds: 75,
        duration_seconds: 25,
        transferred: true,
        agent_id: 'Ann Lee',
        department_id: 'support',
      },
    ],
    [
      'left with nobody there',
      [entered, event(5, 'sales', 'NONE', 'EXITEMPTY', '1', '1', '5')],
      { status: 'missed', ended_at: '2027-01-15T08:00:05Z', wait_seconds: 5, department_id: 'sales' },
    ],
    ['still waiting', [entered], { status: 'open', department_id: 'sales' }],
  ])('%s', async (_, rows, expected) => {
    const records = await importCells(queueLog, { rows });
    expect(Array.isArray(records) ? records.at(-1) : records).toEqual(call({ ...base, ...expected }));
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
