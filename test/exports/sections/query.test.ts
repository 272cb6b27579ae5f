import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { SliceOutcome, Workshop } from '../../../src/exports/context.ts';
import { createExport } from '../../../src/exports/create.ts';
import { formatOf } from '../../../src/exports/format-of.ts';
import { findJob } from '../../../src/exports/jobs.ts';
import { runSlice } from '../../../src/exports/run.ts';
import { sourceOf } from '../../../src/exports/sections/registry.ts';
import type { QuerySpec } from '../../../src/exports/spec.ts';
import { aCall, senderOf } from '../../ingest/client.ts';
import { contextOf } from '../../support/context.ts';
import { storedNames, workshopOf } from '../synthetic.ts';
import { opened } from './open.ts';

const MARCH = { from: '2026-03-01', to: '2026-03-31' };
/** 2 agents in 31 days of 96 quarter hours: two pages. */
const SPEC: QuerySpec = {
  kind: 'query',
  query: {
    metrics: ['total_calls', 'completion_rate'],
    dimensions: ['agent', 'time:15m'],
    include: ['empty'],
    period: MARCH,
    order: [{ by: 'agent' }, { by: 'time' }],
  },
  columns: [
    { name: 'agent', kind: 'dimension' },
    { name: 'agent_name', kind: 'label', of: 'agent' },
    { name: 'time', kind: 'time', grain: '15m' },
    { name: 'total_calls', kind: 'metric', unit: 'count', exact: true },
    { name: 'completion_rate', kind: 'metric', unit: 'percent', exact: true },
  ],
};
const ROWS = 2 * 31 * 96;
const CALL = { started_at: '2026-03-10T10:05:00Z', status: 'completed' };

async function aTenant() {
  const sender = await senderOf();
  await sender.send(aCall('a', { ...CALL, agent_id: 'ann' }), aCall('b', { ...CALL, agent_id: 'bob' }));
  const { tenant } = sender;
  const queue = { send: async () => undefined } as never;
  const context = contextOf(tenant, { env: { EXPORT_QUEUE: queue } });
  const period = { start: 1_772_323_200, end: 1_775_001_600, zone: 'UTC', fromDay: 20_513, toDay: 20_543 };
  const { id } = await createExport(context, { spec: SPEC, format: 'csv', ...MARCH, period });
  /** One page a slice. */
  const workshop: Workshop = workshopOf(tenant, 0, { openSource: sourceOf, formatOf, sliceMilliseconds: 0 });
  const run = async (): Promise<SliceOutcome[]> => {
    const outcomes: SliceOutcome[] = [];
    while (outcomes.at(-1) !== 'over' && outcomes.length < 20) outcomes.push(await runSlice(workshop, id));
    return outcomes;
  };
  const lines = async (): Promise<string[]> => {
    const stored = await env.EXPORT_FILES.get(`${tenant.slug}/${id}.csv`);
    return (await stored!.text()).split('\r\n').slice(1, -1);
  };
  return { sender, tenant, id, workshop, run, lines };
}

test('a page a slice makes the file of one moment', async () => {
  const { tenant, id, run, lines } = await aTenant();
  expect(await run()).toEqual(['more', 'over']);
  const written = await lines();
  expect(written).toHaveLength(ROWS);
  expect(written.filter((line) => !line.endsWith(',0,'))).toEqual([
    'ann,ann,2026-03-10T10:00:00+00:00,1,100',
    'bob,bob,2026-03-10T10:00:00+00:00,1,100',
  ]);
  expect(await findJob(tenant, id)).toMatchObject({ status: 'completed', rowsWritten: ROWS, error: null });
});

test('a file whose rows change between slices is written again', async () => {
  const { sender, tenant, id, workshop, run, lines } = await aTenant();
  expect(await runSlice(workshop, id)).toBe('more');
  await sender.send(aCall('c', { ...CALL, agent_id: 'ann', status: 'missed' }));
  expect(await run()).toEqual(['again', 'more', 'over']);
  const written = await lines();
  expect(written).toHaveLength(ROWS);
  expect(written.filter((line) => !line.endsWith(',0,'))).toEqual([
    'ann,ann,2026-03-10T10:00:00+00:00,2,50',
    'bob,bob,2026-03-10T10:00:00+00:00,1,100',
  ]);
  expect(await storedNames(tenant)).toEqual([`${tenant.slug}/${id}.csv`]);
});

test('a metric that was deleted in the meantime fails the job, with the reason', async () => {
  const { tenant } = await aTenant();
  const source = opened(tenant, { ...SPEC, query: { ...SPEC.query, metrics: ['net_calls'] } }, MARCH);
  await expect(source.sections[0]!.page(null)).rejects.toThrow('query.metrics.0: Unknown metric');
});

test('a PDF has totals that are computed by themselves, and a chart of members', async () => {
  const { tenant } = await aTenant();
  const query = { metrics: ['total_calls', 'completion_rate'], dimensions: ['agent'], period: MARCH };
  const source = opened(tenant, { ...SPEC, query: { ...query, limit: 1 } }, MARCH);
  expect(await source.overview()).toEqual({
    keyFigures: [
      { label: 'Calls', value: '2' },
      { label: 'Completion rate', value: '100.0 %' },
    ],
    chart: {
      title: 'Calls by agent',
      counts: true,
      points: [{ label: { id: 'ann', name: 'ann' }, value: 1 }],
    },
  });
  const days = opened(tenant, { ...SPEC, query: { ...query, dimensions: ['time:day'] } }, MARCH);
  expect((await days.overview()).chart).toEqual({
    title: 'Calls by day',
    counts: true,
    points: [{ label: '2026-03-10', value: 2 }],
  });
});
