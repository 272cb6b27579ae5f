import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { OnDuplicate } from './spool.ts';

/** The options of one run of the importer. */
export interface Options {
  file: string;
  mapping: string;
  url: URL;
  key: string;
  tenant?: string;
  /** ISO 8601; the version of records for which the mapping has none. */
  updatedAt?: string;
  dryRun: boolean;
  allowRejects: boolean;
  restart: boolean;
  concurrency: number;
  onDuplicate: OnDuplicate;
  limit: number;
  rejects?: string;
}

/** An invalid command line; the message says what is accepted. */
export class UsageError extends Error {}

export const USAGE = `Usage: npm run import -- FILE --mapping MAPPING.json --url URL [options]

  --mapping FILE      how columns become records (docs/import.md)
  --url URL           where Callmeter runs, for example http://127.0.0.1:8787
  --key KEY           API key with ingest:write, or a session token; better: the variable CALLMETER_KEY
  --tenant SLUG       X-Tenant, for a credential with several tenants
  --dry-run           ask the server what it would do; nothing is stored, no progress is kept
  --limit N           only the first N rows
  --on-duplicate X    of several records with one id send the last (default) or the first, or stop: error
  --concurrency N     requests at a time, 1 to 4 (default 1)
  --updated-at TIME   version of the records, ISO 8601 with an offset, or "now" (default: the file's mtime)
  --rejects FILE      where rejected rows go (default: under .callmeter/import/)
  --allow-rejects     exit code 0 even if rows were rejected
  --restart           start from the first row, though an earlier run was interrupted`;

/**
 * Parses the command line. Relative paths are relative to where npm was called; `now` is the current time. Throws
 * UsageError.
 */
export function readOptions(args: string[], environment: NodeJS.ProcessEnv, now: Date): Options {
  const { values, positionals } = parsed(args);
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('Exactly one FILE is needed.');
  if (values.mapping === undefined) throw new UsageError('--mapping MAPPING.json is needed.');
  const key = (values.key ?? environment.CALLMETER_KEY ?? '').trim();
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new UsageError('--key KEY (or the variable CALLMETER_KEY) is needed.');
  const home = environment.npm_lifecycle_event === 'import' ? environment.INIT_CWD : undefined;
  const path = (name: string) => resolve(home ?? '.', name);
  const inputs = [path(file), path(values.mapping)];
  if (values.rejects !== undefined && inputs.includes(path(values.rejects))) {
    throw new UsageError('--rejects names a file that is written; it cannot be FILE or the mapping.');
  }
  return {
    file: path(file),
    mapping: path(values.mapping),
    url: urlOf(values.url),
    key,
    dryRun: values['dry-run'] ?? false,
    allowRejects: values['allow-rejects'] ?? false,
    restart: values.restart ?? false,
    onDuplicate: duplicateOf(values['on-duplicate'] ?? 'last'),
    concurrency: integerOf('--concurrency', values.concurrency ?? '1', 1, 4),
    limit:
      values.limit === undefined ? Number.POSITIVE_INFINITY : integerOf('--limit', values.limit, 1, 1e12),
    ...(values.tenant === undefined ? {} : { tenant: values.tenant }),
    ...(values.rejects === undefined ? {} : { rejects: path(values.rejects) }),
    ...(values['updated-at'] === undefined ? {} : { updatedAt: instantOf(values['updated-at'], now) }),
  };
}

function parsed(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        mapping: text,
        url: text,
        key: text,
        tenant: text,
        'dry-run': flag,
        limit: text,
        'on-duplicate': text,
        concurrency: text,
        'updated-at': text,
        rejects: text,
        'allow-rejects': flag,
        restart: flag,
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function urlOf(text: string | undefined): URL {
  const url = text === undefined ? null : URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '') {
    throw new UsageError(
      '--url URL is needed, for example http://127.0.0.1:8787, without credentials or a query.',
    );
  }
  return url;
}

function integerOf(name: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`${name} takes a whole number from ${least} to ${most}, not "${text}".`);
}

function duplicateOf(text: string): OnDuplicate {
  if (text === 'last' || text === 'first' || text === 'error') return text;
  throw new UsageError(`--on-duplicate takes last, first or error, not "${text}".`);
}

function instantOf(text: string, now: Date): string {
  const instant = text === 'now' ? now : new Date(/(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : Number.NaN);
  if (!Number.isNaN(instant.getTime())) return `${instant.toISOString().slice(0, 19)}Z`;
  throw new UsageError(`--updated-at takes "now" or an instant such as 2026-01-31T09:00:00Z, not "${text}".`);
}
