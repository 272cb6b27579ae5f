import { expect, test } from 'vitest';
import { agentTimeOf } from '../../../src/facts/agent-time.ts';
import { Accumulators } from '../../../src/rollups/accumulator.ts';
import { encodeColumn, firstInterval } from '../../../src/rollups/codec.ts';
import { PARTS, type RollupColumn } from '../../../src/rollups/columns.ts';
import { fold } from '../../../src/rollups/fold.ts';
import { FactsModel } from '../../oracle/facts-model.ts';
import { RandomFacts } from '../../oracle/random-facts.ts';
import { seeded } from '../../oracle/random-span.ts';
import { kept, NOW } from '../records/context.ts';

const ZONE = 'Asia/Kathmandu';
const facts = new RandomFacts(seeded(5), { start: NOW - 3 * 86_400, end: NOW });
const model = new FactsModel();
for (let record = 0; record < 500; record += 1) model.apply(kept(JSON.parse(JSON.stringify(facts.record()))));

/** A day of an agent of a team: busy, in a meeting, and scheduled for both. */
const DAY = Math.floor(NOW / 86_400) - 1;
const agentTime = agentTimeOf({
  a: 'agent0',
  d: DAY,
  s: [
    [DAY * 86_400 + 40_000, 'busy', 0, { t: 'team0', d: 'department0' }],
    [DAY * 86_400 + 45_000, 'meeting', 0],
    [DAY * 86_400 + 50_000, 'offline', 0],
  ],
  h: [[DAY * 86_400 + 41_000, DAY * 86_400 + 46_000, 'work', 'shift', { t: 'team0', d: 'department0' }]],
  c: null,
});
const events = [...model.events(), ...agentTime];

function folded(columns?: ReadonlySet<RollupColumn>): Accumulators {
  const accumulators = new Accumulators();
  const at = accumulators.at.bind(accumulators);
  for (const event of events) fold(event, at, { zone: ZONE, sign: 1, ...(columns && { columns }) });
  return accumulators;
}

const whole = folded();

test.each(PARTS.map(({ column }) => column))('%s alone is folded as it is with all others', (column) => {
  const alone = folded(new Set([column]));
  let held = 0;
  for (const { dimension, member, day, accumulator } of whole.all()) {
    const first = firstInterval(ZONE, day);
    const text = encodeColumn(column, accumulator, first);
    const own = alone.at(dimension, member, day);
    expect(encodeColumn(column, own, first), `${dimension} ${member} ${day}`).toBe(text);
    const others = PARTS.filter((part) => part.column !== column);
    expect(others.filter((other) => encodeColumn(other.column, own, first).length > 2)).toEqual([]);
    if (text.length > 2) held += 1;
  }
  // Only inbound interactions wait in a queue.
  const isInbound = /^outbound_(.*_)?(answered|abandoned)_waits/.test(column);
  expect(held > 0).toBe(!isInbound);
});

test('what is added and subtracted is nothing', () => {
  const accumulators = folded();
  const at = accumulators.at.bind(accumulators);
  for (const event of events) fold(event, at, { zone: ZONE, sign: -1 });
  for (const { day, accumulator } of accumulators.all()) {
    for (const { column } of PARTS)
      expect(encodeColumn(column, accumulator, firstInterval(ZONE, day)).length, column).toBe(2);
  }
});
