import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyMigrations } from '../start/migrations.ts';
import { choosePort } from '../start/port.ts';
import { ROOT, STATE } from '../start/project.ts';
import { ready, startServer } from '../start/server.ts';
import { compile, installClient } from './package.ts';
import { blocksOf, withOwn } from './programs.ts';
import { isInstalled, run } from './run.ts';

/** Above the ports that `npm start` and the browser tests take by themselves. */
const FIRST_PORT = 9000;

/** Starts a server and runs every example against it; `directory` holds their files. Throws an Error if one fails. */
export async function checkExamples(directory: string): Promise<void> {
  mkdirSync(STATE, { recursive: true });
  await applyMigrations();
  const server = startServer(await choosePort(undefined, FIRST_PORT));
  try {
    await ready(server);
    const CALLMETER_KEY = await firstRecord(server.url);
    const variables = { CALLMETER_URL: server.url, CALLMETER_KEY };
    const bash = (args: string[]) => run({ command: 'bash', args, directory, variables });
    const [curl = ''] = blocksOf('clients.md', 'bash');
    expectText('curl', await bash(['-euc', curl]), '"agent_name":"Ana Reis","total_calls":2');

    await installClient(directory);
    writeFileSync(join(directory, 'example.ts'), blocksOf('clients.md', 'ts').join('\n'));
    await compile(directory, 'example.ts');
    const node = { command: process.execPath, args: ['--disable-warning=ExperimentalWarning', 'example.ts'] };
    const typescript = await run({ ...node, directory, variables });
    for (const text of ['bruno 2', 'ana Ana Reis', 'today 4']) expectText('TypeScript', typescript, text);

    if (!(await isInstalled('python3'))) return console.log('Python: SKIPPED, there is no python3 here');
    const python = { command: 'python3', args: ['-c', blocksOf('clients.md', 'python').join('\n')] };
    expectText('Python', await run({ ...python, directory, variables }), 'carla 2');
  } finally {
    await server.stop();
  }
}

/** Follows docs/first-record.md in the folder of the project. Returns the key that it makes. */
async function firstRecord(url: string): Promise<string> {
  const [token = '', create = '', key = '', ...others] = blocksOf('first-record.md', 'bash');
  const bash = (script: string, variables: Readonly<Record<string, string>> = {}) =>
    run({ command: 'bash', args: ['-euc', withOwn(script, url)], directory: ROOT, variables });
  const made = await bash(`${token}\n${create}`);
  const [, secret] = /"key":"(cmk_acme_[^"]+)"/.exec(made) ?? [];
  if (!secret || !key.startsWith('KEY=')) throw new Error(`first-record.md made no key:\n${made}`);
  const figure = await bash(others.join('\n'), { KEY: secret });
  expectText('first record', figure, '"created":2');
  expectText(
    'first figure',
    figure,
    '"rows":[{"agent":"ana","agent_name":"Ana Reis","total_calls":1,"avg_wait_time":12}]',
  );
  return secret;
}

function expectText(name: string, printed: string, wanted: string): void {
  if (!printed.includes(wanted)) throw new Error(`${name}: expected ${wanted}, printed:\n${printed}`);
  console.log(`${name}: works`);
}
