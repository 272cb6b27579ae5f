import { beforeEach, describe, expect, test } from 'vitest';
import { BOUNDS } from '../../src/bounds.ts';
import { statement } from '../../src/db/statement.ts';
import { call, costOf, problemIn } from '../support/client.ts';
import type { Sent } from '../support/records.ts';
import { aCall, aRating, aReview, type Report, removal, type Sender, senderOf } from './client.ts';

const MOST = BOUNDS.ratingsPerInteraction.value;
const COUNTS = {
  evaluation: statement<{ count: number }>(
    'SELECT count(*) AS count FROM evaluations WHERE tenant = ?1 AND interaction_id = ?2 AND removed = 0',
  ),
  quality_review: statement<{ count: number }>(
    'SELECT count(*) AS count FROM quality_reviews WHERE tenant = ?1 AND interaction_id = ?2 AND removed = 0',
  ),
};

const MAKERS = {
  evaluation: (id: string, of: string, fields: Sent = {}) => aRating(id, of, 5, fields),
  quality_review: aReview,
};

let sender: Sender;

beforeEach(async () => {
  sender = await senderOf();
});

async function countOf(type: keyof typeof COUNTS, interaction: string): Promise<number> {
  const [[row]] = await sender.tenant.store.batch([COUNTS[type].with(interaction)]);
  return row!.count;
}

describe.each(['evaluation', 'quality_review'] as const)('of one interaction, each %s', (type) => {
  const make = MAKERS[type];
  const many = (count: number, of = 'c1', from = 0) =>
    Array.from({ length: count }, (_, index) => make(`x${from + index}`, of));

  test(`beyond ${MOST} is rejected with a reason, the rest is stored`, async () => {
    const report = await sender.send(aCall('c1'), ...many(MOST + 3), make('other', 'c2'));
    expect(report).toMatchObject({ received: MOST + 5, created: MOST + 2, rejected: 3 });
    expect(report.errors).toEqual(
      [MOST, MOST + 1, MOST + 2].map((place) => ({
        index: place + 1,
        type,
        id: `x${place}`,
        errors: [{ path: 'interaction_id', message: expect.stringContaining(`At most ${MOST} `) }],
      })),
    );
    expect(await countOf(type, 'c1')).toBe(MOST);
    expect(await sender.send(...many(2, 'c1', 900))).toMatchObject({ created: 0, rejected: 2 });
  });

  test('can be changed, moved and deleted when there are as many; what leaves makes room', async () => {
    await sender.send(aCall('c1'), ...many(MOST));
    const later = { updated_at: '2026-03-19T00:00:00Z' };
    expect(
      await sender.counts(
        make('x0', 'c1', { ...later, ...(type === 'evaluation' ? { rating: 1 } : { score: 1 }) }),
        make('x1', 'c2', later),
        removal(type, 'x2'),
        make('new 1', 'c1'),
        make('new 2', 'c1'),
      ),
    ).toEqual({ created: 2, updated: 2, deleted: 1 });
    expect((await sender.send(make('new 3', 'c1'))).rejected).toBe(1);
    expect([await countOf(type, 'c1'), await countOf(type, 'c2')]).toEqual([MOST, 1]);
    const anew = [removal('interaction', 'c1'), aCall('c1', { updated_at: '2026-03-21T00:00:00Z' })];
    expect(await sender.counts(...anew, make('new 3', 'c1'))).toEqual({ deleted: 1, created: 2 });
    expect(await countOf(type, 'c1')).toBe(1);
  });

  test('a stale or an equal one takes up no room', async () => {
    await sender.send(aCall('c1'), ...many(MOST - 1), make('gone', 'c1'), removal(type, 'gone'));
    const stale = make('gone', 'c1', { updated_at: '2026-01-01T00:00:00Z' });
    expect(await sender.counts(stale, stale, make('x0', 'c1'), make('last', 'c1'))).toEqual({
      stale: 2,
      unchanged: 1,
      created: 1,
    });
    expect((await sender.send(make('one more', 'c1'))).rejected).toBe(1);
  });

  test('of requests at once is counted by all of them', async () => {
    await sender.send(aCall('c1'));
    const requests = Array.from({ length: 6 }, (_, index) => many(MOST / 4, 'c1', index * 1_000));
    const answers = await Promise.all(
      requests.map(async (records) => {
        for (;;) {
          const response = await sender.post({ records });
          if (response.status === 200) return (await response.json()) as Report;
          expect(response.status).toBe(503);
          await response.body?.cancel();
        }
      }),
    );
    expect(answers.reduce((sum, { created }) => sum + created, 0)).toBe(MOST);
    expect(answers.reduce((sum, { rejected }) => sum + rejected, 0)).toBe(MOST / 2);
    expect(await countOf(type, 'c1')).toBe(MOST);
  });

  test('with atomic: none is stored', async () => {
    const response = await sender.post({ records: [aCall('c1'), ...many(MOST + 1)] }, {}, '?atomic=true');
    expect(response.status).toBe(400);
    expect((await problemIn(response)).errors?.map(({ path }) => path)).toEqual([
      `records.${MOST + 1}.interaction_id`,
    ]);
    expect([await countOf(type, 'c1'), await sender.figures()]).toEqual([0, {}]);
  });
});

test('counting reads at most a row per stored evaluation, twice, and writes nothing', async () => {
  const ratings = (from: number, count: number, of: string) =>
    Array.from({ length: count }, (_, index) => aRating(`${of} ${from + index}`, of, 5));
  await sender.send(aCall('c1'), aCall('c2'), ...ratings(0, 150, 'c1'));
  const few = costOf(await sender.post({ records: ratings(0, 1, 'c2') }));
  const many = costOf(await sender.post({ records: ratings(200, 1, 'c1') }));
  // Its image is built from all of them as well, before and after.
  expect(many.read - few.read).toBeLessThanOrEqual(150 * 12);
  expect(many.written).toBe(few.written);
});

test('one more rating of an interaction by the API is a 409', async () => {
  const unrated = Array.from({ length: MOST }, (_, index) => aRating(`e${index}`, 'c1', null));
  await sender.send(aCall('c1'), ...unrated);
  const response = await call('/api/v1/evaluations', {
    bearer: await sender.tenant.token('tenant_admin'),
    method: 'POST',
    body: { evaluation: { call_id: 'c1', rating: 5 } },
  });
  expect([response.status, (await problemIn(response)).detail]).toEqual([
    409,
    'This call already has the maximum number of evaluations.',
  ]);
});
