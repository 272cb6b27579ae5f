import { describe, expect, test } from 'vitest';
import { interactionEvent } from '../../../src/facts/event.ts';
import type { InteractionRecord } from '../../../src/records/types.ts';
import { BREAKDOWNS } from '../../../src/rollups/breakdowns.ts';
import { cellKey, cellsOf, membersOfCell } from '../../../src/rollups/cells.ts';
import { isSplit, NONE, OTHERS } from '../../../src/rollups/dimensions.ts';
import { call, kept } from '../records/context.ts';

const PAIR = { of: ['channel', 'intent'] } as const;
const TRIPLE = { of: ['campaign', 'call_center', 'agent'] } as const;

const eventOf = (fields: object) => {
  const { body } = kept({ ...call, ...fields }) as InteractionRecord & { deleted: false };
  return interactionEvent(body);
};

describe('the key of a cell', () => {
  test.each([[['ann']], [['phone', 'refund']], [['a', NONE, '["b",null]']], [[NONE, NONE]]])(
    'holds the members %j',
    (members) => {
      const of = PAIR.of.concat(TRIPLE.of as never).slice(0, members.length);
      expect(membersOfCell({ of }, cellKey(members))).toEqual(members);
    },
  );

  test('is the member itself in a breakdown of one dimension', () => {
    expect([cellKey(['["x"]']), cellKey([NONE])]).toEqual(['["x"]', NONE]);
  });

  test('of all others stands for others in each dimension', () => {
    expect(membersOfCell({ of: ['agent'] }, OTHERS)).toEqual([OTHERS]);
    expect(membersOfCell(TRIPLE, OTHERS)).toEqual([OTHERS, OTHERS, OTHERS]);
  });

  test('survives JSON, which escapes what is not well-formed', () => {
    const text = JSON.stringify({ [NONE]: 1 });
    expect(text).toBe('{"\\ud800none":1}');
    expect(Object.keys(JSON.parse(text))).toEqual([NONE]);
  });
});

describe('an interaction counts in', () => {
  test('the cell of its values, NONE where it has none', () => {
    const event = eventOf({ intent: 'refund', campaign_id: 'spring' });
    expect(cellsOf(PAIR, event)).toEqual([['["phone","refund"]', event]]);
    expect(cellsOf(TRIPLE, event)).toEqual([['["spring",null,null]', event]]);
    expect(cellsOf({ of: ['agent'] }, event)).toEqual([[NONE, event]]);
  });

  test('the cells of its providers, with a part in each, and in no other', () => {
    const usage = { requests: 1, input_tokens: 1, output_tokens: 1, latency_ms: 1, errors: 0 };
    const event = eventOf({ llm_usage: ['a', 'b'].map((provider) => ({ provider, ...usage })) });
    expect(cellsOf({ of: ['provider'] }, event).map(([cell]) => cell)).toEqual(['a', 'b']);
    expect(cellsOf({ of: ['provider'] }, eventOf({}))).toEqual([]);
  });
});

test('a breakdown has one to four dimensions; several only of those that an interaction is whole in', () => {
  for (const { name, of } of BREAKDOWNS) {
    expect(of.length, name).toBeGreaterThanOrEqual(1);
    expect(of.length, name).toBeLessThanOrEqual(4);
    if (of.length > 1) expect(of.some(isSplit), name).toBe(false);
  }
});
