import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Bytes of a database per stored interaction, and how many rows do not fit their page. */
export interface StorageMeasured {
  interactions: number;
  /** Bytes of pages: of the facts, of their indexes, of everything else. */
  facts: number;
  indexes: number;
  rest: number;
  /** Rows of `interactions` that continue on a page of their own. */
  spilled: number;
}

const FACTS = ['interactions', 'transcripts', 'evaluations', 'quality_reviews', 'daily_counters'];

/** A row that spills has a chain of overflow pages, whose first one ends with this path. */
const PAGES = `
  SELECT d.name AS name, coalesce(s.tbl_name, d.name) AS owner, sum(d.pgsize) AS bytes,
    sum(d.path LIKE '%+000000') AS spilled
  FROM dbstat d LEFT JOIN sqlite_schema s ON s.name = d.name GROUP BY d.name`;

interface PageRow {
  name: string;
  owner: string;
  bytes: number;
  spilled: number;
}

/** Measures the database in the state directory of a Worker that is at rest, by the pages that `dbstat` counts. */
export function measureStorage(state: string): StorageMeasured {
  const copy = mkdtempSync(join(tmpdir(), 'callmeter-pages-'));
  try {
    cpSync(join(state, 'v3', 'd1', 'miniflare-D1DatabaseObject'), copy, { recursive: true });
    const file = readdirSync(copy).find((name) => name.endsWith('.sqlite') && !name.startsWith('metadata'));
    if (file === undefined) throw new Error('No database was found.');
    const database = new DatabaseSync(join(copy, file));
    const pages = database.prepare(PAGES).all() as unknown as PageRow[];
    const stored = database.prepare('SELECT count(*) AS count FROM interactions').get() as { count: number };
    database.close();
    const bytesOf = (wanted: (row: PageRow) => boolean): number =>
      pages.filter(wanted).reduce((sum, { bytes }) => sum + bytes, 0);
    const isFact = ({ owner }: PageRow): boolean => FACTS.includes(owner);
    return {
      interactions: stored.count,
      facts: bytesOf((row) => isFact(row) && row.name === row.owner),
      indexes: bytesOf((row) => isFact(row) && row.name !== row.owner),
      rest: bytesOf((row) => !isFact(row)),
      spilled: pages.find(({ name }) => name === 'interactions')?.spilled ?? 0,
    };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
