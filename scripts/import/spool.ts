import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import * as z from 'zod';
import type { MappedRecord, OutgoingRecord } from './mapping/build-record.ts';
import { type Tally, tallySchema } from './tally.ts';

const PAGE = 2_000;

/** A record as a line of NDJSON, with the row that it comes from. */
export interface Entry {
  /** Its place in the order of sending. */
  seq: number;
  json: string;
  type: string;
  id: string;
  line: number;
  raw: string;
  /** Fields that are left out if the server refuses them. */
  optional: string[];
}

/** How far an import has come. */
export interface Progress {
  /** All entries up to this one are acknowledged. */
  seq: number;
  /** Bytes of the rejects file that are settled. */
  rejectsBytes: number;
  tally: Tally;
}

/** Which of the records with one id is sent. */
export type OnDuplicate = 'last' | 'first' | 'error';

/** Ids that came more than once; `examples` for people. */
export interface Duplicates {
  ids: number;
  records: number;
  examples: string[];
}

const entrySchema = z.object({
  seq: z.number(),
  json: z.string(),
  type: z.string(),
  id: z.string(),
  line: z.number(),
  raw: z.string(),
  optional: z.string().transform((text) => (text === '' ? [] : text.split(' '))),
});
const progressSchema = z.object({
  seq: z.number(),
  rejectsBytes: z.number(),
  tally: z.string().transform((text) => tallySchema.parse(JSON.parse(text))),
});

/**
 * The records of an import on disk, one for each id, with the progress of sending them. It makes memory independent of
 * the size of the file, shows which ids occur twice before anything is sent, and lets an import continue.
 */
export class Spool {
  readonly path: string;
  readonly #database: DatabaseSync;
  readonly #insert: { last: StatementSync; first: StatementSync; once: StatementSync };

