import { afterEach, describe, expect, test, vi } from 'vitest';
import bank from '../../docs/mappings/bank-call-log.json';
import { checkColumns } from '../../scripts/import/mapping/columns.ts';
import { parseMapping } from '../../scripts/import/mapping/mapping.ts';
import { createRowMapper } from '../../scripts/import/mapping/row-mapper.ts';

afterEach(() => vi.unstubAllGlobals());

describe('the mapping of rows', () => {
  test("runs in the Worker's runtime, which forbids eval", async () => {
    const forbidden = vi.fn(() => {
      throw new EvalError('Code generation from strings disallowed');
    });
    vi.stubGlobal('eval', forbidden);
    vi.stubGlobal('Function', forbidden);
    const options = { updatedAt: '2026-01-02T03:04:05Z', file: 'calls.tsv', tables: {} };
    const { compiled, map } = await createRowMapper(parseMapping(bank), options);
    const cells = {
      'vru+line': 'ZZ01',
      call_id: '77',
      customer_id: '0',
      priority: '2',
      type: 'NE',
      date: '990105',
      vru_entry: '23:59:00',
      vru_time: '10',
      q_time: '55',
      outcome: 'AGENT',
      ser_time: '120',
      server: 'NOA',
    };
    checkColumns(compiled, Object.keys(cells));
    expect(await map({ cells, number: 1 })).toMatchObject({
      kind: 'records',
      records: [
        { record: { id: 'noa' } },
        { record: { answered_at: '1999-01-05T22:00:05Z', duration_seconds: 120 } },
      ],
    });
  });
});
