import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FactEvent } from '../../../src/facts/event.ts';
import { Accumulators, accumulatorKey, addAccumulator } from '../../../src/rollups/accumulator.ts';
import { addToRow } from '../../../src/rollups/add-to-row.ts';
import { addWithin } from '../../../src/rollups/add-within.ts';
import { decode, type EncodedRow, firstInterval } from '../../../src/rollups/codec.ts';
import { fold } from '../../../src/rollups/fold.ts';
import { encodeWithin, ROW_BOUNDS, type RowBounds } from '../../../src/rollups/row-bounds.ts';
import { FactsModel } from '../../oracle/facts-model.ts';
import { RandomFacts } from '../../oracle/random-facts.ts';
import { seeded } from '../../oracle/random-span.ts';
import { kept, NOW } from '../records/context.ts';

const ZONE = 'America/St_Johns';
const SPAN = { start: NOW - 2 * 86_400, end: NOW };

/** The events of random records, after each of some steps. */
function* histories(seed: number, steps: number): Generator<FactEvent[]> {
  const facts = new RandomFacts(seeded(seed), SPAN);
  const model = new FactsModel();
  for (let step = 0; step < steps; step += 1) {
    for (let count = 1 + facts.int(12); count > 0; count -= 1)
      model.apply(kept(JSON.parse(JSON.stringify(facts.record()))));
    yield model.events();
  }
}

/** What differs between two lists of events, folded. */
function deltasOf(before: readonly FactEvent[], after: readonly FactEvent[]): Accumulators {
  const deltas = new Accumulators();
  const add = (events: readonly FactEvent[], without: readonly FactEvent[], sign: 1 | -1): void => {
    const same = new Set(without.map((event) => JSON.stringify(event)));
    for (const event of events)
      if (!same.has(JSON.stringify(event)))
        fold(event, (dimension, member, day) => deltas.at(dimension, member, day), { zone: ZONE, sign });
  };
  add(before, after, -1);
  add(after, before, 1);
  return deltas;
}

/** Plays a history and compares both ways to add to every row. Returns how many rows were added to as texts. */
function played(seed: number, bounds: RowBounds): { asText: number; decoded: number } {
  const rows = new Map<string, EncodedRow>();
  const counted = { asText: 0, decoded: 0 };
  let before: FactEvent[] = [];
  for (const after of histories(seed, 12)) {
    for (const { dimension, member, day, accumulator } of deltasOf(before, after).all()) {
      const key = accumulatorKey(dimension, member, day);
      const row = rows.get(key);
      let sum: EncodedRow | undefined;
      if (row) {
        const first = firstInterval(ZONE, day);
        const slow = decode(row, ZONE, day);
        addAccumulator(slow, accumulator);
        const text = addToRow(row, accumulator, { first, members: bounds.members });
        counted[text ? 'asText' : 'decoded'] += 1;
        sum = addWithin(row, accumulator, { zone: ZONE, day, bounds });
        expect(sum, `seed ${seed}: ${key}`).toEqual(encodeWithin(slow, ZONE, day, bounds));
      } else sum = encodeWithin(accumulator, ZONE, day, bounds);
      if (sum) rows.set(key, sum);
      else rows.delete(key);
    }
    before = after;
  }
  return counted;
}

describe('adding to a stored row', () => {
  test.each<[string, RowBounds]>([
    ['as they are', ROW_BOUNDS],
    ['of two names per breakdown', { ...ROW_BOUNDS, members: 2 }],
    ['of few bytes', { members: 3, bytes: 24_000, deadlineBytes: 200 }],
  ])('gives what decoding, adding and encoding give, in rows %s', (_, bounds) => {
    const counted = { asText: 0, decoded: 0 };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        const { asText, decoded } = played(seed, bounds);
        counted.asText += asText;
        counted.decoded += decoded;
      }),
      { numRuns: 6 },
    );
    expect(counted.asText).toBeGreaterThan(200);
    expect(counted.decoded).toBeGreaterThan(0);
  });
});
