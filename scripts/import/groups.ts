import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import * as z from 'zod';
import type { FileRow } from './reading/row.ts';

/** One group is in memory at a time: more rows than this are no call or ticket but a wrong `group`. */
const MOST_ROWS = 10_000;

const storedSchema = z.object({
  grp: z.number(),
  number: z.number(),
  line: z.number(),
  bytes: z.number(),
  raw: z.string(),
  cells: z.string().transform((text) => JSON.parse(text) as Record<string, unknown>),
});

/** Brings rows of one group together, wherever in the file they are. It works on disk. */
export class Groups {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #group: StatementSync;
  readonly #row: StatementSync;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '', { mode: 0o600 });
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA journal_mode = OFF;
      PRAGMA synchronous = OFF;
      CREATE TABLE groups (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
      CREATE TABLE rows (
        seq INTEGER PRIMARY KEY, grp INTEGER NOT NULL, number INTEGER NOT NULL, line INTEGER NOT NULL,
        bytes INTEGER NOT NULL, raw TEXT NOT NULL, cells TEXT NOT NULL
      );
      BEGIN;
    `);
    this.#group = this.#database.prepare(
      'INSERT INTO groups (key) VALUES (?) ON CONFLICT (key) DO UPDATE SET key = key RETURNING id',
    );
    this.#row = this.#database.prepare(
      'INSERT INTO rows (grp, number, line, bytes, raw, cells) VALUES (?, ?, ?, ?, ?, ?)',
    );
  }

  /** Adds a row to a group. */
  add(key: string, { number, line, bytes, raw, cells }: FileRow): void {
    const { id } = z.object({ id: z.number() }).parse(this.#group.get(key));
    this.#row.run(id, number, line, bytes, raw, JSON.stringify(cells));
  }

  /**
   * The groups in the order of their first rows, each as one row whose cells are `rows`. Its line, number and text are
   * those of the first.
   */
  *all(): Generator<FileRow> {
    this.#database.exec('COMMIT; CREATE INDEX rows_by_group ON rows (grp, seq);');
    const stored = this.#database.prepare(
      'SELECT grp, number, line, bytes, raw, cells FROM rows ORDER BY grp, seq',
    );
    let first: FileRow | undefined;
    let current = 0;
    let rows: Record<string, unknown>[] = [];
    for (const found of stored.iterate()) {
      const { grp, ...row } = storedSchema.parse(found);
      if (first !== undefined && grp !== current) yield grouped(first, rows);
      if (first === undefined || grp !== current) {
        first = row;
        current = grp;
        rows = [];
      }
      if (rows.length <= MOST_ROWS) rows.push(row.cells);
    }
    if (first !== undefined) yield grouped(first, rows);
  }

  /** Deletes what is on disk. */
  remove(): void {
    this.#database.close();
    rmSync(this.#path, { force: true });
  }
}

function grouped(first: FileRow, rows: Record<string, unknown>[]): FileRow {
  const problem = `The group has more than ${MOST_ROWS} rows; is "group" right?`;
  return { ...first, cells: { rows }, ...(rows.length > MOST_ROWS ? { problem } : {}) };
}
