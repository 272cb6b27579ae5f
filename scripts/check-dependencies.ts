import { spawnSync } from 'node:child_process';
import { verdictOf } from './audit/verdict.ts';

const TIMEOUT_MILLISECONDS = 60_000;

/** Asks the registry for known vulnerabilities of the locked production dependencies. */
function auditOutput(): string {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    encoding: 'utf8',
    timeout: TIMEOUT_MILLISECONDS,
    shell: process.platform === 'win32',
  });
  return stdout ?? '';
}

const { passed, lines } = verdictOf(auditOutput());
for (const line of lines) console.log(line);
if (!passed) {
  console.error('Dependencies have vulnerabilities of high or critical severity. Update them.');
  process.exitCode = 1;
}
