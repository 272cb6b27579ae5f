import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type Batch, Batcher } from './batch.ts';
import { ingestClient } from './ingest-client.ts';
import { type Mapping, MappingError, parseMapping } from './mapping.ts';
import type { Options } from './options.ts';
import { type ProgressDisplay, progressDisplay } from './progress-display.ts';
import { forgetProgress, importKey, loadProgress, type Progress, saveProgress } from './progress-file.ts';
import { checkReferences } from './references.ts';
import { RejectsFile } from './rejects-file.ts';
import { createRowMapper, type Row, type RowResult } from './row-mapper.ts';
import { type FileRow, readRows } from './rows.ts';
import { type Sent, sendBatch } from './send-batch.ts';
import { addTally, emptyTally, type Tally } from './tally.ts';

const FOLDER = '.callmeter/import';

/** The outcome of an import; `rejects` is the path of the rejects file, if there is one. */
export interface Outcome {
  tally: Tally;
  rejects?: string;
}

/**
 * Imports a file: reads, maps and sends it in order, and saves its progress after every acknowledged batch. After an
 * interruption, the next call continues there. Throws an Error if it cannot continue.
 */
export async function runImport(options: Options, terminal: NodeJS.WriteStream): Promise<Outcome> {
  const mapping = await readMapping(options.mapping);
  const { size, mtimeMs } = await stat(options.file);
  const destination = [options.url.origin + options.url.pathname, options.tenant ?? options.key];
  const key = await importKey(options.file, mapping, destination);
  const name = `${basename(options.file)}-${key.slice(0, 12)}`;
  const store = options.dryRun ? undefined : resolve(FOLDER, `${name}.json`);
  const earlier = store === undefined || options.restart ? undefined : await loadProgress(store);
  const progress = earlier ?? {
    line: 0,
    updatedAt: options.updatedAt ?? versionOf(mtimeMs),
    rejectsBytes: 0,
    tally: emptyTally(),
  };
  const rejects = await RejectsFile.open(
    options.rejects ?? resolve(FOLDER, `${name}.rejects.csv`),
    progress.rejectsBytes,
  );
  const display = progressDisplay(terminal, size);
  if (earlier !== undefined) display.note(`Continuing after line ${earlier.line} (--restart starts over).`);
  try {
    const tally = await transfer(options, mapping, progress, { rejects, store, display });
    if (store !== undefined) await forgetProgress(store);
    return { tally, ...(rejects.bytes > 0 ? { rejects: rejects.path } : {}) };
  } catch (error) {
    if (store === undefined || error instanceof MappingError) throw error;
    throw new Error(`${messageOf(error)}\nThe same command continues where this one stopped.`);
  } finally {
    display.stop();
  }
}

interface Outputs {
  rejects: RejectsFile;
  store: string | undefined;
  display: ProgressDisplay;
}

async function transfer(
  options: Options,
  mapping: Mapping,
  start: Progress,
  { rejects, store, display }: Outputs,
): Promise<Tally> {
  let tally = start.tally;
  const send = ingestClient({
    ...options,
    onRetry: (reason, pause) => {
      tally = { ...tally, retries: tally.retries + 1 };
      display.note(`${reason} Trying again in ${Math.ceil(pause / 1000)} s.`);
    },
  });
  const inFlight: { batch: Batch; sent: Promise<Sent> }[] = [];
  const settle = async (allowed: number) => {
    while (inFlight.length > allowed) {
      const [oldest] = inFlight;
      if (oldest === undefined) return;
      const sent = await oldest.sent;
      inFlight.shift();
      await rejects.append(sent.rejects);
      tally = addTally(tally, sent.tally);
      const { line, bytes } = oldest.batch;
      if (store !== undefined) {
        await saveProgress(store, { line, updatedAt: start.updatedAt, rejectsBytes: rejects.bytes, tally });
      }
      display.update(bytes, tally.rows);
    }
  };
  for await (const batch of batches(options, mapping, start)) {
    await settle(options.concurrency - 1);
    const sent = sendBatch(batch, send);
    // Awaited later, in order, by settle. The no-op handler keeps an early rejection from being reported as unhandled.
    sent.catch(() => {});
    inFlight.push({ batch, sent });
  }
  await settle(0);
  return tally;
}

/** Rows before the start are mapped, too, to know which once-only records have been sent. */
async function* batches(options: Options, mapping: Mapping, start: Progress): AsyncGenerator<Batch> {
  const map = createRowMapper(mapping, start.updatedAt);
  const batcher = new Batcher();
  let rows = 0;
  for await (const row of readRows(options.file, mapping.file, (columns) =>
    checkReferences(mapping, columns),
  )) {
    if (rows >= options.limit) break;
    rows += 1;
    const result = resultOf(row, map);
    if (row.line <= start.line) continue;
    const full = batcher.add(row, result);
    if (full !== undefined) yield full;
  }
  const last = batcher.take();
  if (last.tally.rows > 0) yield last;
}

function resultOf(row: FileRow, map: (row: Row) => RowResult): RowResult {
  if ('unreadable' in row) return { kind: 'rejected', path: '', reason: row.unreadable };
  return map(row.cells);
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
    throw new MappingError([`(mapping): ${path} is not valid JSON: ${messageOf(error)}`]);
  }
  return parseMapping(json);
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
