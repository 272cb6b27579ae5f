import { describe, expect, test } from 'vitest';
import { problemIn } from '../../support/client.ts';
import type { Params } from '../../support/reads-client.ts';
import { voiceClient } from './client.ts';

const MARCH = { start_date: '2026-03-01', end_date: '2026-03-31' };

describe.each(['call-metrics', 'resolution-rates', 'usage-patterns'])('%s refuses', (route) => {
  const REFUSED: [title: string, params: Params, errors: [path: string, message: string][]][] = [
    [
      'no dates',
      {},
      [
        ['start_date', 'Required: a date YYYY-MM-DD.'],
        ['end_date', 'Required: a date YYYY-MM-DD.'],
      ],
    ],
    ['no end', { start_date: '2026-03-01' }, [['end_date', 'Required: a date YYYY-MM-DD.']]],
    [
      'an instant',
      { ...MARCH, start_date: '2026-03-01T00:00:00Z' },
      [['start_date', 'Must be a date YYYY-MM-DD.']],
    ],
    [
      'a date that is none',
      { ...MARCH, end_date: '2026-02-29' },
      [['end_date', 'Must be a date YYYY-MM-DD.']],
    ],
    [
      'an end before the start',
      { start_date: '2026-03-02', end_date: '2026-03-01' },
      [['start_date', 'Must not be after end_date.']],
    ],
    [
      'more than 1,096 days',
      { start_date: '2023-01-01', end_date: '2026-01-01' },
      [['start_date', 'The period must have at most 1096 days; it has 1097.']],
    ],
    [
      'an unknown zone',
      { ...MARCH, tz: '+01:00' },
      [['tz', 'Must be an IANA time zone such as Europe/Paris.']],
    ],
  ];

  test.each(REFUSED)('%s', async (_, params, errors) => {
    const client = await voiceClient();
    const problem = await problemIn(await client.get(route, params));
    expect([problem.status, problem.errors]).toEqual([
      400,
      errors.map(([path, message]) => ({ path, message })),
    ]);
  });
});

test('1,096 days are answered, and the as many before them compared', async () => {
  const client = await voiceClient();
  const answer = (await client.read('resolution-rates', {
    start_date: '2023-01-01',
    end_date: '2025-12-31',
  })) as { fcr_trend: unknown[]; period_comparison: unknown };
  expect(answer.fcr_trend).toHaveLength(1_096);
  expect(answer.period_comparison).toMatchObject({
    previous_start: '2020-01-01',
    previous_end: '2022-12-31',
  });
});
