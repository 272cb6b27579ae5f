import { type IngestAnswer, TooLarge } from './ingest-client.ts';
import type { OutgoingRecord } from './mapping/build-record.ts';
import type { Reject } from './rejects-file.ts';
import type { Entry } from './spool.ts';
import { addTally, countIn, emptyTally, type Tally } from './tally.ts';

/** The outcome of sending a batch. */
export interface Sent {
  rejects: Reject[];
  tally: Tally;
}

type Send = (lines: string[]) => Promise<IngestAnswer>;

/**
 * Sends a batch, split in halves if the server finds it too large. A single record that is too large is rejected. A
 * record that is refused for nothing but optional fields is sent again without them. Throws what `send` throws.
 */
export async function sendBatch(entries: Entry[], send: Send): Promise<Sent> {
  if (entries.length === 0) return { rejects: [], tally: emptyTally() };
  try {
    const answer = await send(entries.map(({ json }) => json));
    return await settled(answer, entries, send);
  } catch (error) {
    const [first] = entries;
    if (!(error instanceof TooLarge) || first === undefined) throw error;
    if (entries.length === 1) {
      const reject = rejectOf(first, '', error.message);
      return { rejects: [reject], tally: { ...emptyTally(), rejectedRecords: 1 } };
    }
    const middle = Math.ceil(entries.length / 2);
    const left = await sendBatch(entries.slice(0, middle), send);
    const right = await sendBatch(entries.slice(middle), send);
    return { rejects: [...left.rejects, ...right.rejects], tally: addTally(left.tally, right.tally) };
  }
}

async function settled(answer: IngestAnswer, entries: Entry[], send: Send): Promise<Sent> {
  const { created, updated, unchanged, stale, deleted, warned } = answer;
  const warnings = answer.warnings.flatMap(({ index, id, warnings: reasons }) => {
    const { line = 0, type = '' } = entries[index] ?? {};
    return reasons.map((reason) => ({ line, type, id, ...reason }));
  });
  const tally = { ...emptyTally(), created, updated, unchanged, stale, deleted, warned, warnings };
  const rejects: Reject[] = [];
  const again: Entry[] = [];
  for (const { index, errors } of answer.errors) {
    const entry = entries[index];
    if (entry === undefined) continue;
    const refused = entry.optional.filter((field) => errors.some(({ path }) => isWithin(path, field)));
    if (errors.every(({ path }) => refused.some((field) => isWithin(path, field)))) {
      again.push(without(entry, refused));
      for (const field of refused) countIn(tally.leftOut, field);
    } else {
      tally.rejectedRecords += 1;
      rejects.push(...errors.map(({ path, message }) => rejectOf(entry, path, message)));
    }
  }
  const second = await sendBatch(again, send);
  return { rejects: [...rejects, ...second.rejects], tally: addTally(tally, second.tally) };
}

const isWithin = (path: string, field: string) => path === field || path.startsWith(`${field}.`);

function without(entry: Entry, fields: string[]): Entry {
  const record = JSON.parse(entry.json) as OutgoingRecord;
  for (const field of fields) {
    const [last = '', ...reversed] = field.split('.').reverse();
    const holder = reversed
      .reverse()
      .reduce<unknown>((inner, name) => Object(inner)[name] as unknown, record) as Record<string, unknown>;
    delete holder[last];
  }
  const optional = entry.optional.filter((field) => !fields.includes(field));
  return { ...entry, optional, json: JSON.stringify(record) };
}

function rejectOf({ line, type, id, raw }: Entry, path: string, reason: string): Reject {
  return { line, type, id, path, reason, raw };
}
