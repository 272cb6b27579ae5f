import { expect } from 'vitest';
import { type BoundStatement, statement } from '../../src/db/statement.ts';
import type { TenantStore } from '../../src/db/tenant-store.ts';
import { storeRecords } from '../../src/ingest/store-records.ts';
import { parseRecord } from '../../src/records/parse.ts';
import { rebuildDay } from '../../src/rollups/rebuild-day.ts';
import { type RollupState, SELECT_STATE } from '../../src/rollups/state.ts';
import { dayOfDate } from '../../src/time/dates.ts';
import { RandomFacts } from '../oracle/random-facts.ts';
import { seeded } from '../oracle/random-span.ts';
import { allFigures, type FiguresByGroup } from '../support/all-figures.ts';
import { contextOf } from '../support/context.ts';
import { nowSeconds, type TestTenant } from '../support/tenant.ts';

const PENDING = statement<{ pending: number }>(
  'SELECT coalesce(sum(records), 0) AS pending FROM changes WHERE tenant = ?1',
);
const ROWS = statement<{ generation: number; rows: number }>(
  'SELECT generation, count(*) AS rows FROM rollups WHERE tenant = ?1 GROUP BY generation',
);

/** Random records lie here, and all figures are asked over it. */
const SPAN = { from: '2026-03-26', to: '2026-04-02' };
/** A day of the span. */
export const SPAN_DAY = '2026-03-28';
const FIRST = Date.parse(`${SPAN.from}T12:00:00Z`) / 1_000;
const MEMBERS = {
  department: ['department0', 'department1'],
  agent: ['agent0', 'agent1', 'agent2'],
  team: ['team0', 'team1'],
  campaign: ['campaign0'],
  channel: ['phone', 'email'],
  outcome: ['resolved'],
};

/** A moment after which no job would stop. */
export const far = (): number => Date.now() + 60_000;

/** Stores records as sent, each newer than all before. */
export class History {
  readonly tenant: TestTenant;
  readonly #facts: RandomFacts;
  #now = nowSeconds();

  constructor(tenant: TestTenant, seed: number) {
    this.tenant = tenant;
    this.#facts = new RandomFacts(seeded(seed), { start: FIRST, end: FIRST + 6 * 86_400 });
  }

  /** Stores so many random records: new ones, changed ones, removals. */
  async random(count: number): Promise<void> {
    await this.store(Array.from({ length: count }, () => this.#facts.record()));
  }

  /** Returns the records as they are kept. */
  async store(records: readonly object[], store: TenantStore = this.tenant.store) {
    const parsed = records.map((record) => {
      this.#now += 1;
      const sent = JSON.parse(JSON.stringify(record)) as object;
      const read = parseRecord(sent, contextOf(this.tenant, { now: this.#now }));
      if (!read.ok) throw new Error(JSON.stringify(read.errors));
      return read.record;
    });
    await storeRecords(contextOf(this.tenant, { store }), { records: parsed });
    return parsed;
  }

  /** Every figure of the span, in the tenant's zone. */
  figures(zone = this.tenant.settings.timeZone): Promise<FiguresByGroup> {
    return allFigures(this.tenant.store, { ...SPAN, zone, members: MEMBERS });
  }
}

/** How many changes wait for the rollups. */
export async function pendingOf({ store }: TestTenant): Promise<number> {
  const [[row]] = await store.batch([PENDING.with()]);
  return row!.pending;
}

export async function stateOf({ store }: TestTenant): Promise<RollupState> {
  const [[state]] = await store.batch([SELECT_STATE.with()]);
  return state!;
}

/** How many rollup rows there are, by generation. */
export async function rowsByGeneration({ store }: TestTenant): Promise<Record<string, number>> {
  const [rows] = await store.batch([ROWS.with()]);
  return Object.fromEntries(rows.map(({ generation, rows }) => [generation, rows]));
}

/** Rollup rows of the span that differ from the facts; they are repaired by it. */
export async function differencesOf({ store }: TestTenant): Promise<number> {
  let differences = 0;
  for (let day = dayOfDate(SPAN.from)! - 1; day <= dayOfDate(SPAN.to)! + 1; day += 1) {
    differences += await rebuildDay(
      { store },
      { day, target: ({ generation, time_zone, layout }) => ({ generation, zone: time_zone, layout }) },
    );
  }
  return differences;
}

/** All is taken in, equals what the facts say, and is what `figures` were. */
export async function expectSettled(history: History, figures: FiguresByGroup): Promise<void> {
  expect(await pendingOf(history.tenant)).toBe(0);
  expect(await history.figures()).toEqual(figures);
  expect(await differencesOf(history.tenant)).toBe(0);
}

/** What a disturbed store does with a batch, given how to run it. */
type Disturbance = (queries: readonly BoundStatement[], run: () => Promise<unknown>) => Promise<unknown>;

/** `store`, whose every batch goes through `disturb`. */
export function disturbed(store: TenantStore, disturb: Disturbance): TenantStore {
  const batch = (queries: readonly BoundStatement[]) => disturb(queries, () => store.batch(queries));
  const timedBatch = (queries: readonly BoundStatement[]) =>
    disturb(queries, () => store.timedBatch(queries));
  return {
    tenant: store.tenant,
    batch: batch as TenantStore['batch'],
    timedBatch: timedBatch as TenantStore['timedBatch'],
  };
}

/** Whether a batch takes changes into the rollups. */
export function settles(queries: readonly BoundStatement[]): boolean {
  return queries.some(({ text }) => /DELETE FROM changes/.test(text));
}
