import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { Tally } from './tally.ts';

const count = z.number().int().nonnegative();
const counts = z.record(z.string(), count);

const progressSchema = z.object({
  /** The last line up to which the server has acknowledged all batches. */
  line: count,
  /** Version of the records, kept over all runs: a resumed import must send what the first run would have sent. */
  updatedAt: z.string(),
  /** Bytes of the rejects file that belong to acknowledged batches. */
  rejectsBytes: count,
  tally: z.object({
    rows: count,
    skipped: counts,
    rejectedRows: count,
    sent: counts,
    created: count,
    updated: count,
    unchanged: count,
    stale: count,
    deleted: count,
    rejectedRecords: count,
    retries: count,
  }) satisfies z.ZodType<Tally>,
});

/** The stored progress of an import. */
export type Progress = z.infer<typeof progressSchema>;

/**
 * Identifies an import by the content of its file, its mapping and its destination. With a changed file or mapping it
 * starts again, which is harmless, because ids derive from the rows.
 */
export async function importKey(file: string, mapping: unknown, destination: string[]): Promise<string> {
  const content = createHash('sha256');
  for await (const chunk of createReadStream(file)) content.update(chunk);
  const whole = JSON.stringify([content.digest('hex'), mapping, destination]);
  return createHash('sha256').update(whole).digest('hex').slice(0, 24);
}

/** The progress of an interrupted import; undefined if there is none. Throws an Error if it cannot be read. */
export async function loadProgress(path: string): Promise<Progress | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return progressSchema.parse(JSON.parse(text));
  } catch {
    throw new Error(
      `${path} is not a progress file of an import. Use --restart to start from the first row.`,
    );
  }
}

/** Replaces the stored progress atomically, so that a killed process leaves the old or the new one. */
export async function saveProgress(path: string, progress: Progress): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, JSON.stringify(progress), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** Deletes the progress of a completed import. */
export async function forgetProgress(path: string): Promise<void> {
  await rm(path, { force: true });
}
