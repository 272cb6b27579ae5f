import { Groups } from './groups.ts';
import { checkColumns, Occurrences } from './mapping/columns.ts';
import type { CompiledMapping } from './mapping/compile.ts';
import type { Mapping } from './mapping/mapping.ts';
import type { RowMapper, RowResult } from './mapping/row-mapper.ts';
import { readRows } from './reading/read-rows.ts';
import type { FileRow } from './reading/row.ts';
import type { Reject, RejectsFile } from './rejects-file.ts';
import type { OnDuplicate, Spool } from './spool.ts';
import { countIn, emptyTally, type Tally } from './tally.ts';

const REJECTS_AT_ONCE = 500;

/** What preparing an import needs. */
export interface Preparation {
  file: string;
  mapping: Mapping;
  mapper: RowMapper;
  spool: Spool;
  rejects: RejectsFile;
  /** Only so many rows. */
  limit: number;
  onDuplicate: OnDuplicate;
  onRow(bytes: number, rows: number): void;
}

/** What became of the rows. `missing` are names that the mapping uses and no row has. */
export interface Prepared {
  tally: Tally;
  missing: string[];
}

/**
 * Reads and maps a whole file into a spool; nothing is sent. Rows that cannot be mapped go to the rejects. Throws
 * MappingError and UnreadableFile.
 */
export async function prepare(given: Preparation): Promise<Prepared> {
  const { mapper, spool, rejects, onDuplicate } = given;
  const tally = emptyTally();
  const pending: Reject[] = [];
  const take = async ({ line, raw }: FileRow, result: RowResult) => {
    if (result.kind === 'skipped') countIn(tally.skipped, result.rule);
    if (result.kind === 'records') {
      spool.add(line, raw, result.records, onDuplicate);
      for (const field of result.leftOut) countIn(tally.leftOut, field);
    }
    if (result.kind !== 'rejected') return;
    tally.rejectedRows += 1;
    pending.push({ line, type: '', id: '', path: result.path, reason: result.reason, raw });
    if (pending.length >= REJECTS_AT_ONCE) await rejects.append(pending.splice(0));
  };
  const occurrences = new Occurrences(mapper.compiled);
  const groups = given.mapping.group === undefined ? undefined : new Groups(`${spool.path}.groups`);
  try {
    for await (const row of rowsOf(given, mapper.compiled)) {
      tally.rows += 1;
      given.onRow(row.bytes, tally.rows);
      occurrences.see(row.cells);
      const verdict = await mapper.skips(row);
      if (verdict !== undefined) await take(row, verdict);
      else if (groups === undefined) await take(row, await mapper.map(row));
      else {
        const group = await mapper.groupOf(row);
        if ('key' in group) groups.add(group.key, row);
        else await take(row, group);
      }
    }
    for (const group of groups?.all() ?? []) {
      tally.groups += 1;
      const { problem } = group;
      await take(group, problem === undefined ? await mapper.map(group) : rejected(problem));
    }
  } finally {
    groups?.remove();
  }
  await rejects.append(pending);
  const { ids, records } = spool.duplicates();
  const counted = { records: spool.counts(), duplicateIds: ids, duplicateRecords: records };
  return { tally: { ...tally, ...counted }, missing: tally.rows > 0 ? occurrences.missing : [] };
}

const rejected = (reason: string): RowResult => ({ kind: 'rejected', path: '', reason });

async function* rowsOf(
  { file, mapping, limit }: Preparation,
  compiled: CompiledMapping,
): AsyncGenerator<FileRow> {
  let rows = 0;
  for await (const row of readRows(file, mapping.file, (columns) => checkColumns(compiled, columns))) {
    rows += 1;
    if (rows > limit) return;
    yield row;
  }
}
