import type { TenantStore } from '../../src/db/tenant-store.ts';
import { counterQueries } from '../../src/ingest/dimension-writes.ts';
import { factQueries } from '../../src/ingest/fact-writes.ts';
import { tenantKeys } from '../../src/privacy/sealing/keys.ts';
import type { Write } from '../../src/records/decision.ts';
import { parseRecord } from '../../src/records/parse.ts';
import { dateOfDay } from '../../src/time/dates.ts';
import { type ReferenceDay, referenceDay } from '../reference/day.ts';
import { countersOf, type RawRecord } from '../reference/organisation.ts';

const CHUNK = 4_000;

/**
 * Writes the facts of a day with the statements of ingest, but without its reads, guards and change log: the day must
 * be empty before. Its rollups have to be rebuilt afterwards. Returns the number of records.
 */
export async function loadDay(store: TenantStore, wanted: ReferenceDay, dataSecret: string): Promise<number> {
  const keys = tenantKeys(dataSecret, store.tenant);
  const context = {
    tenant: { countryCode: '55', calendars: new Map(), attributes: [] },
    now: Math.floor(Date.now() / 1_000),
    keys,
  };
  const read = (raw: RawRecord): Write => {
    const parsed = parseRecord(raw, context);
    if (!parsed.ok || parsed.record.deleted) throw new Error(`A reference record is refused: ${raw.type}`);
    return { kind: 'keep', record: parsed.record };
  };
  let records = 0;
  let chunk: Write[] = [];
  const flush = async (): Promise<void> => {
    const ofType = (type: string) =>
      chunk.filter((write) => write.kind === 'keep' && write.record.type === type);
    const writes = {
      interactions: ofType('interaction'),
      evaluations: ofType('evaluation'),
      reviews: ofType('quality_review'),
      deletedInteractions: new Map<string, number>(),
      arrivals: new Map<string, string>(),
    };
    await store.batch(await factQueries(writes, keys, store.tenant));
    records += chunk.length;
    chunk = [];
  };
  for (const raw of referenceDay(wanted)) {
    chunk.push(read(raw));
    if (chunk.length === CHUNK) await flush();
  }
  await flush();
  await store.batch(counterQueries(countersOf(dateOfDay(wanted.day)).map(read)));
  return records;
}
