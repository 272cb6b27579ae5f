import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../start/project.ts';
import { run } from './run.ts';

const CLIENT = join(ROOT, 'clients', 'typescript');
const COMPILER = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

/** What the package must contain, and nothing else but modules and declarations of dist. */
const NEEDED = ['package.json', 'README.md', 'dist/index.js', 'dist/index.d.ts', 'dist/api.d.ts'];

/** Packs the client as a user would, and unpacks it into node_modules of `directory`. Throws if its contents are wrong. */
export async function installClient(directory: string): Promise<void> {
  const at = { directory: CLIENT, variables: {} };
  const args = ['pack', '--json', '--pack-destination', directory];
  await run({ ...at, command: 'npm', args });
  const [archive = ''] = readdirSync(directory).filter((name) => name.endsWith('.tgz'));
  const target = join(directory, 'node_modules', 'callmeter-client');
  mkdirSync(target, { recursive: true });
  await run({
    command: 'tar',
    args: ['xzf', join(directory, archive), '--strip-components=1', '-C', target],
    directory,
    variables: {},
  });
  const names = readdirSync(target, { recursive: true, encoding: 'utf8' });
  const missing = NEEDED.filter((name) => !names.includes(name));
  const surplus = names.filter(
    (name) => !NEEDED.includes(name) && !/^dist(\/[\w-]+\.(d\.ts|js))?$/.test(name),
  );
  if (missing.length + surplus.length > 0)
    throw new Error(
      `The package lacks ${missing.join(', ') || 'nothing'} and should not have ${surplus.join(', ') || 'nothing'}.`,
    );
}

/** Compiles a program that uses the package, strictly, with declarations as a user has them. */
export async function compile(directory: string, name: string): Promise<void> {
  const options = {
    strict: true,
    noEmit: true,
    target: 'ES2022',
    module: 'NodeNext',
    skipLibCheck: false,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules', '@types')],
  };
  writeFileSync(
    join(directory, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: options, files: [name] }),
  );
  await run({ command: process.execPath, args: [COMPILER, '-p', directory], directory, variables: {} });
}
