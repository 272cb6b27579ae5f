import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { importKey } from './import-key.ts';
import { type Mapping, MappingError, parseMapping } from './mapping/mapping.ts';
import { createRowMapper } from './mapping/row-mapper.ts';
import type { Options } from './options.ts';
import { prepare } from './prepare.ts';
import { progressDisplay } from './progress-display.ts';
import { readTables, tablePaths } from './reading/tables.ts';
import { RejectsFile } from './rejects-file.ts';
import { describeDuplicates, type Progress, Spool } from './spool.ts';
import type { Tally } from './tally.ts';
import { transfer } from './transfer.ts';

const FOLDER = '.callmeter/import';

/** The outcome of an import; `rejects` is the path of the rejects file, if there is one. */
export interface Outcome {
  tally: Tally;
  rejects?: string;
}

/**
 * Imports a file: reads and maps all of it, then sends the records in order and saves its progress after every
 * acknowledged batch in `folder`. After an interruption, the next call continues there. Throws an Error if it cannot
 * continue.
 */
export async function runImport(
  options: Options,
  terminal: NodeJS.WriteStream,
  folder = FOLDER,
): Promise<Outcome> {
  const mapping = await readMapping(options.mapping);
  const files = [options.file, ...tablePaths(mapping, dirname(options.mapping))];
  const destination = [options.url.origin + options.url.pathname, options.tenant ?? options.key];
  const which = [basename(options.file), mapping, destination, options.limit, options.onDuplicate];
  const name = `${basename(options.file)}-${(await importKey(files, which)).slice(0, 12)}`;
  const scratch = options.dryRun ? await mkdtemp(join(tmpdir(), 'callmeter-import-')) : undefined;
  const path = join(scratch ?? resolve(folder), `${name}.spool`);
  try {
    const earlier = options.dryRun || options.restart ? undefined : Spool.open(path);
    const rejects = await RejectsFile.open(
      options.rejects ?? resolve(folder, `${name}.rejects.csv`),
      earlier?.progress.rejectsBytes ?? 0,
    );
    if (earlier !== undefined) {
      terminal.write(`Going on after record ${earlier.progress.seq} (--restart begins anew).\n`);
    }
    const { spool, progress } = earlier ?? (await fill(options, mapping, path, rejects, terminal));
    const tally = await transfer(options, spool, progress, rejects, terminal).catch((error: unknown) => {
      spool.close();
      const again = options.dryRun ? '' : '\nThe same command goes on where this one stopped.';
      throw new Error(`${messageOf(error)}${again}`);
    });
    spool.remove();
    return { tally, ...(rejects.bytes > 0 ? { rejects: rejects.path } : {}) };
  } finally {
    if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
  }
}

/** A spool with the records of the whole file, and the progress that none of them is sent. */
async function fill(
  options: Options,
  mapping: Mapping,
  path: string,
  rejects: RejectsFile,
  terminal: NodeJS.WriteStream,
): Promise<{ spool: Spool; progress: Progress }> {
  const { size, mtimeMs } = await stat(options.file);
  const mapper = await createRowMapper(mapping, {
    updatedAt: options.updatedAt ?? versionOf(mtimeMs),
    file: basename(options.file),
    tables: await readTables(mapping, dirname(options.mapping)),
  });
  const spool = Spool.create(path);
  const display = progressDisplay(terminal, size, 'rows read');
  try {
    const { tally, missing } = await prepare({
      ...{ file: options.file, mapping, mapper, spool, rejects },
      ...{ limit: options.limit, onDuplicate: options.onDuplicate, onRow: display.update },
    });
    if (missing.length > 0) {
      display.note(`No row has ${missing.join(', ')}: absent everywhere, unless a name is misspelt.`);
    }
    if (options.onDuplicate === 'error' && tally.duplicateIds > 0) {
      throw new Error(`Nothing was sent: ${describeDuplicates(spool.duplicates(), 'error')}`);
    }
    if (tally.duplicateIds > 0) display.note(describeDuplicates(spool.duplicates(), options.onDuplicate));
    const progress = { seq: 0, rejectsBytes: rejects.bytes, tally };
    spool.finish(progress);
    return { spool, progress };
  } catch (error) {
    spool.remove();
    throw error;
  } finally {
    display.stop();
  }
}

/**
 * The modification time of the file is the version of its records, but never in the future: the server rejects that.
 */
function versionOf(mtimeMs: number): string {
  return `${new Date(Math.min(mtimeMs, Date.now())).toISOString().slice(0, 19)}Z`;
}

async function readMapping(path: string): Promise<Mapping> {
  const text = await readFile(path, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new MappingError([`(mapping): ${path} is not JSON: ${messageOf(error)}`]);
  }
  return parseMapping(json);
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