  private constructor(path: string, database: DatabaseSync) {
    this.path = path;
    this.#database = database;
    const insert = `INSERT INTO entries (type, key, id, version, line, first_line, json, raw, optional)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (type, key) DO`;
    const newest = (column: string) =>
      `${column} = iif(excluded.version >= version, excluded.${column}, ${column})`;
    this.#insert = {
      last: database.prepare(
        `${insert} UPDATE SET copies = copies + 1, ${['line', 'json', 'raw', 'optional', 'version'].map(newest).join(', ')}`,
      ),
      first: database.prepare(`${insert} UPDATE SET copies = copies + 1`),
      once: database.prepare(`${insert} NOTHING`),
    };
  }

  /** A new, empty spool. It holds personal data: only its owner can read it. */
  static create(path: string): Spool {
    removeFiles(path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '', { mode: 0o600 });
    const database = new DatabaseSync(path);
    // An interrupted filling is thrown away, so it needs no journal.
    database.exec(`
      PRAGMA journal_mode = OFF;
      PRAGMA synchronous = OFF;
      CREATE TABLE entries (
        seq INTEGER PRIMARY KEY, type TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, version REAL NOT NULL,
        line INTEGER NOT NULL, first_line INTEGER NOT NULL, copies INTEGER NOT NULL DEFAULT 0,
        json TEXT NOT NULL, raw TEXT NOT NULL, optional TEXT NOT NULL, UNIQUE (type, key)
      );
      CREATE TABLE progress (seq INTEGER NOT NULL, rejectsBytes INTEGER NOT NULL, tally TEXT NOT NULL);
      BEGIN;
    `);
    return new Spool(path, database);
  }

  /** The spool of an interrupted import, if all its rows had been mapped. */
  static open(path: string): { spool: Spool; progress: Progress } | undefined {
    if (!existsSync(path)) return undefined;
    const database = new DatabaseSync(path);
    try {
      const found = database.prepare('SELECT seq, rejectsBytes, tally FROM progress').get();
      return { spool: new Spool(path, database), progress: progressSchema.parse(found) };
    } catch {
      database.close();
      return undefined;
    }
  }

  /** Adds the records of a row. */
  add(line: number, raw: string, records: MappedRecord[], onDuplicate: OnDuplicate): void {
    for (const { record, once, optional } of records) {
      const insert = once ? this.#insert.once : this.#insert[onDuplicate === 'first' ? 'first' : 'last'];
      const version = Date.parse(String(record.updated_at)) || 0;
      const json = JSON.stringify(record);
      const key = keyOf(record);
      insert.run(record.type, key, record.id ?? '', version, line, line, json, raw, optional.join(' '));
    }
  }

  /** Ends the filling; from now on the spool survives an interruption. */
  finish(progress: Progress): void {
    this.#database.exec('COMMIT; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    this.#database
      .prepare('INSERT INTO progress (seq, rejectsBytes, tally) VALUES (?, ?, ?)')
      .run(progress.seq, progress.rejectsBytes, JSON.stringify(progress.tally));
  }

  /** Replaces the progress. */
  save({ seq, rejectsBytes, tally }: Progress): void {
    this.#database
      .prepare('UPDATE progress SET seq = ?, rejectsBytes = ?, tally = ?')
      .run(seq, rejectsBytes, JSON.stringify(tally));
  }

  /** Ids that came more than once. Records that are sent once per file are not counted. */
  duplicates(): Duplicates {
    const totals = z
      .object({ ids: z.number(), records: z.number() })
      .parse(
        this.#database
          .prepare('SELECT count(*) ids, ifnull(sum(copies), 0) records FROM entries WHERE copies > 0')
          .get(),
      );
    const examples = this.#database
      .prepare(
        `SELECT type || ' ' || key || ' (lines ' || first_line || iif(line = first_line, ' and later', ' and ' || line) || ')' text
         FROM entries WHERE copies > 0 ORDER BY seq LIMIT 3`,
      )
      .all();
    return {
      ...totals,
      examples: z
        .array(z.object({ text: z.string() }))
        .parse(examples)
        .map(({ text }) => text),
    };
  }

  /** How many entries there are of each type. */
  counts(): Record<string, number> {
    const found = this.#database.prepare('SELECT type, count(*) count FROM entries GROUP BY type').all();
    const rows = z.array(z.object({ type: z.string(), count: z.number() })).parse(found);
    return Object.fromEntries(rows.map(({ type, count }) => [type, count]));
  }

  /** The entries after a place in the order of sending, those of a row together. */
  *rowsAfter(start: number): Generator<Entry[]> {
    const page = this.#database.prepare(
      `SELECT seq, type, id, line, json, raw, optional FROM entries WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`,
    );
    let row: Entry[] = [];
    for (let after = start; ; ) {
      const entries = page.all(after).map((entry) => entrySchema.parse(entry));
      for (const entry of entries) {
        if (row[0] !== undefined && row[0].line !== entry.line) {
          yield row;
          row = [];
        }
        row.push(entry);
        after = entry.seq;
      }
      if (entries.length < PAGE) break;
    }
    if (row.length > 0) yield row;
  }

  /** How many entries there are up to a place. */
  countUpTo(seq: number): number {
    const found = this.#database.prepare('SELECT count(*) count FROM entries WHERE seq <= ?').get(seq);
    return z.object({ count: z.number() }).parse(found).count;
  }

  close(): void {
    this.#database.close();
  }

  /** Closes and deletes it. */
  remove(): void {
    this.close();
    removeFiles(this.path);
  }
}

/**
 * What identifies a record among those of its type: its id, the instant and agent of a state, or the date and dimension of
 * a daily counter.
 */
function keyOf(record: OutgoingRecord): string {
  if (record.id !== undefined) return record.id;
  const { at, agent_id: agent, date, article_id: article, email_channel_id: mailbox } = record;
  if (record.type === 'agent_state') return `${String(at)}/${String(agent)}`;
  return `${String(date)}/${String(article ?? mailbox)}`;
}

function removeFiles(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
}

/** Which ids came more than once and what was done about it, as a sentence. */
export function describeDuplicates({ ids, records, examples }: Duplicates, onDuplicate: OnDuplicate): string {
  const subject = `${ids} ${ids === 1 ? 'id' : 'ids'} came more than once`;
  const done = `the ${onDuplicate} record of each is sent, ${records} left out`;
  const choice = 'accept that by --on-duplicate last or first, or make ids that differ';
  const list = `${examples.join(', ')}${ids > examples.length ? ', …' : ''}`;
  return `${subject}: ${list}; ${onDuplicate === 'error' ? choice : done}.`;
}
