import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ROOT } from '../scripts/start/project.ts';
import { wrangler } from '../scripts/start/wrangler.ts';
import { startedCpu } from './started-cpu.ts';
import { median } from './statistics.ts';

export interface Bytes {
  raw: number;
  gzip: number;
}

/** A Worker as it is uploaded, and what starting it takes. */
export interface StartupMeasured {
  name: string;
  /** The script that answers requests; absent for the empty Worker. */
  script?: Bytes;
  /** All other modules together, such as fonts. */
  others?: Bytes;
  /** Milliseconds of CPU to compile and evaluate it, beyond those of an empty Worker: the median. */
  cpu: number;
}

interface Subject {
  name: string;
  /** A directory with the configuration of the runtime. */
  directory: string;
  script?: Bytes;
  others?: Bytes;
}

const SCRIPT = 'worker.js';
/** Answers without the Worker's own code, so that only compiling and evaluating it counts. */
const ANSWER = `export default { fetch: () => new Response('started') };\n`;

/**
 * Builds the Worker of this directory and, to compare, of another checkout, and starts them by turns, an empty Worker
 * among them. Throws if a build fails or if the system does not report CPU time.
 */
export async function measureStartup(
  starts: number,
  against: string | undefined,
  progress: (text: string) => void,
): Promise<StartupMeasured[]> {
  const root = mkdtempSync(join(tmpdir(), 'callmeter-startup-'));
  try {
    const subjects = [emptySubject(root)];
    for (const checkout of against === undefined ? [ROOT] : [resolve(against), ROOT]) {
      progress(`building ${checkout}`);
      subjects.push(await builtSubject(root, checkout));
    }
    const taken = subjects.map((): number[] => []);
    for (let start = 0; start < starts; start += 1) {
      progress(`starts: round ${start + 1} of ${starts}`);
      for (const [index, { directory }] of subjects.entries()) {
        taken[index]!.push(await startedCpu(join(directory, 'start.capnp')));
      }
    }
    const [nothing = 0, ...ours] = taken.map(median);
    return subjects.slice(1).map(({ directory: _, ...subject }, index) => ({
      ...subject,
      cpu: ours[index]! - nothing,
    }));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function emptySubject(root: string): Subject {
  const directory = join(root, 'empty');
  mkdirSync(directory);
  writeConfig(directory, compatibilityDate(ROOT), ANSWER, []);
  return { name: 'empty', directory };
}

async function builtSubject(root: string, checkout: string): Promise<Subject> {
  const name = checkout === ROOT ? 'this checkout' : 'the other checkout';
  const directory = join(root, checkout === ROOT ? 'this' : 'other');
  const built = join(directory, 'built');
  const run = wrangler('deploy', '--dry-run', '--cwd', checkout, '--outdir', built);
  if ((await run.ended) !== 0) throw new Error(`wrangler deploy failed:\n${run.lastLines()}`);
  const modules = readdirSync(built).filter((file) => !/\.(map|md)$/.test(file));
  writeConfig(directory, compatibilityDate(checkout), `import './${SCRIPT}';\n${ANSWER}`, modules);
  return {
    name,
    directory,
    script: bytesOf(built, [SCRIPT]),
    others: bytesOf(
      built,
      modules.filter((file) => file !== SCRIPT),
    ),
  };
}

function bytesOf(directory: string, files: readonly string[]): Bytes {
  const contents = files.map((file) => readFileSync(join(directory, file)));
  const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    raw: sum(contents.map((content) => content.length)),
    gzip: sum(contents.map((content) => gzipSync(content).length)),
  };
}

function compatibilityDate(checkout: string): string {
  const [, date = ''] =
    /^compatibility_date = "([\d-]+)"/m.exec(readFileSync(join(checkout, 'wrangler.toml'), 'utf8')) ?? [];
  return date;
}

/** Without bindings other than the secrets: nothing is asked for that needs them. */
function writeConfig(directory: string, date: string, start: string, modules: readonly string[]): void {
  const listed = modules.map((file) => {
    const type = file.endsWith('.js') ? 'esModule' : 'data';
    return `(name = "${file}", ${type} = embed "built/${file}")`;
  });
  writeFileSync(join(directory, 'start.js'), start);
  writeFileSync(
    join(directory, 'start.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "start.js", esModule = embed "start.js"), ${listed.join(', ')}],
  compatibilityDate = "${date}",
  compatibilityFlags = ["nodejs_compat"],
  bindings = [
    (name = "SESSION_SECRET", text = "${'s'.repeat(32)}"),
    (name = "DATA_SECRET", text = "${'d'.repeat(32)}"),
  ],
);
`,
  );
}
