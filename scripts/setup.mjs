/**
 * Makes a fresh clone ready: installs the locked dependencies and writes local secrets. Runs before every npm
 * script that needs either, under whatever Node (≥ 18) the machine has, and does nothing where nothing is missing.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withSetupLock } from './setup/lock.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const INSTALLED_LOCK = join(ROOT, 'node_modules', '.package-lock.json');
const PROJECT_NODE = join(
  ROOT,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);
const DEV_VARS = join(ROOT, '.dev.vars');
const LAST_LINES = 40;

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** npm writes its own list of what it installed, last of all: an interrupted installation has none. */
function dependenciesAreInstalled() {
  const wanted = readJson(join(ROOT, 'package-lock.json'))?.packages ?? {};
  const installed = readJson(INSTALLED_LOCK)?.packages;
  if (!installed || !existsSync(PROJECT_NODE)) return false;
  const same = Object.entries(wanted).every(([path, entry]) => {
    const found = installed[path];
    if (path === '') return true;
    if (!found) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
  // A copy from another kind of machine has the right versions and binaries that do not run here.
  return same && spawnSync(PROJECT_NODE, ['--version']).status === 0;
}

/** The command that is this machine's npm, run by the Node that npm itself runs on. */
function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.c?js$/.test(cli)) return [process.env.npm_node_execpath ?? process.execPath, [cli]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
}

function showElapsed(label) {
  const begin = Date.now();
  const isTerminal = process.stdout.isTTY === true;
  console.log(`${label} …`);
  const timer = setInterval(
    () => {
      const text = `  still at it, ${Math.round((Date.now() - begin) / 1000)} s`;
      process.stdout.write(isTerminal ? `\r${text}` : `${text}\n`);
    },
    isTerminal ? 1000 : 10_000,
  );
  return () => {
    clearInterval(timer);
    const seconds = ((Date.now() - begin) / 1000).toFixed(1);
    process.stdout.write(`${isTerminal ? '\r' : ''}  done after ${seconds} s        \n`);
  };
}

async function installDependencies() {
  const [command, before] = npmCommand();
  const finish = showElapsed('Installing the dependencies (first time only)');
  const options = [
    'ci',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts=false',
    '--include=dev',
    '--include=optional',
  ];
  const child = spawn(command, [...before, ...options], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32' && before.length === 0,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const stop = () => child.kill('SIGTERM');
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const code = await new Promise((resolve) => {
    child.on('error', (error) => resolve(`could not start npm: ${error.message}`));
    child.on('close', resolve);
  });
  process.off('SIGINT', stop).off('SIGTERM', stop);
  finish();
  if (code === 0 && dependenciesAreInstalled()) return;
  console.error(output.split('\n').slice(-LAST_LINES).join('\n'));
  throw new Error(
    code === 0
      ? 'npm ci succeeded, but node_modules is incomplete. Allow its install scripts to run.'
      : `npm ci failed (${code}). The npm registry must be reachable. Its last lines are above.`,
  );
}

/** Adds what .dev.vars lacks and never changes what is there. */
function writeLocalSecrets() {
  const present = existsSync(DEV_VARS) ? readFileSync(DEV_VARS, 'utf8') : '';
  const has = (name) => new RegExp(`^\\s*(export\\s+)?${name}\\s*=`, 'm').test(present);
  const missing = [];
  if (!has('SESSION_SECRET') && !has('SESSION_JWKS_URL')) missing.push('SESSION_SECRET');
  if (!has('DATA_SECRET')) missing.push('DATA_SECRET');
  if (missing.length === 0) return;
  const lines = missing.map((name) => `${name}="${randomBytes(32).toString('base64url')}"\n`).join('');
  if (present === '') writeFileSync(DEV_VARS, lines, { mode: 0o600 });
  else appendFileSync(DEV_VARS, `${present.endsWith('\n') ? '' : '\n'}${lines}`);
  console.log(`Wrote ${missing.join(' and ')} to .dev.vars (for this machine only, not in git)`);
}

try {
  await withSetupLock(join(ROOT, '.callmeter'), async () => {
    if (!dependenciesAreInstalled()) await installDependencies();
    writeLocalSecrets();
  });
} catch (error) {
  console.error(`\nSet-up failed: ${error.message}`);
  process.exitCode = 1;
}
