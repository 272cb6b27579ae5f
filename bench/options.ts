import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Calls per day, one number for each size. */
  calls: number[];
  days: number;
  /** Substrings of the ids or paths of the routes to measure; empty for all. */
  routes: string[];
  /** Timed requests per route and size. */
  requests: number;
  /** File for the report; if absent, it is only printed. */
  out?: string;
  /** Measures only start-up and size. */
  startup: boolean;
  /** Measures only ingest, and the storage of the demo and of the reference mix. */
  storage: boolean;
  /** Measures only live figures. */
  live: boolean;
  /** Directory of another checkout whose start-up is measured, too. */
  against?: string;
  /** Number of starts of each Worker. */
  starts: number;
  help: boolean;
}

export const HELP = `npm run bench -- [options]
  --calls 1000,10000,50000   calls a day, one tenant for each
  --days 30                  settled days, ending yesterday
  --routes overview,hourly   only routes whose id or path holds one of these
  --requests 50              timed requests a route and size
  --out docs/costs.md        write the report there too
  --startup                  only size and start-up of the Worker as it is deployed
  --storage                  only ingest and storage: of the demo, and of the reference mix
  --live                     only live figures: 500 streams, and a kill of the server
  --against ../before        with --startup: and those of another checkout, with its dependencies
  --starts 15                with --startup: starts of each
  --help                     show this`;

const OPTIONS = {
  calls: { type: 'string', default: '1000,10000,50000' },
  days: { type: 'string', default: '30' },
  routes: { type: 'string', default: '' },
  requests: { type: 'string', default: '50' },
  out: { type: 'string' },
  startup: { type: 'boolean', default: false },
  storage: { type: 'boolean', default: false },
  live: { type: 'boolean', default: false },
  against: { type: 'string' },
  starts: { type: 'string', default: '15' },
  help: { type: 'boolean', default: false },
} as const;

/** Parses the command line. Throws an Error that says what is accepted. */
export function readOptions(args: readonly string[]): BenchOptions {
  const values = parsed(args);
  return {
    calls: list(values.calls).map((text) => whole('--calls', text, 100, 100_000)),
    days: whole('--days', values.days, 2, 90),
    routes: list(values.routes),
    requests: whole('--requests', values.requests, 3, 10_000),
    ...(values.out === undefined ? {} : { out: values.out }),
    startup: values.startup,
    storage: values.storage,
    live: values.live,
    ...(values.against === undefined ? {} : { against: values.against }),
    starts: whole('--starts', values.starts, 3, 1_000),
    help: values.help,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${HELP}`);
  }
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function whole(name: string, text: string, low: number, high: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < low || number > high) {
    throw new Error(`${name} must be a whole number from ${low} to ${high}, not "${text}".\n${HELP}`);
  }
  return number;
}
