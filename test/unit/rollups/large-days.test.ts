import { beforeAll, describe, expect, test } from 'vitest';
import type { FactEvent } from '../../../src/facts/event.ts';
import type { Interaction } from '../../../src/records/types.ts';
import { type Accumulator, Accumulators, addAccumulator } from '../../../src/rollups/accumulator.ts';
import { addWithin } from '../../../src/rollups/add-within.ts';
import { baseMeasureIndex } from '../../../src/rollups/base-measures.ts';
import { decode, type EncodedRow, encode, type RollupColumn } from '../../../src/rollups/codec.ts';
import { EVERYTHING, rollupDimensionNamed } from '../../../src/rollups/dimensions.ts';
import { fold } from '../../../src/rollups/fold.ts';
import { encodeWithin, ROW_BOUNDS } from '../../../src/rollups/row-bounds.ts';
import { seeded } from '../../oracle/random-span.ts';

/** Those that grow with calls, agents and customers. */
const COLUMNS = new Set<RollupColumn>([
  'base_measures',
  'customers',
  'customer_intervals',
  'durations',
  'durations_intervals',
  'waits',
  'waits_intervals',
  'agents',
  'agents_intervals',
  'ended_agents',
  'ended_agents_intervals',
]);
const ZONE = 'UTC';
const DAY = 20_540;
const START = DAY * 86_400;
const CALLS = 400_000;
const CUSTOMERS = 200_000;
const AGENTS = 500;

/** Calls of a day, each customer's second one within it; the first followed one of the last 400 days, or none. */
function* calls(count: number, seed: number): Generator<FactEvent> {
  const random = seeded(seed);
  const whole = (below: number): number => Math.floor(random() * below);
  const last = new Map<number, number>();
  for (let index = 0; index < count; index += 1) {
    const at = START + Math.floor((index * 86_400) / count);
    const customer = whole(CUSTOMERS);
    const previous = last.get(customer) ?? (random() < 0.8 ? START - 1 - whole(400 * 86_400) : undefined);
    last.set(customer, at);
    const interaction = {
      kind: 'call',
      status: random() < 0.9 ? 'completed' : 'missed',
      direction: random() < 0.8 ? 'inbound' : 'outbound',
      channel: 'phone',
      outcome: 'resolved',
      started_at: at,
      customer_id: `customer${customer}`,
      agent_id: `agent-${whole(AGENTS)}`,
      duration_seconds: whole(whole(1_800) + 1),
      wait_seconds: whole(180),
    } as Interaction;
    yield { source: 'interaction', at, interaction, ...(previous !== undefined && { previous }) };
  }
}

function folded(count: number, seed: number, sign: 1 | -1 = 1): Accumulator {
  const accumulators = new Accumulators();
  const dimensions = [rollupDimensionNamed('all')];
  for (const event of calls(count, seed))
    fold(event, (dimension, member, day) => accumulators.at(dimension, member, day), {
      zone: ZONE,
      sign,
      dimensions,
      columns: COLUMNS,
    });
  return accumulators.at('all', EVERYTHING, DAY);
}

const bytesOf = (row: EncodedRow): number => Buffer.byteLength(JSON.stringify(Object.values(row)));

describe(`a day of ${CALLS} calls, ${AGENTS} agents and ${CUSTOMERS} customers`, () => {
  let accumulator: Accumulator;
  let whole: EncodedRow;
  let row: EncodedRow;
  const add = (more: Accumulator) => addWithin(row, more, { zone: ZONE, day: DAY, bounds: ROW_BOUNDS })!;

  beforeAll(() => {
    accumulator = folded(CALLS, 1);
    whole = encode(accumulator, ZONE, DAY)!;
    row = encodeWithin(accumulator, ZONE, DAY, ROW_BOUNDS)!;
  }, 240_000);

  test('is too large by interval, and is kept with all of its agents by day', () => {
    expect(bytesOf(whole)).toBeGreaterThan(ROW_BOUNDS.bytes);
    expect(bytesOf(row)).toBeLessThan(ROW_BOUNDS.bytes);
    const { breakdown_intervals, ...others } = row;
    expect(others).toEqual({ ...others, ...whole, breakdown_intervals: undefined });
    const { agents, ...parts } = JSON.parse(breakdown_intervals);
    expect(agents).toEqual({});
    expect(parts).toEqual({ ...JSON.parse(whole.breakdown_intervals), agents: undefined });
    const { named, others: rest } = decode(row, ZONE, DAY).breakdowns.agents!;
    expect([named.size, rest]).toEqual([AGENTS, undefined]);
    expect([...named.values()].reduce((sum, { day }) => sum + day[0]!, 0)).toBe(CALLS);
  });

  test('takes in more calls, and is what a rebuild makes of all', () => {
    const more = folded(1_000, 2);
    const sum = add(more);
    expect(decode(sum, ZONE, DAY).baseMeasures[baseMeasureIndex('calls')!]).toBe(CALLS + 1_000);
    addAccumulator(accumulator, more);
    expect(sum).toEqual(encodeWithin(accumulator, ZONE, DAY, ROW_BOUNDS));
  });

  test('omits more, the largest first, in a smaller row', () => {
    const omittedOf = (bytes: number): string[] => [
      ...decode(encodeWithin(decode(row, ZONE, DAY), ZONE, DAY, { ...ROW_BOUNDS, bytes })!, ZONE, DAY)
        .omitted,
    ];
    expect(omittedOf(800_000)).toEqual(['customer_intervals', 'agents_intervals']);
    expect(omittedOf(100_000).toSorted()).toEqual([
      'agents_intervals',
      'customer_intervals',
      'durations_intervals',
      'ended_agents_intervals',
      'waits_intervals',
    ]);
  });
});

test('a row of which nothing is left is not stored, whatever it omitted', () => {
  const bounds = { ...ROW_BOUNDS, bytes: 6_000 };
  const row = encodeWithin(folded(300, 3), ZONE, DAY, bounds)!;
  expect(decode(row, ZONE, DAY).omitted.size).toBeGreaterThan(0);
  const left = folded(300, 3, -1);
  addAccumulator(left, folded(5, 4));
  const few = addWithin(row, left, { zone: ZONE, day: DAY, bounds })!;
  expect(decode(few, ZONE, DAY).omitted.size).toBeGreaterThan(0);
  const none = addWithin(few, folded(5, 4, -1), { zone: ZONE, day: DAY, bounds });
  expect(none).toBeUndefined();
});
