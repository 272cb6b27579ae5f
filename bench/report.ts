import { availableParallelism } from 'node:os';
import type { IngestMeasured } from './ingest.ts';
import type { BenchOptions } from './options.ts';
import { count, table } from './report/format.ts';
import { ingestTable, type Stored, storageTable } from './report/ingest.ts';
import { conditionsTable, rowsTable } from './report/rows.ts';
import { targetsTable } from './report/targets.ts';
import { limiterTable, queriesTable, rawTable, timesTable } from './report/times.ts';
import type { SizeMeasured } from './size.ts';

interface Results {
  options: BenchOptions;
  ingest: IngestMeasured;
  storage: readonly Stored[];
  sizes: readonly SizeMeasured[];
}

/** The whole report as Markdown: first what is the same on every machine, then times. */
export function report({ options, ingest, storage, sizes }: Results): string {
  const { days, requests, calls, routes } = options;
  const filter = routes.length > 0 ? ` --routes ${routes.join()}` : '';
  const command = `npm run bench -- --calls ${calls.join()} --days ${days} --requests ${requests}${filter} --out docs/costs.md`;
  return `# What it costs

Written by \`npm run bench\`; run it again rather than edit it:

    ${command}

It starts a Worker of its own on a database of its own, fills a tenant for each size with the reference mix (of
10,000 calls a day: 1,500 conversations, 800 evaluations, 500 reviews; 200 agents, 10 departments, 8 teams, 20
campaigns, …) and asks every reading route. Rows and trips are D1's own count, as \`Server-Timing\` tells them: they
hold on every machine. Times are those of one run on ${availableParallelism()} cores, shared with whatever else ran there: read them as
ratios.

## Targets

N is ${days} days, ending yesterday.

${targetsTable({ sizes, ingest, storage }, days)}

Worker CPU cannot be read from inside. The estimate is the CPU time of the runtime's processes over requests in a row,
minus that of a read of one row by as many trips. By the clock it is the median time of the read minus that of the
read of one row, by the same client in the same rounds. The local D1's work for the further rows is in both, so
both are upper bounds; on a busy machine the clock also counts waiting. A phone search takes three trips, one of them
to write itself down, so it stands among the times only.

## Rows and trips over ${days} settled days

${rowsTable(sizes, days)}

## Ragged ends, other zones, pending changes

A record that changes is logged with the calls whose previous call it is, so more rows wait than records changed.
The facts that partial days are granted rows for are those inside the period; distinct customers also read the calls
of the first day before the period begins.

${conditionsTable(sizes, days)}

## Ingest, refresh, rebuild

${ingestTable(ingest)}

${storageTable(storage)}

Bytes are those of whole pages, as SQLite's \`dbstat\` counts them, per stored interaction: with its evaluations, reviews
and transcripts, and the free space of pages. A row of more than 1,002 bytes continues on a page of its own.

The paced day has a refresh every quarter of an hour; the others go through \`POST /api/v1/ingest\` in batches of
1,000 as fast as answers come, the queue refreshing beside them.

${rebuildTable(sizes)}

The bulk of the data is loaded by ingest's own statements for facts, without its reads and change log, and its
days are then built; that took ${sizes.map(({ calls: size, facts, seconds }) => `${count(facts / seconds)} facts/s at ${count(size)} calls a day`).join(', ')}.

## Against one SQL query over the facts

The same figures by one query with \`json_extract\` in the same database, over the same HTTP.

${rawTable(sizes)}

## Kinds of queries

One of each kind to \`/api/v1/query\`, warm, and the same figures by one query over the facts. Percentiles are within 1 %.

${queriesTable(sizes)}

## What protection costs

- Each request asks for the limit of its tenant beside its caller's own: one more Durable Object request, at the same time.
- A batch that stores something reads and writes the usage of its day: one row each, in trips that it makes anyway. A record
  that an interaction's ratings are counted for reads one row per stored rating.
- What was revoked of sessions is read with the settings of their tenant, at most once a minute in each isolate.
- An audit entry reads one row more, to keep it out of the sealed range. A request that deletes records, and a rating by
  \`POST /api/v1/evaluations\`, writes an entry (three rows with its indexes).
- A creation with an \`Idempotency-Key\` takes two trips and two rows more; without one, nothing.
- An maintenance message reads one row more: whether its tenant is being removed.

## The limiter's cost

The same warm request as it is, and with a limiter that lets everything in at once, in the same rounds. The general limit
is asked beside the first trip to D1, so it costs time only where it takes longer than that.

${limiterTable(sizes)}

## Times

${requests} warm requests each, in rounds over all reads.

${sizes.map((size) => `### ${count(size.calls)} calls a day\n\n${timesTable(size)}`).join('\n\n')}
`;
}

function rebuildTable(sizes: readonly SizeMeasured[]): string {
  const head = ['calls a day', 'a day', 'rows read', 'rows written', 'ms'];
  const rows = sizes.flatMap(({ calls, built, rebuilt }) =>
    [
      { name: 'built for the first time', ...built },
      { name: 'rebuilt, every row wrong', ...rebuilt },
    ].map(({ name, rowsRead, rowsWritten, milliseconds }) => [
      count(calls),
      name,
      count(rowsRead),
      count(rowsWritten),
      count(milliseconds),
    ]),
  );
  return table(head, rows, 2);
}
