import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { inHalves } from '../../src/facts/set-aside.ts';
import { forgetOld } from '../../src/privacy/retention.ts';
import { aCall, aRating, type Sender, senderOf } from '../ingest/client.ts';

const far = () => Date.now() + 60_000;
/** All that `aCall` and `aRating` make is older than a day by then. */
const NOW = Date.parse('2026-06-01T00:00:00Z') / 1_000;

const LEFT = statement<{ id: string }>(
  'SELECT id FROM interactions WHERE tenant = ?1 AND personal IS NOT NULL ORDER BY id',
);
const ASIDE = statement<{ id: string }>(
  'SELECT interaction_id AS id FROM retention_set_aside WHERE tenant = ?1 ORDER BY interaction_id',
);
const WORDS = statement<{ id: string }>(
  `SELECT id FROM evaluations WHERE tenant = ?1 AND personal <> x'' ORDER BY id`,
);

let sender: Sender;

/** From here on the database refuses to change rows of `table` whose id begins with `poison`. */
async function poison(table: 'interactions' | 'evaluations'): Promise<void> {
  const message = `'cannot be changed'`;
  await env.DB.prepare(
    `CREATE TRIGGER poison_${table} BEFORE UPDATE ON ${table} WHEN OLD.id GLOB 'poison*' BEGIN SELECT RAISE(ABORT, ${message}); END`,
  ).run();
}

async function cure(): Promise<void> {
  await env.DB.batch([
    env.DB.prepare('DROP TRIGGER IF EXISTS poison_interactions'),
    env.DB.prepare('DROP TRIGGER IF EXISTS poison_evaluations'),
  ]);
}

async function idsOf(query: typeof LEFT): Promise<string[]> {
  const [rows] = await sender.tenant.store.batch([query.with()]);
  return rows.map(({ id }) => id);
}

const run = (now = NOW) => forgetOld({ store: sender.tenant.store, now }, { retentionDays: 1, until: far() });

beforeEach(async () => {
  sender = await senderOf();
});
afterEach(cure);

describe('interactions that cannot be changed', () => {
  test('keep none of the others, are set aside, and are done once they can be', async () => {
    const ids = Array.from({ length: 1_200 }, (_, index) =>
      index % 400 === 7 ? `poison ${index}` : `c${index}`,
    );
    const calls = ids.map((id, index) =>
      aCall(id, { started_at: new Date(Date.parse('2026-03-10T12:00:00Z') + index * 1_000).toISOString() }),
    );
    await sender.send(...calls.slice(0, 1_000));
    await sender.send(...calls.slice(1_000));
    await poison('interactions');
    const poisoned = ['poison 407', 'poison 7', 'poison 807'];
    await expect(run()).rejects.toThrow(/3 interactions keep personal data that is too old, poison/);
    expect([await idsOf(LEFT), await idsOf(ASIDE)]).toEqual([poisoned, poisoned]);
    await expect(run(NOW + 1)).rejects.toThrow(/3 interactions/);
    await cure();
    expect(await run(NOW + 2)).toEqual({ done: true });
    expect([await idsOf(LEFT), await idsOf(ASIDE)]).toEqual([[], []]);
  });

  test('even if they are a whole batch', async () => {
    await sender.send(...Array.from({ length: 500 }, (_, index) => aCall(`poison ${index}`)));
    await sender.send(aCall('c1', { started_at: '2026-03-10T13:00:00Z' }));
    await poison('interactions');
    await expect(run()).rejects.toThrow(/500 interactions/);
    expect(await idsOf(LEFT)).toHaveLength(500);
    await cure();
    expect(await run()).toEqual({ done: true });
    expect(await idsOf(LEFT)).toEqual([]);
  });
});

test('words that cannot be taken away keep neither other words nor interactions', async () => {
  const ratings = ['e1', 'poison 1', 'e2', 'poison 2', 'e3'].map((id) =>
    aRating(id, 'never came', 5, { comment: 'Thanks' }),
  );
  await sender.send(aCall('c1'), ...ratings);
  await poison('evaluations');
  await expect(run()).rejects.toThrow(/2 evaluations keep words that are too old/);
  expect([await idsOf(WORDS), await idsOf(LEFT)]).toEqual([['poison 1', 'poison 2'], []]);
  await cure();
  expect(await run()).toEqual({ done: true });
  expect(await idsOf(WORDS)).toEqual([]);
});

describe('work in halves', () => {
  const refusing = (bad: readonly number[]) => async (some: readonly number[]) => {
    if (some.some((item) => bad.includes(item))) throw new Error('no');
  };
  const items = Array.from({ length: 100 }, (_, index) => index);

  test.each([[[]], [[0]], [[99]], [[3, 4, 50]], [[...items.slice(20, 39)]]])(
    'leaves over what fails by itself: %j',
    async (bad) => {
      expect((await inHalves(items, refusing(bad))).items.sort((a, b) => a - b)).toEqual(bad);
    },
  );

  test('tries no more once 20 have failed', async () => {
    let publicRateLimits = 0;
    const { items: left, error } = await inHalves(items, async () => {
      publicRateLimits += 1;
      throw new Error('no');
    });
    expect(left.sort((a, b) => a - b)).toEqual(items);
    expect(error).toEqual(new Error('no'));
    expect(publicRateLimits).toBeLessThan(60);
  });

  test('does nothing for nothing', async () => {
    expect((await inHalves([], refusing([]))).items).toEqual([]);
  });
});
